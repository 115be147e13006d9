import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { StoreUnavailable } from '../ports/eventStore.ts';
import { keyOfStream } from '../streamKinds.ts';
import type { Receipt, RecordPorts, RecordRequest } from './recording.ts';

/**
 * The receipt of a retry with what the first attempt recorded in other streams, so that it is the first answer (HC-20),
 * and whoever waits for its position sees all of it. Ids of these halves follow from the key; they are looked up one
 * after the other, because only the first that is not there tells how many there are.
 */
export const withElsewhere = (
  ports: RecordPorts,
  { entries, recordedBy, idempotencyKey }: RecordRequest,
  receipt: Receipt,
): TE.TaskEither<StoreUnavailable, Receipt> => {
  const next = (found: Receipt): TE.TaskEither<StoreUnavailable, Receipt> =>
    pipe(
      ports.eventStore.findEvent(
        ports.ids.eventId(recordedBy.organisationId, idempotencyKey, entries.length + found.elsewhere.length),
      ),
      TE.flatMap((stored) => {
        const subject = stored === undefined ? undefined : keyOfStream(stored.streamId);
        if (stored === undefined || subject === undefined) return TE.right(found);
        const { eventId, type, streamVersion, metadata } = ports.codec.decode(stored);
        const half = { eventId, type, streamVersion, disputes: metadata.disputes ?? [], subject };
        const { position = 0n } = found;
        return next({
          ...found,
          position: stored.position > position ? stored.position : position,
          elsewhere: [...found.elsewhere, half],
        });
      }),
    );
  return next(receipt);
};
