import { refusal } from '../../shared/refusal.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { closingSpreads } from '../alertStream.ts';
import { defineEvent } from '../definition.ts';
import { openLossAlert, withoutAlerts } from './shared.ts';

export const alertWithdrawn = defineEvent({
  type: 'AlertWithdrawn',
  schemaVersion: 1,
  meaning: 'The report of loss or theft was wrong: the firearm was never missing, or it was another one.',
  payload: record({ reason: oneOf(['NEVER_MISSING', 'WRONG_FIREARM'], 'why the alert is withdrawn') }),
  recordedBy: ['POL', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(6)'],
  check: ({ state }) =>
    openLossAlert(state) === undefined
      ? refusal('R21', 'No alert of loss or theft is open for this firearm.')
      : undefined,
  returnsTo: (state) => state.custodyBeforeLoss,
  spreads: closingSpreads('WITHDRAWN'),
  apply: withoutAlerts,
});
