import type { FirearmState } from '../../firearm/state.ts';
import type { ReportedTransfer } from '../../firearm/transferSides.ts';
import { isAbsent } from '../../shared/shape.ts';
import { decidedByAuthority, settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineFirearmTask } from '../task.ts';

/** A transfer names a supplier who is not the recorded holder (policy `supplierMismatch`). */
export const supplierMismatch = defineFirearmTask({
  kind: 'SUPPLIER_MISMATCH',
  meaning: 'A transfer names a supplier who was not recorded as holder: a transfer before it may be missing.',
  ownerRole: 'CLK',
  closes:
    'recording the missing transfer, correcting the supplier, a decision (DisputeDecided), or an answer of the authority to the transfer',
  opensWith: ({ metadata }) => metadata.disputes?.includes('SUPPLIER_MISMATCH') === true,
  find: ({ events, timeline }) => {
    let before: FirearmState = timeline.initial;
    return timeline.steps.flatMap(({ event, state, status, bounds }) => {
      const holder = before.holder?.party;
      before = state;
      if (status !== 'EFFECTIVE' || event.metadata.disputes?.includes('SUPPLIER_MISMATCH') !== true)
        return [];
      const supplier = (event.payload as ReportedTransfer).supplierId;
      const decided = decidedByAuthority(events, timeline.knowledge.annulled, event.eventId);
      const differs = holder !== undefined && !isAbsent(holder) && holder !== supplier;
      // What was recorded or corrected since explains the supplier: as known now, there is no mismatch.
      if (!differs && decided === undefined) return [];
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
          due: dueAfter(event, 'flaggedReport'),
          data: {
            ...(isAbsent(supplier) ? {} : { supplier }),
            ...(differs ? { recordedHolder: holder } : {}),
          },
          ...settledBy(decided),
        },
      ];
    });
  },
});
