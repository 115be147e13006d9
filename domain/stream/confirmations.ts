import type { RecordedEvent } from '../event/envelope.ts';
import type { Confirmation } from '../time/bitemporalFold.ts';

type Answer = { readonly targetEventId: string };

/** What a transfer, an event of the type given, and the answers to it say: pending until the other side or the authority speaks (catalogue 5.2). */
export const confirmationsOf =
  (transferred: string) =>
  (event: RecordedEvent): ReadonlyArray<readonly [string, Confirmation]> => {
    switch (event.type) {
      case transferred:
        return [[event.eventId, event.metadata.disputes === undefined ? 'PENDING' : 'DISPUTED']];
      case 'TransferConfirmed':
        return [[(event.payload as Answer).targetEventId, 'CONFIRMED']];
      case 'TransferDisputed':
        return [[(event.payload as Answer).targetEventId, 'DISPUTED']];
      default:
        return [];
    }
  };
