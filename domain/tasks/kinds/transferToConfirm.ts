import type { RecordedEvent, Role } from '../../event/envelope.ts';
import { guardDispute } from '../../event/envelope.ts';
import { isAbsent } from '../../shared/shape.ts';
import { lastAnswer, settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineFirearmTask } from '../task.ts';
import { type ReportedTransfer, roleOfSide } from '../transferSides.ts';

const isReport = (event: RecordedEvent): boolean =>
  event.type === 'FirearmTransferred' &&
  // A sale of an old register has no other side that could still report it.
  event.metadata.source.kind !== 'LEGACY_IMPORT' &&
  guardDispute(event.metadata) === undefined &&
  (event.payload as ReportedTransfer).reportingSide !== 'AUTHORITY';

/** The other side of a transfer has not reported yet (catalogue 5.2, policy `transferConfirmation`). */
export const transferToConfirm = defineFirearmTask({
  kind: 'TRANSFER_TO_CONFIRM',
  meaning: 'One side reported a transfer; the other side confirms or disputes it.',
  ownerRole: 'HLD',
  closes: 'TransferConfirmed or TransferDisputed by the other side or the authority',
  applies: (policy) => policy.transferConfirmation === 'TWO_SIDED',
  opensWith: isReport,
  find: (history) =>
    history.timeline.steps
      .filter(({ event, status }) => status === 'EFFECTIVE' && isReport(event))
      .map(({ event, bounds }) => {
        const transfer = event.payload as ReportedTransfer;
        const side = transfer.reportingSide === 'SUPPLIER' ? 'ACQUIRER' : 'SUPPLIER';
        const party = side === 'ACQUIRER' ? transfer.acquirerId : transfer.supplierId;
        const ownerRole: Role = isAbsent(party) ? 'CLK' : roleOfSide(transfer, side);
        return {
          openedBy: event.eventId,
          since: bounds.earliest,
          due: dueAfter(event, 'transferConfirmation'),
          ownerRole,
          ...(isAbsent(party) ? {} : { party }),
          data: { awaited: side, transferKind: transfer.transferKind },
          ...settledBy(lastAnswer(history, event.eventId, ['TransferConfirmed', 'TransferDisputed'])),
        };
      }),
});
