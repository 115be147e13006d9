import type { RecordedEvent } from '../event/envelope.ts';
import type { Confirmation } from '../time/bitemporalFold.ts';

type Answer = { readonly targetEventId: string };

/** What a transfer of a loose component and the answers to it say (catalogue 5.2). */
export const confirmationsOf = (event: RecordedEvent): ReadonlyArray<readonly [string, Confirmation]> => {
  switch (event.type) {
    case 'ComponentTransferred':
      return [[event.eventId, event.metadata.disputes === undefined ? 'PENDING' : 'DISPUTED']];
    case 'TransferConfirmed':
      return [[(event.payload as Answer).targetEventId, 'CONFIRMED']];
    case 'TransferDisputed':
      return [[(event.payload as Answer).targetEventId, 'DISPUTED']];
    default:
      return [];
  }
};
