import type { FirearmState } from '../../firearm/state.ts';
import type { ReportedTransfer } from '../../firearm/transferSides.ts';
import { isAbsent } from '../../shared/shape.ts';
import { settledBy } from '../answers.ts';
import { defineFirearmTask } from '../task.ts';

const authority: ReadonlySet<string> = new Set(['CLK', 'POL']);
const answers: ReadonlySet<string> = new Set(['TransferConfirmed', 'TransferDisputed']);

/** A transfer names a supplier who is not the recorded holder (policy `supplierMismatch`). */
export const supplierMismatch = defineFirearmTask({
  kind: 'SUPPLIER_MISMATCH',
  meaning: 'A transfer names a supplier who was not recorded as holder: a transfer before it may be missing.',
  ownerRole: 'CLK',
  closes:
    'recording the missing transfer, correcting the supplier, or an answer of the authority to the transfer',
  opensWith: ({ metadata }) => metadata.disputes?.includes('SUPPLIER_MISMATCH') === true,
  find: ({ events, timeline }) => {
    let before: FirearmState = timeline.initial;
    return timeline.steps.flatMap(({ event, state, status, bounds }) => {
      const holder = before.holder?.party;
      before = state;
      if (status !== 'EFFECTIVE' || event.metadata.disputes?.includes('SUPPLIER_MISMATCH') !== true)
        return [];
      const supplier = (event.payload as ReportedTransfer).supplierId;
      const decided = events.findLast(
        (answer) =>
          answers.has(answer.type) &&
          authority.has(answer.metadata.recordedBy.role) &&
          (answer.payload as { readonly targetEventId: string }).targetEventId === event.eventId &&
          !timeline.knowledge.annulled.has(answer.eventId),
      );
      const differs = holder !== undefined && !isAbsent(holder) && holder !== supplier;
      // What was recorded or corrected since explains the supplier: as known now, there is no mismatch.
      if (!differs && decided === undefined) return [];
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
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
