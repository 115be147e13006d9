import type { Role } from '../event/envelope.ts';
import type { Absent } from '../shared/shape.ts';

export type TransferSide = 'SUPPLIER' | 'ACQUIRER';

/** What tasks and lists read of a reported transfer. */
export type ReportedTransfer = {
  readonly supplierId: string | Absent;
  readonly acquirerId: string | Absent;
  readonly transferKind: string;
  readonly reportingSide: TransferSide | 'AUTHORITY';
};

const dealerSides: Readonly<Record<TransferSide, ReadonlySet<string>>> = {
  SUPPLIER: new Set(['DEALER_TO_PERSON', 'DEALER_TO_DEALER']),
  ACQUIRER: new Set(['PERSON_TO_DEALER', 'DEALER_TO_DEALER', 'STATE_DISPOSAL']),
};
const stateSides: Readonly<Record<TransferSide, ReadonlySet<string>>> = {
  SUPPLIER: new Set(['STATE_TO_CIVIL', 'STATE_DISPOSAL']),
  ACQUIRER: new Set(['TO_AUTHORITY']),
};

/** In which role a side of the transfer reports. */
export const roleOfSide = ({ transferKind }: ReportedTransfer, side: TransferSide): Role =>
  dealerSides[side].has(transferKind) ? 'DLR' : stateSides[side].has(transferKind) ? 'STO' : 'HLD';
