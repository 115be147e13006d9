import { createHash } from 'node:crypto';
import { placeText, sequence } from '../../domain/integrity/sequence.ts';
import { emptyEdge, growTree, rootOfEdge, type TreeEdge } from '../../domain/integrity/tiles.ts';
import type { AppendUnit, EventStore, NewEvent, StoredEvent } from '../../domain/ports/eventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { right } from '../harness/right.ts';

/** A small event with metadata in the form that the ledger writes; the same number gives the same event. */
export const smallEvent = (number: number): NewEvent => ({
  eventId: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
  type: 'Tested',
  schemaVersion: 1,
  payload: `{"n":${number}}`,
  metadata: `{"actorId":"clerk","commandDigest":"${createHash('sha256').update(String(number)).digest('hex')}","idempotencyKey":"key \\"${number}","salt":"${number.toString(16).padStart(32, '0')}"}`,
});

/** Appends so many small events, in streams of three. */
export const appendSmall = async (
  store: EventStore,
  from: number,
  count: number,
  streams = 'firearm',
): Promise<void> => {
  const units: AppendUnit[] = [];
  for (let number = from; number < from + count; number += 3)
    units.push([
      {
        streamId: `${streams}-${number}`,
        expectedRevision: 'NO_STREAM',
        events: Array.from({ length: Math.min(3, from + count - number) }, (_, at) =>
          smallEvent(number + at),
        ),
      },
    ]);
  for (let at = 0; at < units.length; at += 4000) {
    const outcomes = await right(store.appendMany(units.slice(at, at + 4000)));
    if (outcomes.some(({ kind }) => kind !== 'APPENDED')) throw new Error('not appended');
  }
};

/** The tree of events made anew, all of them in one go. */
export const treeOf = (
  events: ReadonlyArray<StoredEvent>,
): { readonly hashes: ReadonlyArray<Uint8Array>; readonly edge: TreeEdge; readonly root: Uint8Array } => {
  const known = new Map<string, Uint8Array>();
  const { sequenced, unfit } = sequence(hashing, events, (place) => known.get(placeText(place)));
  if (unfit !== undefined) throw new Error(unfit.reason);
  const hashes = sequenced.map(({ leaf }) => leaf.hash);
  const { edge } = growTree(hashing.sha256, emptyEdge, hashes);
  return { hashes, edge, root: rootOfEdge(hashing.sha256, edge) };
};
