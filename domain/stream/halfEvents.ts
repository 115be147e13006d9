import type { RecordedEvent } from '../event/envelope.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import { applyCorrection, recordedValueAt, sameJson } from './correction.ts';
import type { DecideContext } from './decide.ts';
import type { Spread } from './definition.ts';
import { annulledBy } from './knowledge.ts';
import type { Annulment } from './records/recordAnnulled.ts';
import type { Correction } from './records/recordCorrected.ts';
import type { Reinstatement } from './records/recordReinstated.ts';
import type { StreamKind, StreamState } from './streamKind.ts';
import type { StreamKey } from './surroundings.ts';

export const changesOfRecords: ReadonlySet<string> = new Set([
  'RecordCorrected',
  'RecordAnnulled',
  'RecordReinstated',
]);

export type Half = { readonly stream: StreamKey; readonly event: RecordedEvent };

export const byId = ({ history }: DecideContext, eventId: string): RecordedEvent | undefined =>
  history.find((event) => event.eventId === eventId);

export const streamsOf = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
  { id }: DecideContext,
): ReadonlyArray<StreamKey> => kind.definitionOf(event.type)?.halves?.(event.payload, id) ?? [];

/** Corrections of an event; one that names another stream has recorded halves of its own there. */
export const correctionsOf = ({ history }: DecideContext, eventId: string): ReadonlyArray<RecordedEvent> =>
  history.filter(
    ({ type, payload }) => type === 'RecordCorrected' && (payload as Correction).targetEventId === eventId,
  );

/** The event as these corrections of it say. */
export const asCorrected = (event: RecordedEvent, corrections: ReadonlyArray<RecordedEvent>): RecordedEvent =>
  corrections.reduce((corrected, { payload }) => applyCorrection(corrected, payload as Correction), event);

/** Corrections of an event that count. */
export const correctionsInForce = (context: DecideContext, eventId: string): ReadonlyArray<RecordedEvent> => {
  const annulled = annulledBy(context.history);
  return correctionsOf(context, eventId).filter((correction) => !annulled.has(correction.eventId));
};

/** Records that moved what an event counts against elsewhere: its corrections, and what ended or restored one. */
const movesOf = (context: DecideContext, eventId: string): ReadonlySet<string> => {
  const moves = new Set(correctionsOf(context, eventId).map((correction) => correction.eventId));
  for (const { eventId: id, type, payload } of context.history) {
    const { targetEventId = '', cascade = [] } = payload as Partial<Annulment>;
    const { annulmentEventId = '' } = payload as Partial<Reinstatement>;
    if (type === 'RecordAnnulled' && [targetEventId, ...cascade].some((each) => moves.has(each)))
      moves.add(id);
    if (type === 'RecordReinstated' && moves.has(annulmentEventId)) moves.add(id);
  }
  return moves;
};

/** All streams that an event has ever named. */
export const everNamed = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
  context: DecideContext,
): ReadonlyArray<StreamKey> => {
  const versions = correctionsOf(context, event.eventId).reduce<ReadonlyArray<RecordedEvent>>(
    (all, { payload }) => [...all, applyCorrection(all.at(-1) ?? event, payload as Correction)],
    [event],
  );
  const named = versions.flatMap((each) => streamsOf(kind, each, context));
  return [...new Map(named.map((stream) => [`${stream.kind}-${stream.id}`, stream])).values()];
};

/** What a command recorded in other streams together with this event, as far as it counts; `causing` names the streams. */
export const halvesOf = <S extends StreamState>(
  kind: StreamKind<S>,
  causing: RecordedEvent,
  causedBy: string,
  context: DecideContext,
): ReadonlyArray<Half> => {
  const follows = kind.definitionOf(causing.type)?.halvesFollow === true;
  const moves = follows ? movesOf(context, causedBy) : new Set<string>();
  return everNamed(kind, causing, context).flatMap((stream) => {
    const history = context.around.ownHistoryOf(stream) ?? [];
    const annulments = annulledBy(history);
    return history
      .filter(
        ({ type, eventId, metadata: { causationId } }) =>
          causationId !== undefined &&
          !annulments.has(eventId) &&
          (causationId === causedBy || (moves.has(causationId) && !changesOfRecords.has(type))),
      )
      .map((event) => ({ stream, event }));
  });
};

/** Only the event that the command was given as is changed; its halves change with it. */
export const isHalf = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
): Refusal | undefined =>
  event.metadata.causationId === undefined ||
  (kind.definitionOf(event.type)?.halves === undefined && event.type !== 'RecordCorrected')
    ? undefined
    : refusal(
        'R71',
        'This record is one half of a report in another stream. Change it there: both are changed together.',
        { pointer: '/payload', eventIds: [event.metadata.causationId] },
      );

export const isCorrectedAlone = <S extends StreamState>(
  kind: StreamKind<S>,
  { type }: RecordedEvent,
  { changes }: Correction,
): boolean =>
  kind.definitionOf(type)?.ownParticulars === true && changes.every(({ path }) => path !== '/effectiveAt');

export const annulled = (halves: ReadonlyArray<Half>, reason: unknown): ReadonlyArray<Spread> => {
  const byStream = new Map<string, { stream: StreamKey; ids: string[] }>();
  for (const { stream, event } of halves) {
    const known = byStream.get(`${stream.kind}-${stream.id}`) ?? { stream, ids: [] };
    byStream.set(`${stream.kind}-${stream.id}`, known);
    known.ids.push(event.eventId);
  }
  return [...byStream.values()].map(({ stream, ids: [targetEventId, ...cascade] }) => ({
    stream,
    type: 'RecordAnnulled',
    payload: { targetEventId, reason, ...(cascade.length === 0 ? {} : { cascade }) },
  }));
};

/** The same changes in a half, as far as it holds the same values. */
export const corrected = ({ stream, event }: Half, correction: Correction): ReadonlyArray<Spread> => {
  const changes = correction.changes.filter(({ path, recordedValue }) =>
    sameJson(recordedValueAt(event, path), recordedValue),
  );
  return changes.length === 0
    ? []
    : [
        {
          stream,
          type: 'RecordCorrected',
          payload: { ...correction, targetEventId: event.eventId, changes },
        },
      ];
};
