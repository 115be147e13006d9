import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../event/envelope.ts';
import { iso } from '../firearm/chainStatement.ts';
import {
  type AsOf,
  firearmStatement,
  type OwnEvents,
  statementRestsOn,
} from '../firearm/firearmStatement.ts';
import type { EventCodec } from '../ports/eventCodec.ts';
import type { EventStore, StoreUnavailable } from '../ports/eventStore.ts';
import type { BundleRequest } from './makeBundle.ts';

const prefix = 'firearm-';

/** Own events of each firearm among these. */
const ownOf = (events: ReadonlyArray<RecordedEvent>): OwnEvents => {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const own = streams.get(event.streamId);
    if (own === undefined) streams.set(event.streamId, [event]);
    else own.push(event);
  }
  return (firearmId) => streams.get(`${prefix}${firearmId}`);
};

/**
 * The streams that a statement about a firearm rests on: its own, those it was merged with or split from, and those of
 * the firearms that it was made from.
 */
export const firearmStreams = async (
  { eventStore, codec }: { readonly eventStore: EventStore; readonly codec: EventCodec },
  firearmId: string,
  asOf: AsOf,
): Promise<E.Either<StoreUnavailable, ReadonlyArray<string>>> => {
  const loaded = new Map<string, ReadonlyArray<RecordedEvent>>();
  for (;;) {
    const { firearms, missing } = statementRestsOn((id) => loaded.get(id), firearmId, asOf);
    if (missing.length === 0) return E.right(firearms.map((id) => `${prefix}${id}`));
    const stored = await eventStore.readStreams(missing.map((id) => `${prefix}${id}`))();
    if (E.isLeft(stored)) return stored;
    const own = ownOf(stored.right.filter(({ recordedAt }) => recordedAt <= asOf.knownAt).map(codec.decode));
    for (const id of missing) loaded.set(id, own(id) ?? []);
  }
};

/** What a bundle of one firearm shows, and the chain of custody that it states. */
export const firearmProof = (
  firearmId: string,
  streams: ReadonlyArray<string>,
  asOf: AsOf,
): Pick<BundleRequest, 'subject' | 'streams' | 'knownAt' | 'statement'> => ({
  subject: { kind: 'FIREARM', firearmId, validAt: iso(asOf.validAt), knownAt: iso(asOf.knownAt) },
  streams,
  knownAt: asOf.knownAt,
  statement: (events) => {
    const own = ownOf(events);
    const shown: ReadonlySet<string> = new Set(streams);
    // A stream that is shown has events, or none up to then; one that is not shown is missing.
    const made = firearmStatement(
      (id) => own(id) ?? (shown.has(`${prefix}${id}`) ? [] : undefined),
      firearmId,
      asOf,
    );
    return E.isRight(made) ? made.right : undefined;
  },
});
