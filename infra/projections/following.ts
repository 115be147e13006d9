import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { HistoryBatch } from '../../projections/engine/projection.ts';
import { type PartReader, shareParts } from './shareParts.ts';

/**
 * Events that are taken in at once, at most. Whoever is far behind meets a subject again and again; the more of its
 * events come together, the less often its history is read and folded. Memory hardly grows with it: histories come in parts.
 */
export const portionSize = 20_000;
/** While events trickle in, portions begin at least this far apart: more come together, in fewer transactions. */
const trickleMs = 50;
/** Read models that start together, or again after an outage, find one another in this time. */
const gatherMs = 50;

/** What a read model takes in next: the events, and their histories in parts that others read beside it. */
export type Portion = {
  readonly events: ReadonlyArray<StoredEvent>;
  readonly parts: AsyncIterable<HistoryBatch>;
};

/** A read model that follows; `next` is there while it waits for a portion. */
type Member = {
  group: Group;
  parts?: PartReader<HistoryBatch>;
  next?: {
    readonly resolve: (portion: Portion | undefined) => void;
    readonly reject: (error: unknown) => void;
  };
};

/** Read models that stand at one position and go on from there together. */
type Group = {
  position: bigint;
  /** Where the portion ends that is being taken in; absent while all wait for the next one. */
  to?: bigint;
  readonly members: Set<Member>;
  readonly stop: AbortController;
};

/**
 * Following the log for the read models of one thread. Those that stand at one position take the same portion in side by
 * side, each in a transaction of its own, so that each event is read and decoded and each history folded once for all of
 * them; they go on when all have it. A read model that fails leaves the others, who do not wait for it. It finds them
 * again: whoever is behind stops where others stand or are about to, and they wait for those who come there.
 */
export const createFollowing = (
  { store, history }: { readonly store: EventStore; readonly history: HistoryReader },
  { most, streamsOfPart }: { readonly most: number; readonly streamsOfPart?: number } = { most: portionSize },
) => {
  const groups = new Set<Group>();
  let change = Promise.withResolvers<void>();
  const tell = (): void => {
    change.resolve();
    change = Promise.withResolvers<void>();
  };
  const others = (group: Group): ReadonlyArray<Group> => [...groups].filter((each) => each !== group);

  const allWait = async (group: Group): Promise<void> => {
    while ([...group.members].some(({ next }) => next === undefined)) await change.promise;
  };

  /** Whether the group has gone up in another one that waits where it stands. */
  const joinsAnother = (group: Group): boolean => {
    const there = others(group).find(({ position, to }) => position === group.position && to === undefined);
    if (there === undefined) return false;
    for (const member of group.members) {
      member.group = there;
      there.members.add(member);
    }
    group.members.clear();
    return true;
  };

  /** The events up to the last place before their end where others stand or are about to. */
  const upToOthers = (group: Group, events: ReadonlyArray<StoredEvent>): ReadonlyArray<StoredEvent> => {
    const last = events.at(-1)?.position ?? group.position;
    const places = others(group)
      .map(({ position, to }) => to ?? position)
      .filter((place) => place > group.position && place < last);
    if (places.length === 0) return events;
    const place = places.reduce((a, b) => (a > b ? a : b));
    const met = events.filter(({ position }) => position <= place);
    return met.length === 0 ? events : met;
  };

  const deliver = async (group: Group, events: ReadonlyArray<StoredEvent>): Promise<void> => {
    const takers = [...group.members];
    const shared = shareParts(history.inParts(events, streamsOfPart), takers.length);
    for (const [index, member] of takers.entries()) {
      const parts = shared[index];
      const { next } = member;
      delete member.next;
      if (parts === undefined) continue;
      member.parts = parts;
      next?.resolve({ events, parts });
    }
    const to = events.at(-1)?.position ?? group.position;
    group.to = to;
    tell();
    await allWait(group);
    group.position = to;
    delete group.to;
    tell();
  };

  const lead = async (group: Group): Promise<void> => {
    const { signal } = group.stop;
    const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
    const log = store.subscribe(group.position, { batchSize: most, signal })[Symbol.asyncIterator]();
    let read: ReadonlyArray<StoredEvent> = [];
    try {
      await pause(gatherMs);
      while (!signal.aborted && !joinsAnother(group)) {
        if (others(group).some(({ to }) => to === group.position)) {
          await change.promise;
          continue;
        }
        if (read.length === 0) {
          const { done, value } = await log.next();
          if (done === true) return;
          read = value;
          // Another group may have come here meanwhile, or members gone.
          continue;
        }
        const began = performance.now();
        const events = upToOthers(group, read);
        const isFull = read.length >= most;
        read = read.slice(events.length);
        await deliver(group, events);
        const rest = trickleMs - (performance.now() - began);
        if (!isFull && read.length === 0 && rest > 0) await pause(rest);
      }
    } catch (error) {
      for (const { next } of group.members) next?.reject(error);
      group.members.clear();
    } finally {
      for (const { next } of group.members) next?.resolve(undefined);
      groups.delete(group);
      group.stop.abort();
      tell();
      await log.return?.()?.catch(() => undefined);
    }
  };

  const enter = (position: bigint): Member => {
    const there = [...groups].find((each) => each.position === position && each.to === undefined);
    const group = there ?? { position, members: new Set(), stop: new AbortController() };
    const member: Member = { group };
    group.members.add(member);
    if (there === undefined) {
      groups.add(group);
      void lead(group);
    }
    return member;
  };

  const leave = (member: Member): void => {
    const { group, parts } = member;
    parts?.leave();
    group.members.delete(member);
    if (group.members.size === 0) group.stop.abort();
    tell();
  };

  return {
    /** Portions from a position on, until the signal aborts. Asking for the next one says that the last one is taken in. */
    portions: async function* (after: bigint, signal: AbortSignal): AsyncGenerator<Portion, void, undefined> {
      const member = enter(after);
      try {
        while (!signal.aborted) {
          const { promise, resolve, reject } = Promise.withResolvers<Portion | undefined>();
          const end = (): void => resolve(undefined);
          signal.addEventListener('abort', end);
          // What it did not read of the last portion nobody waits for.
          member.parts?.leave();
          member.next = { resolve, reject };
          tell();
          const portion = await promise.finally(() => signal.removeEventListener('abort', end));
          if (portion === undefined) return;
          yield portion;
        }
      } finally {
        leave(member);
      }
    },
  };
};
export type Following = ReturnType<typeof createFollowing>;
