import type { FastifyReply } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { type Family, unionOfStreams } from '../../domain/firearm/unionOfStreams.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { StreamKind, StreamState } from '../../domain/stream/streamKind.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { type Timeline, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { loadFamily } from '../../domain/usecases/firearmHistory.ts';
import { checkAccessible } from './accessibleRecord.ts';
import { type AsOf, knownMoment, knownOfLog } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';

const unknownSubject = (kind: StreamKindName) =>
  problem(404, 'R00', `unknown ${kind}`, `No ${kind} with this id is known, or none was at that time.`);

/** What one subject's stream holds; of a firearm, with the streams that merges and splits link it to. */
const loadedFamily = async (deps: HttpDeps, kind: StreamKindName, id: string): Promise<Family> => {
  const failed = () =>
    problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  if (kind === 'firearm') {
    const family = await loadFamily(deps, id)();
    if (E.isLeft(family)) throw failed();
    return family.right;
  }
  const stored = await deps.eventStore.readStream(streamOfKey({ kind, id }))();
  if (E.isLeft(stored)) throw failed();
  return new Map([[id, stored.right.map(deps.codec.decode)]]);
};

/** After these a record is readable for a time only. */
const ends: ReadonlySet<string> = new Set(['FirearmDestroyed', 'ComponentDestroyed']);

/** The answer of a record that was found to be of the same firearm as another one: where that one is. */
export const mergedProblem = (survivorId: string) =>
  problem(
    307,
    'MERGED_INTO_ANOTHER',
    'the record continues under another id',
    `This record is of the same firearm as ${survivorId}. Read that one; this one's own events stay under /events.`,
  );

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
  const closed = await knownOfLog(deps);
  const family = await loadedFamily(deps, kind.name, id);
  const events = family.get(id) ?? [];
  // What comes into this stream later is recorded later than all of it.
  const until = Math.max(closed, events.at(-1)?.recordedAt ?? closed);
  const validAt = present.queriedInstant(query.validAt, deps.zone, Math.max(deps.record.clock.now(), until));
  const knownAt = knownMoment(query.knownAt, deps.zone, until);
  const union = unionOfStreams(id, family, knownAt);
  const own = events.filter((event) => event.recordedAt <= knownAt);
  // The history of a merged record stays readable as it was recorded; what it is now, its survivor says.
  const known: ReadonlyArray<RecordedEvent> =
    union.id === id ? union.events.filter((event) => event.recordedAt <= knownAt) : own;
  if (known.length === 0 && kind.alwaysExists !== true) throw unknownSubject(kind.name);
  const timeline: Timeline<S> = timelineOf(kind.fold, known);
  const purpose = reply.request.headers['ledger-purpose'];
  if (purpose !== undefined && events.some(({ type }) => ends.has(type)))
    checkAccessible(deps, purpose, kind.name, timelineOf(kind.fold, unionOfStreams(id, family).events));
  reply.header('etag', `"${events.length}"`).header('ledger-position', String(events.at(-1)?.position ?? 0n));
  return {
    known,
    timeline,
    /** The id under which the history of a merged record goes on. */
    mergedInto: union.id === id ? undefined : union.id,
    validAt,
    knownAt,
    stated: {
      validAt: present.iso(validAt),
      knownAt: present.iso(knownAt),
      streamVersion: own.length,
    },
  };
};
