import type { RecordedEvent, Role } from '../../event/envelope.ts';
import { guardDispute } from '../../event/envelope.ts';
import { matchedTransfers } from '../../firearm/transferMatching.ts';
import { type Absent, isAbsent } from '../../shared/shape.ts';
import { settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineTask } from '../task.ts';
import { transferToConfirm } from './transferToConfirm.ts';

type Transfer = {
  readonly supplierId: string | Absent;
  readonly acquirerId: string | Absent;
  readonly acquirerRole: string;
  readonly reportingSide: 'SUPPLIER' | 'ACQUIRER' | 'AUTHORITY';
};

const roleOf = (capacity: string | undefined): Role =>
  capacity === 'TRADE' ? 'DLR' : capacity === 'STATE' ? 'STO' : 'HLD';

const awaitsOther = (event: RecordedEvent): boolean =>
  event.type === 'ComponentTransferred' &&
  // A sale of an old register has no other side that could still report it.
  event.metadata.source.kind !== 'LEGACY_IMPORT' &&
  guardDispute(event.metadata) === undefined &&
  (event.payload as Transfer).reportingSide !== 'AUTHORITY';

/** A loose component's transfer waits for the other side as a firearm's does (REQ-CMP-01, catalogue 5.2). */
export const componentTransferToConfirm = defineTask<'component'>()({
  ...transferToConfirm,
  opensWith: awaitsOther,
  find: ({ events, timeline }) =>
    matchedTransfers(events, timeline, 'ComponentTransferred').flatMap(
      ({ step: { event, status, bounds }, before, other }) => {
        if (status !== 'EFFECTIVE' || !awaitsOther(event)) return [];
        // The later of two reports of one transfer is itself the answer to the first.
        if (other?.type === 'ComponentTransferred' && other.streamVersion < event.streamVersion) return [];
        const transfer = event.payload as Transfer;
        const side = transfer.reportingSide === 'SUPPLIER' ? 'ACQUIRER' : 'SUPPLIER';
        const party = side === 'ACQUIRER' ? transfer.acquirerId : transfer.supplierId;
        const capacity = side === 'ACQUIRER' ? transfer.acquirerRole : before.holder?.role;
        return [
          {
            openedBy: event.eventId,
            since: bounds.earliest,
            due: dueAfter(event, 'transferConfirmation'),
            ownerRole: isAbsent(party) ? 'CLK' : roleOf(capacity),
            ...(isAbsent(party) ? {} : { party }),
            data: { awaited: side },
            ...settledBy(other),
          },
        ];
      },
    ),
});
