import {
  alertDischarged as firearmAlertDischarged,
  recoveries,
} from '../../firearm/events/alertDischarged.ts';
import { alertWithdrawn as firearmAlertWithdrawn } from '../../firearm/events/alertWithdrawn.ts';
import { lossReported as firearmLossReported } from '../../firearm/events/lossReported.ts';
import { theftReported as firearmTheftReported } from '../../firearm/events/theftReported.ts';
import { refusal } from '../../shared/refusal.ts';
import { statusAgain, withAlert, withoutAlerts } from '../alerts.ts';
import { defineEvent } from '../definition.ts';
import { notItsHolder, openLossAlert } from '../guards.ts';
import type { ComponentState } from '../state.ts';
import { sharedWithFirearm } from './sharedWithFirearm.ts';

type Loss = { readonly lostBetween: { readonly from: string } };
type Theft = { readonly stolenBetween: { readonly from: string } };

const noAlert = ({ state }: { readonly state: ComponentState }) =>
  openLossAlert(state) === undefined
    ? refusal('R21', 'No alert of loss or theft is open for this component.')
    : undefined;

/** A component is reported missing on its own, whether it was loose or in a firearm. */
export const lossReported = defineEvent({
  ...sharedWithFirearm(firearmLossReported),
  check: notItsHolder,
  apply: (state, event, before) =>
    withAlert(state, 'LOST', event, (event.payload as Loss).lostBetween.from, before),
});
export const theftReported = defineEvent({
  ...sharedWithFirearm(firearmTheftReported),
  check: notItsHolder,
  apply: (state, event, before) =>
    withAlert(state, 'STOLEN', event, (event.payload as Theft).stolenBetween.from, before),
});
export const alertWithdrawn = defineEvent({
  ...sharedWithFirearm(firearmAlertWithdrawn),
  check: noAlert,
  returnsTo: statusAgain,
  apply: withoutAlerts,
});
export const alertDischarged = defineEvent({
  ...sharedWithFirearm(firearmAlertDischarged),
  check: (context) => {
    const { recoveryEventId } = context.payload as { readonly recoveryEventId: string };
    const recovery = context.history.find(({ eventId }) => eventId === recoveryEventId);
    return (
      noAlert(context) ??
      (recovery !== undefined && recoveries.has(recovery.type)
        ? undefined
        : refusal(
            'R71',
            'Name the FirearmFound, FirearmSurrendered or FirearmSeized event of this component.',
            {
              pointer: '/payload/recoveryEventId',
            },
          ))
    );
  },
  apply: withoutAlerts,
});
