import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '../../../domain/ports/eventStore.ts';
import { atOnce } from './atOnce.ts';
import { backOffMs, callsAtOnce, type Limits } from './limits.ts';
import type { Names } from './names.ts';
import type { RawAppend } from './rawAppend.ts';
import type { RawReads } from './rawReads.ts';
import { claimDraft, fenceDraft, type Place, readClaim } from './records.ts';
import type { Streams } from './streams.ts';
import type { Units } from './units.ts';

export type Claim = { readonly eventId: string; readonly place: Place };

/** What came of the latest claim on an id. Only OPEN can still change. */
type Truth = 'HELD' | 'VOID' | 'OPEN';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * An event id is in the log once, whichever stream holds it; EventStoreDB knows ids only within one stream. So whoever
 * appends an event first says in a stream of the id's own where the event will be. The claim is no lock: whether it
 * holds is what the log says at the claimed place. A claim that came to nothing is followed by the next one; one that
 * is undecided is waited for, and then its place is taken away from it.
 */
export const createClaims = (
  names: Names,
  reads: RawReads,
  append: RawAppend,
  units: Units,
  streams: Streams,
  limits: Limits,
) => {
  const latest = async (eventId: string) => (await reads.stream(names.key(eventId))).at(-1);

  const truthOf = async (eventId: string, place: Place): Promise<Truth> => {
    if ('unit' in place) {
      const { kind } = await units.decision(place.unit);
      return kind === 'COMPLETED' ? 'HELD' : kind === 'UNDONE' ? 'VOID' : 'OPEN';
    }
    const name = names.events(place.streamId);
    const [next] = await reads.stream(name, place.behind + 1n, 1);
    if (next === undefined) return 'OPEN';
    // Records of one append are there together: if the first of them is, the claimed one is too.
    const [there] = await reads.stream(name, place.at, 1);
    return there?.id === eventId ? 'HELD' : 'VOID';
  };
  /** Makes an undecided claim void, unless its event comes first. */
  const takeAway = async (place: Place): Promise<void> => {
    if ('unit' in place) await units.undo(place.unit);
    else await append(names.events(place.streamId), place.behind, [fenceDraft()]);
  };

  const takeOne = async ({ eventId, place }: Claim): Promise<'TAKEN' | 'HELD'> => {
    const claimBehind = (revision: bigint) =>
      append(names.key(eventId), revision, [claimDraft(randomUUID(), place)]);
    if ((await claimBehind(-1n)).kind === 'OK') return 'TAKEN';
    const until = Date.now() + limits.patienceMs;
    for (let attempt = 0; ; attempt += 1) {
      const other = await latest(eventId);
      const otherPlace = other === undefined ? undefined : readClaim(other);
      const truth = otherPlace === undefined ? 'VOID' : await truthOf(eventId, otherPlace);
      if (truth === 'HELD') return 'HELD';
      if (truth === 'VOID') {
        if ((await claimBehind(other?.revision ?? -1n)).kind === 'OK') return 'TAKEN';
      } else if (otherPlace !== undefined && Date.now() >= until) await takeAway(otherPlace);
      else await sleep(backOffMs(attempt, 100));
    }
  };
  /** Claims ids for an append. The first is claimed alone: of two who append the same, one waits and claims nothing. */
  const take = async (claims: ReadonlyArray<Claim>): Promise<'TAKEN' | 'HELD'> => {
    const [first, ...rest] = claims;
    if (first === undefined || (await takeOne(first)) === 'HELD') return 'HELD';
    const others = await atOnce(callsAtOnce, rest, takeOne);
    return others.includes('HELD') ? 'HELD' : 'TAKEN';
  };

  /** The event with this id, if a reader can see it. */
  const find = async (eventId: string): Promise<StoredEvent | undefined> => {
    const claim = await latest(eventId);
    if (claim === undefined) return undefined;
    const place = readClaim(claim);
    if ((await truthOf(eventId, place)) !== 'HELD') return undefined;
    if ('unit' in place) {
      const decision = await units.decision(place.unit);
      return decision.kind === 'COMPLETED'
        ? decision.events.find((event) => event.eventId === eventId)
        : undefined;
    }
    return (await streams.loadOne(place.streamId)).events.find((event) => event.eventId === eventId);
  };
  return { take, find };
};
export type Claims = ReturnType<typeof createClaims>;
