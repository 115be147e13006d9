import { refusal } from '../../shared/refusal.ts';
import { date, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const firearmPlacedOnMarket = defineEvent({
  type: 'FirearmPlacedOnMarket',
  schemaVersion: 1,
  meaning: 'The firearm was placed on the market for the first time.',
  payload: record({ firstMarketDate: date('day of first placing on the market') }),
  recordedBy: ['MFR', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)'],
  byHolder: true,
  check: ({ state }) =>
    state.markState === 'UNMARKED' || !state.registered
      ? refusal('R03', 'Only a marked and registered firearm may be placed on the market.')
      : state.firstMarketDate === undefined
        ? undefined
        : refusal(
            'R17',
            'The first placing on the market is recorded already. Correct that record if it is wrong.',
          ),
  apply: (state, { payload }) => ({ ...state, firstMarketDate: payload.firstMarketDate }),
});
