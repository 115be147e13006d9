import type { RecordedEvent } from '../event/envelope.ts';
import { annulledBy } from '../stream/knowledge.ts';
import type { Instant } from '../time/zone.ts';
import type { MergedStreams, SplitStream } from './events/identityRecords.ts';

/** Own histories of firearms that merges and splits link with one another, by firearm id. */
export type Family = ReadonlyMap<string, ReadonlyArray<RecordedEvent>>;
/** What a firearm's history is: under which id it goes on, and its events in the order of recording. */
export type Union = { readonly id: string; readonly events: ReadonlyArray<RecordedEvent> };

const linking: ReadonlySet<string> = new Set(['StreamsMerged', 'StreamsUnmerged', 'StreamSplit']);

/** Whether a history has nothing to do with another firearm's: by far the most have not. */
export const standsAlone = (events: ReadonlyArray<RecordedEvent>): boolean =>
  !events.some(({ type }) => linking.has(type));

/** Firearms that a history was ever merged with or split from, whether that still counts or not. */
export const linkedFirearms = (events: ReadonlyArray<RecordedEvent>): ReadonlyArray<string> =>
  events.flatMap((event) => {
    if (!linking.has(event.type)) return [];
    const { survivorId, mergedId, fromId, intoId } = event.payload as Partial<MergedStreams & SplitStream>;
    return [survivorId, mergedId, fromId, intoId].filter((id) => id !== undefined);
  });

/** All firearms linked with one another, or the ids that still have to be loaded. */
export const familyOf = (
  id: string,
  own: (firearmId: string) => ReadonlyArray<RecordedEvent> | undefined,
): { readonly family: Family; readonly missing: ReadonlyArray<string> } => {
  const family = new Map<string, ReadonlyArray<RecordedEvent>>();
  const missing = new Set<string>();
  const queue = [id];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (family.has(next) || missing.has(next)) continue;
    const events = own(next);
    if (events === undefined) missing.add(next);
    else {
      family.set(next, events);
      queue.push(...linkedFirearms(events));
    }
  }
  return { family, missing: [...missing] };
};

/** In the order of recording, across streams; what is not appended yet comes last. */
export const inRecordedOrder = (a: RecordedEvent, b: RecordedEvent): number =>
  a.position !== undefined && b.position !== undefined
    ? a.position < b.position
      ? -1
      : 1
    : (a.position === undefined ? 1 : 0) - (b.position === undefined ? 1 : 0) ||
      a.streamVersion - b.streamVersion;

type Links = {
  /** Survivor of each merged firearm. */
  readonly survivorOf: ReadonlyMap<string, string>;
  /** Firearm that each moved event is assigned to. */
  readonly assignedTo: ReadonlyMap<string, string>;
};

/** Merges and splits that count, by the stream that leads: the survivor's, and the one that was split. */
const linksIn = (family: Family): Links => {
  const annulled = annulledBy([...family.values()].flat());
  const survivorOf = new Map<string, string>();
  const assignedTo = new Map<string, string>();
  for (const [id, events] of family)
    for (const { type, payload, eventId } of events) {
      if (annulled.has(eventId)) continue;
      const { survivorId, mergedId, fromId, intoId, eventIds } = payload as MergedStreams & SplitStream;
      if (type === 'StreamsMerged' && survivorId === id) survivorOf.set(mergedId, id);
      if (type === 'StreamsUnmerged' && survivorId === id) survivorOf.delete(mergedId);
      if (type === 'StreamSplit' && fromId === id && intoId !== undefined)
        for (const moved of eventIds) assignedTo.set(moved, intoId);
    }
  return { survivorOf, assignedTo };
};

/** A record about a moved record goes with it. */
const withTheirRecords = (
  events: ReadonlyArray<RecordedEvent>,
  assigned: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const all = new Map(assigned);
  for (const { eventId, payload } of events) {
    const { targetEventId, annulmentEventId } = payload as {
      readonly targetEventId?: string;
      readonly annulmentEventId?: string;
    };
    const to = all.get(targetEventId ?? annulmentEventId ?? '');
    if (to !== undefined && !all.has(eventId)) all.set(eventId, to);
  }
  return all;
};

const rootOf = (id: string, survivorOf: ReadonlyMap<string, string>): string => {
  const seen = new Set<string>();
  let root = id;
  for (let next = survivorOf.get(root); next !== undefined && !seen.has(next); next = survivorOf.get(root)) {
    seen.add(root);
    root = next;
  }
  return root;
};

/**
 * The history of one firearm as known at a moment (HC-13, HC-14). No event ever moves: a merge unites what two streams
 * hold from its own recording on, a split assigns events by reference, and both end when they are undone or annulled.
 * `streamVersion` counts the union, because the fold orders by it; the streams keep their own revisions.
 */
export const unionOfStreams = (
  id: string,
  family: Family,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): Union => {
  const own = family.get(id) ?? [];
  if (family.size <= 1) return { id, events: own };
  const known = new Map(
    [...family].map(
      ([member, events]) => [member, events.filter((event) => event.recordedAt <= knownAt)] as const,
    ),
  );
  const { survivorOf, assignedTo } = linksIn(known);
  if (survivorOf.size === 0 && assignedTo.size === 0) return { id, events: known.get(id) ?? [] };
  const all = [...known.values()].flat().sort(inRecordedOrder);
  const assigned = withTheirRecords(all, assignedTo);
  const root = rootOf(id, survivorOf);
  const owner = new Map(
    [...known].flatMap(([member, events]) => events.map(({ eventId }) => [eventId, member])),
  );
  const events = all
    .filter(({ eventId }) => rootOf(assigned.get(eventId) ?? owner.get(eventId) ?? '', survivorOf) === root)
    .map((event, index) => ({ ...event, streamVersion: index + 1 }));
  return { id: root, events };
};
