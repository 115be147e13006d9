import * as E from 'fp-ts/lib/Either.js';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { concerns, type Shown, type ShownStep, shownTo } from '../../domain/firearm/ownView.ts';
import type { FirearmState } from '../../domain/firearm/state.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { type Timeline, timelineOf } from '../../domain/time/bitemporalFold.ts';
import type { Instant } from '../../domain/time/zone.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** What a party may know of a firearm at a moment: where it stands for it, since which event, and its particulars. */
export type OwnState = {
  readonly shown: Shown;
  readonly since: ShownStep['step'];
  readonly confirmation?: string;
  /** State after the last event, to be read for particulars only: its custody and alerts may tell. */
  readonly state: FirearmState;
  readonly concernsParty: (eventId: string) => boolean;
};

/** The last state that is shown to a party at a moment; undefined where nothing is. */
export const ownStateAt = (
  timeline: Timeline<FirearmState>,
  party: string,
  validAt: Instant,
): OwnState | undefined => {
  let found: { shown: Shown; since: ShownStep['step']; state: FirearmState } | undefined;
  for (const { step, shown } of shownTo(timeline, party)) {
    if (step.bounds.earliest > validAt) break;
    found = {
      shown,
      since: found?.shown === shown ? found.since : step,
      state: step.state,
    };
  }
  if (found === undefined) return undefined;
  const own = new Set(
    timeline.steps.filter(({ event }) => concerns(event, party)).map(({ event }) => event.eventId),
  );
  const confirmation = timeline.knowledge.confirmation(found.since.event.eventId);
  return {
    ...found,
    ...(confirmation === undefined ? {} : { confirmation }),
    concernsParty: (eventId) => own.has(eventId),
  };
};

/** What a party may know of many firearms, read from their own streams in one round trip. */
export const ownStatesOf = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  firearmIds: ReadonlyArray<string>,
  party: string,
  { validAt, knownAt }: { readonly validAt: string; readonly knownAt: string },
): Promise<ReadonlyMap<string, OwnState>> => {
  if (firearmIds.length === 0) return new Map();
  const streams = firearmIds.map((id) => streamOfKey({ kind: 'firearm', id }));
  const stored = await deps.eventStore.readStreams(streams)();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const byStream = new Map<string, ReturnType<HttpDeps['codec']['decode']>[]>();
  for (const event of stored.right.map(deps.codec.decode)) {
    const known = byStream.get(event.streamId);
    if (known === undefined) byStream.set(event.streamId, [event]);
    else known.push(event);
  }
  return new Map(
    firearmIds.flatMap((id, index) => {
      const events = byStream.get(streams[index] ?? '') ?? [];
      const timeline = timelineOf(firearmKind.fold, events, Date.parse(knownAt));
      const state = ownStateAt(timeline, party, Date.parse(validAt));
      return state === undefined ? [] : [[id, state] as const];
    }),
  );
};

/** The same refusal for a firearm of somebody else and for one that does not exist. */
export const notYourFirearm = () =>
  problem(
    403,
    'NOT_YOUR_RECORDS',
    'not your records',
    'For the purpose OWN_RECORDS you may read only firearms that you answer for.',
  );
