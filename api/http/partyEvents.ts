import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** All events of one party; empty where there is no such party. */
export const partyEvents = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  id: string,
): Promise<ReadonlyArray<RecordedEvent>> => {
  const stored = await deps.eventStore.readStream(streamOfKey({ kind: 'party', id }))();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  return stored.right.map(deps.codec.decode);
};
