import { equalBytes } from '../integrity/bytes.ts';
import { type LeafHashing, leafOf } from '../integrity/leaf.ts';
import { leafHash } from '../integrity/merkle.ts';
import type { StoredEvent } from '../ports/eventStore.ts';
import type { LogFault, LogFaultKind } from './fault.ts';

/** A row of the log's leaves, with the stored hash of the one before it in its stream. */
export type StoredLeaf = {
  readonly leafIndex: number;
  readonly position: bigint;
  readonly streamId: string;
  readonly revision: bigint;
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
  readonly previous: Uint8Array | undefined;
};

const faultOf = (
  kind: LogFaultKind,
  detail: string,
  event: Pick<StoredEvent, 'position' | 'streamId' | 'revision'>,
  leafIndex: number | null = null,
): LogFault => ({
  kind,
  position: event.position,
  leafIndex,
  streamId: event.streamId,
  revision: event.revision,
  detail,
});

/** A stored event against the entry that was made of it when it was sequenced: each byte of it is committed to there. */
const checkPair = (hashing: LeafHashing, event: StoredEvent, leaf: StoredLeaf): LogFault | undefined => {
  if (event.streamId !== leaf.streamId || event.revision !== leaf.revision)
    return faultOf(
      'EVENT_MOVED',
      `The log has ${leaf.streamId} revision ${leaf.revision} here, and another event is stored in its place.`,
      event,
      leaf.leafIndex,
    );
  if (leaf.revision > 0n && leaf.previous === undefined)
    return faultOf(
      'STREAM_BROKEN',
      `The entry of revision ${leaf.revision - 1n} of this stream is missing.`,
      event,
      leaf.leafIndex,
    );
  const made = leafOf(hashing, event, leaf.previous);
  // Where only one of the two is that of the event, the entry was altered and not the event.
  return made !== undefined && (equalBytes(made.entry, leaf.entry) || equalBytes(made.hash, leaf.hash))
    ? undefined
    : faultOf('EVENT_ALTERED', 'The stored event is not the one that was entered.', event, leaf.leafIndex);
};

/** What stands at one position: the event, its leaf, or both. Answers the faults of it. */
export const checkPlace = (
  hashing: LeafHashing,
  event: StoredEvent | undefined,
  leaf: StoredLeaf | undefined,
): ReadonlyArray<LogFault> => {
  const own =
    leaf === undefined || equalBytes(leafHash(hashing.sha256, leaf.entry), leaf.hash)
      ? []
      : [
          faultOf(
            'LEAF_ALTERED',
            'The stored leaf hash is not the one of the stored entry.',
            leaf,
            leaf.leafIndex,
          ),
        ];
  if (event === undefined)
    return leaf === undefined
      ? own
      : [
          ...own,
          faultOf(
            'EVENT_REMOVED',
            'An event was entered into the log here and is not stored any more.',
            leaf,
            leaf.leafIndex,
          ),
        ];
  if (leaf === undefined)
    return [
      faultOf(
        'EVENT_INSERTED',
        'An event without an entry stands among those that have one: it was put in, or its entry was taken away.',
        event,
      ),
    ];
  const pair = checkPair(hashing, event, leaf);
  return pair === undefined ? own : [...own, pair];
};

/** Events and leaves side by side, both in the order of positions. */
export const paired = (
  events: ReadonlyArray<StoredEvent>,
  leaves: ReadonlyArray<StoredLeaf>,
): ReadonlyArray<{ readonly event?: StoredEvent; readonly leaf?: StoredLeaf }> => {
  const byPosition = new Map(leaves.map((leaf) => [leaf.position, leaf]));
  const stored = new Set(events.map(({ position }) => position));
  const places: { position: bigint; event?: StoredEvent; leaf?: StoredLeaf }[] = events.map((event) => {
    const leaf = byPosition.get(event.position);
    return { position: event.position, event, ...(leaf === undefined ? {} : { leaf }) };
  });
  for (const leaf of leaves) if (!stored.has(leaf.position)) places.push({ position: leaf.position, leaf });
  return places.toSorted((one, other) => (one.position < other.position ? -1 : 1));
};
