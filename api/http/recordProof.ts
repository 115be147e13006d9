import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import type { LeafPlace } from '../../domain/ports/transparencyLog.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';

export const recordProofSchema = z
  .object({
    origin: z.string().meta({ description: 'name of the transparency log' }),
    checkpoint: z
      .object({ size: z.int(), root: z.string(), signedAt: z.string() })
      .nullable()
      .meta({ description: 'the signed head of the log; null where nothing is signed' }),
    entries: z
      .array(
        z.object({
          eventId: z.string(),
          entry: z.int().nullable(),
          leafHash: z
            .string()
            .nullable()
            .meta({ description: 'what the public tiles of the log hold there, in base64 (RFC 6962)' }),
        }),
      )
      .meta({ description: 'place of each record in that log, from 0; null where it is not in it yet' }),
    bundle: z.string().meta({ description: 'where the file comes from that proves these records' }),
  })
  .meta({ id: 'RecordProof' });
export type RecordProof = z.infer<typeof recordProofSchema>;

/** A moment as part of an address that people read: of its characters only the plus means something else there. */
const asQuery = (moment: string): string => moment.replaceAll('+', '%2B');

/** Leaves of events in the signed log, by event id. */
const leavesOf = async (
  deps: Pick<HttpDeps, 'eventStore' | 'transparencyLog'>,
  events: ReadonlyArray<RecordedEvent>,
  size: number,
): Promise<ReadonlyMap<string, LeafPlace>> => {
  const streams = [...new Set(events.map(({ streamId }) => streamId))];
  const stored = await deps.eventStore.readStreams(streams)();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const leaves = await Promise.all(streams.map(deps.transparencyLog.proofs.leavesOfStream));
  const places = new Map(leaves.flat().map((leaf) => [`${leaf.streamId} ${leaf.revision}`, leaf]));
  return new Map(
    stored.right.flatMap(({ eventId, streamId, revision }) => {
      const leaf = places.get(`${streamId} ${revision}`);
      return leaf === undefined || leaf.index >= size ? [] : [[eventId, leaf] as const];
    }),
  );
};

/** The address of the file that proves the records of a firearm as of two moments. */
export const firearmBundle = (
  firearmId: string,
  { validAt, knownAt }: { readonly validAt: string; readonly knownAt: string },
): string => `/v1/firearms/${firearmId}/proof?validAt=${asQuery(validAt)}&knownAt=${asQuery(knownAt)}`;

/** So many events a request for a file may name; of more, the file shows the whole stream. */
const namedMax = 100;

/** The address of the file that proves the records on which a paper rests, all of one authorisation. */
export const paperBundle = (
  authorisationId: string,
  events: ReadonlyArray<RecordedEvent>,
  knownAt: string,
): string => {
  const named = events.length > namedMax ? '' : `eventIds=${events.map(({ eventId }) => eventId).join(',')}&`;
  return `/v1/authorisations/${authorisationId}/proof?${named}knownAt=${asQuery(knownAt)}`;
};

/** The records on which a paper rests: those of some types, and what was corrected, annulled or reinstated of them. */
export const recordsOfPaper = (
  known: ReadonlyArray<RecordedEvent>,
  types: ReadonlySet<string>,
): ReadonlyArray<RecordedEvent> => {
  const stated = new Set(known.filter(({ type }) => types.has(type)).map(({ eventId }) => eventId));
  for (const { eventId, payload } of known) {
    const { targetEventId } = payload as { readonly targetEventId?: unknown };
    if (typeof targetEventId === 'string' && stated.has(targetEventId)) stated.add(eventId);
  }
  return known.filter(({ eventId }) => stated.has(eventId));
};

/** Where in the signed log records are, and which file proves them (docs/proof-bundle.md). */
export const recordProof = async (
  deps: Pick<HttpDeps, 'eventStore' | 'transparencyLog'>,
  events: ReadonlyArray<RecordedEvent>,
  bundle: string,
): Promise<RecordProof> => {
  const head = await deps.transparencyLog.checkpoint();
  const leaves = head === undefined ? new Map<string, LeafPlace>() : await leavesOf(deps, events, head.size);
  return {
    origin: deps.transparencyLog.origin,
    checkpoint:
      head === undefined
        ? null
        : { size: head.size, root: toBase64(head.root), signedAt: present.iso(head.signedAt) },
    entries: events.map(({ eventId }) => {
      const leaf = leaves.get(eventId);
      return {
        eventId,
        entry: leaf?.index ?? null,
        leafHash: leaf === undefined ? null : toBase64(leaf.hash),
      };
    }),
    bundle,
  };
};
