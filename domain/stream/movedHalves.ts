import type { RecordedEvent } from '../event/envelope.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import { applyCorrection } from './correction.ts';
import type { DecideContext } from './decide.ts';
import type { Spread } from './definition.ts';
import {
  annulled,
  asCorrected,
  byId,
  changesOfRecords,
  corrected,
  correctionsInForce,
  correctionsOf,
  type Half,
  halvesOf,
  streamsOf,
} from './halfEvents.ts';
import type { Annulment } from './records/recordAnnulled.ts';
import type { Correction } from './records/recordCorrected.ts';
import type { StreamKind, StreamState } from './streamKind.ts';
import type { StreamKey } from './surroundings.ts';

/** What an event would count elsewhere if it said this; undefined where it has no effect to count. */
export type Recount = (event: RecordedEvent, as: RecordedEvent) => ReadonlyArray<Spread> | undefined;

const nameOf = ({ kind, id }: StreamKey): string => `${kind}-${id}`;

type Versions = {
  readonly event: RecordedEvent;
  readonly before: RecordedEvent;
  readonly after: RecordedEvent;
};

/** What counts elsewhere, where a record comes to say something else: no more where it is not named, now where it is. */
const moved = <S extends StreamState>(
  kind: StreamKind<S>,
  { event, before, after }: Versions,
  context: DecideContext,
  recount: Recount,
): Refusal | ReadonlyArray<Spread> => {
  const were = new Set(streamsOf(kind, before, context).map(nameOf));
  const named = new Set(streamsOf(kind, after, context).map(nameOf));
  if ([...were].every((name) => named.has(name)) && were.size === named.size) return [];
  const counted = recount(event, after);
  if (counted === undefined)
    return refusal(
      'CORRECTION_INVALID',
      'The record has no effect now, and would count against another right. Have the dispute decided first, or annul it and record it anew.',
      { pointer: '/payload' },
    );
  const left = halvesOf(kind, event, event.eventId, context).filter(
    ({ stream }) => !named.has(nameOf(stream)),
  );
  return [
    ...annulled(left, 'WRONG_OBJECT'),
    ...counted.filter(({ stream }) => named.has(nameOf(stream)) && !were.has(nameOf(stream))),
  ];
};

const follows = <S extends StreamState>(kind: StreamKind<S>, { type }: RecordedEvent): boolean =>
  kind.definitionOf(type)?.halvesFollow === true;

/** A correction of what only counts elsewhere: its halves are corrected where they stay, and moved where they do not. */
export const following = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
  correction: Correction,
  context: DecideContext,
  recount: Recount,
): Refusal | ReadonlyArray<Spread> => {
  const before = asCorrected(event, correctionsInForce(context, event.eventId));
  const after = applyCorrection(before, correction);
  const elsewhere = moved(kind, { event, before, after }, context, recount);
  if ('code' in elsewhere) return elsewhere;
  const named = new Set(streamsOf(kind, after, context).map(nameOf));
  const stay = halvesOf(kind, event, event.eventId, context).filter(({ stream }) =>
    named.has(nameOf(stream)),
  );
  return [...stay.flatMap((half) => corrected(half, correction)), ...elsewhere];
};

/** Records that were corrected, each with those of its corrections among these. */
const correctedBy = (
  corrections: ReadonlyArray<RecordedEvent>,
  context: DecideContext,
): ReadonlyArray<readonly [RecordedEvent, ReadonlyArray<RecordedEvent>]> =>
  [
    ...Map.groupBy(
      corrections.filter(({ type }) => type === 'RecordCorrected'),
      ({ payload }) => (payload as Correction).targetEventId,
    ),
  ].flatMap(([eventId, own]) => {
    const event = byId(context, eventId);
    return event === undefined ? [] : [[event, own] as const];
  });

/** Changes of records that a record about `event` made elsewhere. */
const changesBy = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
  causes: ReadonlyArray<RecordedEvent>,
  context: DecideContext,
): ReadonlyArray<Half> =>
  causes
    .flatMap(({ eventId }) => halvesOf(kind, event, eventId, context))
    .filter((half) => changesOfRecords.has(half.event.type));

/**
 * What becomes of other streams where corrections are annulled: the halves say again what they said, and what was counted
 * against another right counts again where it did. A record that is annulled with them takes its halves along.
 */
export const undone = <S extends StreamState>(
  kind: StreamKind<S>,
  ended: ReadonlyArray<RecordedEvent>,
  context: DecideContext,
  recount: Recount,
): Refusal | ReadonlyArray<Spread> => {
  const ids = new Set(ended.map(({ eventId }) => eventId));
  const spreads: Spread[] = [];
  for (const [event, corrections] of correctedBy(ended, context)) {
    if (ids.has(event.eventId)) continue;
    const halves = changesBy(kind, event, corrections, context).filter(
      (half) => half.event.type === 'RecordCorrected',
    );
    spreads.push(...annulled(halves, 'WRONG_OBJECT'));
    if (!follows(kind, event)) continue;
    const now = correctionsInForce(context, event.eventId);
    const left = now.filter(({ eventId }) => !ids.has(eventId));
    const versions = { event, before: asCorrected(event, now), after: asCorrected(event, left) };
    const elsewhere = moved(kind, versions, context, recount);
    if ('code' in elsewhere) return elsewhere;
    spreads.push(...elsewhere);
  }
  return spreads;
};

/** The contrary: annulled corrections count again. `halves` are annulments of corrections elsewhere, to be undone with them. */
export const restored = <S extends StreamState>(
  kind: StreamKind<S>,
  annulments: ReadonlyArray<RecordedEvent>,
  context: DecideContext,
  recount: Recount,
): Refusal | { readonly halves: ReadonlyArray<Half>; readonly moved: ReadonlyArray<Spread> } => {
  const ended = annulments.flatMap(({ payload }) => {
    const { targetEventId, cascade } = payload as Annulment;
    return [targetEventId, ...(cascade ?? [])].flatMap((id) => byId(context, id) ?? []);
  });
  const ids = new Set(ended.map(({ eventId }) => eventId));
  const halves: Half[] = [];
  const spreads: Spread[] = [];
  for (const [event, corrections] of correctedBy(ended, context)) {
    if (ids.has(event.eventId)) continue;
    const isOfCorrection = ({ stream, event: { payload } }: Half): boolean => {
      const { targetEventId } = payload as Annulment;
      return (context.around.ownHistoryOf(stream) ?? []).some(
        (each) => each.eventId === targetEventId && each.type === 'RecordCorrected',
      );
    };
    halves.push(
      ...changesBy(kind, event, annulments, context).filter(
        (half) => half.event.type === 'RecordAnnulled' && isOfCorrection(half),
      ),
    );
    if (!follows(kind, event)) continue;
    const now = new Set(correctionsInForce(context, event.eventId).map(({ eventId }) => eventId));
    const again = new Set(corrections.map(({ eventId }) => eventId));
    const all = correctionsOf(context, event.eventId);
    const versions = {
      event,
      before: asCorrected(
        event,
        all.filter(({ eventId }) => now.has(eventId)),
      ),
      after: asCorrected(
        event,
        all.filter(({ eventId }) => now.has(eventId) || again.has(eventId)),
      ),
    };
    const elsewhere = moved(kind, versions, context, recount);
    if ('code' in elsewhere) return elsewhere;
    spreads.push(...elsewhere);
  }
  return { halves, moved: spreads };
};
