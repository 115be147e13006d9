import { refusal } from '../../shared/refusal.ts';
import { date, record } from '../../shared/shape.ts';
import { deactivationFault } from '../deactivationRules.ts';
import { defineEvent } from '../definition.ts';
import { depthFaultAt } from '../markRules.ts';
import { reporterIsLicensed } from './acquirer.ts';

export const firearmPlacedOnMarket = defineEvent({
  type: 'FirearmPlacedOnMarket',
  schemaVersion: 1,
  meaning: 'The firearm was placed on the market for the first time.',
  payload: record({ firstMarketDate: date('day of first placing on the market') }),
  recordedBy: ['MFR', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)'],
  byHolder: true,
  flags: (context) => (reporterIsLicensed(context) ? [] : ['LICENCE_NOT_VALID']),
  check: ({ payload, state, policy }) => {
    if (state.markState === 'UNMARKED' || !state.registered)
      return refusal('R03', 'Only a marked and registered firearm may be placed on the market (Dir. 4(1)).');
    if (state.marketBlocked)
      return refusal('R17', 'The firearm failed its proof. Have it pass a REPROOF before it is sold.');
    return state.firstMarketDate === undefined
      ? (deactivationFault(state) ?? depthFaultAt(state, payload.firstMarketDate, policy))
      : refusal(
          'R17',
          'The first placing on the market is recorded already. Correct that record if it is wrong.',
        );
  },
  apply: (state, { payload }) => ({ ...state, firstMarketDate: payload.firstMarketDate }),
});
