import type { RecordedEvent, Role } from '../../event/envelope.ts';
import { guardDispute } from '../../event/envelope.ts';
import { matchedTransfers } from '../../firearm/transferMatching.ts';
import { type ReportedTransfer, roleOfSide } from '../../firearm/transferSides.ts';
import { isAbsent } from '../../shared/shape.ts';
import { settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineFirearmTask } from '../task.ts';

const awaitsOther = (event: RecordedEvent): boolean =>
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
  closes: 'TransferConfirmed or TransferDisputed, or the other side’s own report of the transfer',
  applies: (policy) => policy.transferConfirmation === 'TWO_SIDED',
  opensWith: awaitsOther,
  find: ({ events, timeline }) =>
    matchedTransfers(events, timeline).flatMap(({ step: { event, status, bounds }, transfer, other }) => {
      if (status !== 'EFFECTIVE' || !awaitsOther(event)) return [];
      // The later of two reports of one transfer is itself the answer to the first.
      if (other?.type === 'FirearmTransferred' && other.streamVersion < event.streamVersion) return [];
      const side = transfer.reportingSide === 'SUPPLIER' ? 'ACQUIRER' : 'SUPPLIER';
      const party = side === 'ACQUIRER' ? transfer.acquirerId : transfer.supplierId;
      const ownerRole: Role = isAbsent(party) ? 'CLK' : roleOfSide(transfer, side);
      return [
        {
          openedBy: event.eventId,
          since: bounds.earliest,
          due: dueAfter(event, 'transferConfirmation'),
          ownerRole,
          ...(isAbsent(party) ? {} : { party }),
          data: { awaited: side, transferKind: transfer.transferKind },
          ...settledBy(other),
        },
      ];
    }),
});
