import { eventId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { closingSpreads } from '../alertStream.ts';
import { defineEvent } from '../definition.ts';
import { openLossAlert, withoutAlerts } from './shared.ts';

/** How a missing firearm comes into the hands of an authority, and can be compared physically. */
export const recoveries: ReadonlySet<string> = new Set([
  'FirearmFound',
  'FirearmSurrendered',
  'FirearmSeized',
]);

export const alertDischarged = defineEvent({
  type: 'AlertDischarged',
  schemaVersion: 1,
  meaning: 'The missing firearm was identified physically; the alert is closed.',
  payload: record({ recoveryEventId: eventId('the finding, surrender or seizure by which it came back') }),
  recordedBy: ['POL'],
  assertionKind: 'FACT',
  legalBasis: ['SIS:38', 'iARMS'],
  check: ({ payload, state, history }) => {
    if (openLossAlert(state) === undefined)
      return refusal('R21', 'No alert of loss or theft is open for this firearm.');
    const recovery = history.find((event) => event.eventId === payload.recoveryEventId);
    return recovery !== undefined && recoveries.has(recovery.type)
      ? undefined
      : refusal('R71', 'Name the FirearmFound, FirearmSurrendered or FirearmSeized event of this firearm.', {
          pointer: '/payload/recoveryEventId',
        });
  },
  spreads: closingSpreads('DISCHARGED'),
  apply: withoutAlerts,
});
