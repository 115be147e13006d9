import type { StoredEvent } from '../ports/eventStore.ts';
import { type Leaf, type LeafHashing, leafOf } from './leaf.ts';

/** An event as it stands in a stream: what the next one of that stream follows. */
export type StreamPlace = { readonly streamId: string; readonly revision: bigint };

export const placeText = ({ streamId, revision }: StreamPlace): string => `${revision} ${streamId}`;

/** Events before a batch whose leaf hashes the leaves of the batch are made with. */
export const placesBefore = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<StreamPlace> => {
  const seen = new Set<string>();
  const places: StreamPlace[] = [];
  for (const { streamId, revision } of events) {
    if (!seen.has(streamId) && revision > 0n) places.push({ streamId, revision: revision - 1n });
    seen.add(streamId);
  }
  return places;
};

export type Sequenced = { readonly event: StoredEvent; readonly leaf: Leaf };

/** An event that can have no leaf: the log was written to by something that is not the ledger, or events are missing. */
export type Unfit = { readonly event: StoredEvent; readonly reason: string };

/**
 * The leaves of a batch of the log, in its order, up to the first event that does not fit. `before` answers the leaf hash
 * of an event that has one already.
 */
export const sequence = (
  hashing: LeafHashing,
  events: ReadonlyArray<StoredEvent>,
  before: (place: StreamPlace) => Uint8Array | undefined,
): { readonly sequenced: ReadonlyArray<Sequenced>; readonly unfit?: Unfit } => {
  const last = new Map<string, { readonly revision: bigint; readonly hash: Uint8Array }>();
  const sequenced: Sequenced[] = [];
  for (const event of events) {
    const { streamId, revision } = event;
    const known = last.get(streamId);
    const fits = known === undefined || known.revision + 1n === revision;
    const previous =
      known?.hash ?? (revision > 0n ? before({ streamId, revision: revision - 1n }) : undefined);
    if (!fits || (previous === undefined) !== (revision === 0n))
      return {
        sequenced,
        unfit: { event, reason: `it is event ${revision} of ${streamId}, and the one before it has no leaf` },
      };
    const leaf = leafOf(hashing, event, previous);
    if (leaf === undefined)
      return {
        sequenced,
        unfit: { event, reason: 'its metadata is not what the ledger writes' },
      };
    last.set(streamId, { revision, hash: leaf.hash });
    sequenced.push({ event, leaf });
  }
  return { sequenced };
};
