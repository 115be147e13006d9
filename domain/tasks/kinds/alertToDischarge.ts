import { openLossAlert } from '../../firearm/events/shared.ts';
import type { Custody } from '../../firearm/state.ts';
import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

/** Physically with an authority or back with somebody: no longer missing. */
const recovered: ReadonlySet<Custody> = new Set([
  'AUT',
  'SZD',
  'FRF',
  'TRD',
  'HLD',
  'STK',
  'TMP',
  'DST',
  'DSM',
]);

/** An alert that outlives the recovery lets an innocent person be arrested (REQ-LST-02, HC-01, HC-02). */
export const alertToDischarge = defineFirearmTask({
  kind: 'ALERT_TO_DISCHARGE',
  meaning: 'A missing firearm came back, and its alert is still open.',
  ownerRole: 'POL',
  closes: 'AlertDischarged after comparing all marks, or AlertWithdrawn',
  opensWith: ofType('LossReported', 'TheftReported', 'FirearmFound', 'FirearmSeized', 'FirearmSurrendered'),
  find: ({ timeline }) =>
    whileState(timeline, (state) => recovered.has(state.custody) && openLossAlert(state) !== undefined).map(
      (span) => ({
        ...spanOf(span),
        due: dueAfter(span.opened.event, 'alertDeletion'),
      }),
    ),
});
