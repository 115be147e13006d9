import type { FastifyReply } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { StreamKind, StreamState } from '../../domain/stream/streamKind.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { type Timeline, timelineOf } from '../../domain/time/bitemporalFold.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';

export type AsOf = { readonly validAt?: string | undefined; readonly knownAt?: string | undefined };

const unknownSubject = (kind: StreamKindName) =>
  problem(404, 'R00', `unknown ${kind}`, `No ${kind} with this id is known, or none was at that time.`);

/**
 * The history of one subject, folded as of the asked moments. Reads of one subject fold its own stream, which is short,
 * so the answer is never older than the log: an alert of a moment ago is in it.
 */
export const subjectHistory = async <S extends StreamState>(
  deps: HttpDeps,
  kind: StreamKind<S>,
  id: string,
  query: AsOf,
  reply: FastifyReply,
) => {
  const stored = await deps.eventStore.readStream(streamOfKey({ kind: kind.name, id }))();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const events = stored.right.map(deps.codec.decode);
  const now = Math.max(deps.record.clock.now(), events.at(-1)?.recordedAt ?? 0);
  const validAt = present.queriedInstant(query.validAt, deps.zone, now);
  const knownAt = present.queriedInstant(query.knownAt, deps.zone, now);
  const known: ReadonlyArray<RecordedEvent> = events.filter((event) => event.recordedAt <= knownAt);
  if (known.length === 0) throw unknownSubject(kind.name);
  const timeline: Timeline<S> = timelineOf(kind.fold, known);
  reply.header('etag', `"${events.length}"`).header('ledger-position', String(events.at(-1)?.position ?? 0n));
  return {
    known,
    timeline,
    validAt,
    knownAt,
    stated: {
      validAt: present.iso(validAt),
      knownAt: present.iso(knownAt),
      streamVersion: known.length,
    },
  };
};
