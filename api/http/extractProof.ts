import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';

export const extractProofSchema = z
  .object({
    origin: z.string().meta({ description: 'name of the transparency log' }),
    checkpoint: z
      .object({ size: z.int(), root: z.string(), signedAt: z.string() })
      .nullable()
      .meta({ description: 'the signed head of the log; null where nothing is signed' }),
    entries: z
      .array(z.object({ eventId: z.string(), entry: z.int().nullable() }))
      .meta({ description: 'place of each record in that log, from 0; null where it is not in it yet' }),
    bundle: z.string().meta({ description: 'where the file comes from that proves these records' }),
  })
  .meta({ id: 'ExtractProof' });
export type ExtractProof = z.infer<typeof extractProofSchema>;

/** A moment as part of an address that people read: of its characters only the plus means something else there. */
const asQuery = (moment: string): string => moment.replaceAll('+', '%2B');

/** Places of events in the signed log, by event id. */
const placesOf = async (
  deps: Pick<HttpDeps, 'eventStore' | 'transparencyLog'>,
  events: ReadonlyArray<RecordedEvent>,
  size: number,
): Promise<ReadonlyMap<string, number>> => {
  const streams = [...new Set(events.map(({ streamId }) => streamId))];
  const stored = await deps.eventStore.readStreams(streams)();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const leaves = await Promise.all(streams.map(deps.transparencyLog.proofs.leavesOfStream));
  const places = new Map(
    leaves.flat().map(({ streamId, revision, index }) => [`${streamId} ${revision}`, index]),
  );
  return new Map(
    stored.right.flatMap(({ eventId, streamId, revision }) => {
      const place = places.get(`${streamId} ${revision}`);
      return place === undefined || place >= size ? [] : [[eventId, place] as const];
    }),
  );
};

/** Where in the signed log the records of an extract are, and which file proves it (docs/proof-bundle.md). */
export const extractProof = async (
  deps: Pick<HttpDeps, 'eventStore' | 'transparencyLog'>,
  firearmId: string,
  moments: { readonly validAt: string; readonly knownAt: string },
  events: ReadonlyArray<RecordedEvent>,
): Promise<ExtractProof> => {
  const head = await deps.transparencyLog.checkpoint();
  const places = head === undefined ? new Map<string, number>() : await placesOf(deps, events, head.size);
  return {
    origin: deps.transparencyLog.origin,
    checkpoint:
      head === undefined
        ? null
        : { size: head.size, root: toBase64(head.root), signedAt: present.iso(head.signedAt) },
    entries: events.map(({ eventId }) => ({ eventId, entry: places.get(eventId) ?? null })),
    bundle: `/v1/firearms/${firearmId}/proof?validAt=${asQuery(moments.validAt)}&knownAt=${asQuery(moments.knownAt)}`,
  };
};
