import { guardDispute, type RecordedEvent } from '../event/envelope.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import { applyCorrection, recordedValueAt, sameJson } from './correction.ts';
import type { Command, DecideContext } from './decide.ts';
import type { Spread } from './definition.ts';
import { annulledBy } from './knowledge.ts';
import type { Annulment } from './records/recordAnnulled.ts';
import type { Correction } from './records/recordCorrected.ts';
import type { Reinstatement } from './records/recordReinstated.ts';
import type { StreamKind, StreamState } from './streamKind.ts';
import type { StreamKey } from './surroundings.ts';

const changesOfRecords: ReadonlySet<string> = new Set(['RecordCorrected', 'RecordAnnulled']);

type Half = { readonly stream: StreamKey; readonly event: RecordedEvent };

const byId = ({ history }: DecideContext, eventId: string): RecordedEvent | undefined =>
  history.find((event) => event.eventId === eventId);

const streamsOf = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
  { id }: DecideContext,
): ReadonlyArray<StreamKey> => kind.definitionOf(event.type)?.halves?.(event.payload, id) ?? [];

/** Corrections of an event; one that names another stream has recorded halves of its own there. */
const correctionsOf = ({ history }: DecideContext, eventId: string): ReadonlyArray<RecordedEvent> =>
  history.filter(
    ({ type, payload }) => type === 'RecordCorrected' && (payload as Correction).targetEventId === eventId,
  );

/** All streams that an event has ever named. */
const everNamed = <S extends StreamState>(
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
const halvesOf = <S extends StreamState>(
  kind: StreamKind<S>,
  causing: RecordedEvent,
  causedBy: string,
  context: DecideContext,
): ReadonlyArray<Half> => {
  const follows = kind.definitionOf(causing.type)?.halvesFollow === true;
  const moves = new Set(follows ? correctionsOf(context, causedBy).map(({ eventId }) => eventId) : []);
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
const isHalf = <S extends StreamState>(kind: StreamKind<S>, event: RecordedEvent): Refusal | undefined =>
  event.metadata.causationId === undefined || kind.definitionOf(event.type)?.halves === undefined
    ? undefined
    : refusal(
        'R71',
        'This record is one half of a report in another stream. Change it there: both are changed together.',
        { pointer: '/payload', eventIds: [event.metadata.causationId] },
      );

const isCorrectedAlone = <S extends StreamState>(
  kind: StreamKind<S>,
  { type }: RecordedEvent,
  { changes }: Correction,
): boolean =>
  kind.definitionOf(type)?.ownParticulars === true && changes.every(({ path }) => path !== '/effectiveAt');

const annulled = (halves: ReadonlyArray<Half>, reason: unknown): ReadonlyArray<Spread> => {
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
const corrected = ({ stream, event }: Half, correction: Correction): ReadonlyArray<Spread> => {
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

/** What an event would count elsewhere as corrected; undefined where it has no effect to count. */
export type Recount = (event: RecordedEvent, correction: Correction) => ReadonlyArray<Spread> | undefined;

const nameOf = ({ kind, id }: StreamKey): string => `${kind}-${id}`;

/** A correction of what only counts elsewhere: it counts no more where it is not named, and is counted where it is. */
const following = <S extends StreamState>(
  kind: StreamKind<S>,
  event: RecordedEvent,
  correction: Correction,
  context: DecideContext,
  recount: Recount,
): Refusal | ReadonlyArray<Spread> => {
  const halves = halvesOf(kind, event, event.eventId, context);
  const before = correctionsOf(context, event.eventId).reduce(
    (corrected, { payload }) => applyCorrection(corrected, payload as Correction),
    event,
  );
  const were = new Set(streamsOf(kind, before, context).map(nameOf));
  const named = new Set(streamsOf(kind, applyCorrection(before, correction), context).map(nameOf));
  const stay = halves.filter(({ stream }) => named.has(nameOf(stream)));
  const changed = stay.flatMap((half) => corrected(half, correction));
  if ([...were].every((name) => named.has(name)) && were.size === named.size) return changed;
  const counted = recount(event, correction);
  return counted === undefined
    ? refusal(
        'CORRECTION_INVALID',
        'The record has no effect now, and would count against another right. Have the dispute decided first, or annul it and record it anew.',
        { pointer: '/payload/changes' },
      )
    : [
        ...annulled(
          halves.filter(({ stream }) => !named.has(nameOf(stream))),
          'WRONG_OBJECT',
        ),
        ...changed,
        ...counted.filter(({ stream }) => !were.has(nameOf(stream))),
      ];
};

/**
 * What a record about a record changes in other streams: what one command recorded in several of them is corrected,
 * annulled, reinstated and decided in all of them or in none. So no component stays in a firearm that has never had it.
 */
export const recordSpreads = <S extends StreamState>(
  kind: StreamKind<S>,
  command: Command,
  context: DecideContext,
  recount: Recount,
): Refusal | ReadonlyArray<Spread> => {
  const targets = (ids: ReadonlyArray<string>) => ids.flatMap((eventId) => byId(context, eventId) ?? []);
  const firstHalf = (events: ReadonlyArray<RecordedEvent>) =>
    events.map((event) => isHalf(kind, event)).find((each) => each !== undefined);
  switch (command.type) {
    case 'RecordAnnulled': {
      const { targetEventId, cascade, reason } = command.payload as Annulment & { readonly reason: unknown };
      const events = targets([targetEventId, ...(cascade ?? [])]);
      return (
        firstHalf(events) ??
        annulled(
          events.flatMap((event) => halvesOf(kind, event, event.eventId, context)),
          reason,
        )
      );
    }
    case 'RecordCorrected': {
      const correction = command.payload as Correction;
      const events = targets([correction.targetEventId]);
      const [own] = events;
      if (own !== undefined && kind.definitionOf(own.type)?.halvesFollow === true)
        return (
          firstHalf(events.filter((event) => !isCorrectedAlone(kind, event, correction))) ??
          following(kind, own, correction, context, recount)
        );
      const moved = events.some(
        (event) =>
          canonicalJson(streamsOf(kind, event, context) as unknown as Json) !==
          canonicalJson(streamsOf(kind, applyCorrection(event, correction), context) as unknown as Json),
      );
      if (moved)
        return refusal(
          'CORRECTION_INVALID',
          'The record would belong to other subjects. Annul it and record it anew.',
          { pointer: '/payload/changes' },
        );
      return (
        firstHalf(events.filter((event) => !isCorrectedAlone(kind, event, correction))) ??
        events.flatMap((event) =>
          halvesOf(kind, event, event.eventId, context).flatMap((half) => corrected(half, correction)),
        )
      );
    }
    case 'RecordReinstated': {
      const { annulmentEventId, ...rest } = command.payload as Reinstatement;
      const annulments = targets([annulmentEventId]);
      return annulments.flatMap(({ payload }) => {
        const { targetEventId, cascade } = payload as Annulment;
        const halves = targets([targetEventId, ...(cascade ?? [])]).flatMap((event) =>
          halvesOf(kind, event, annulmentEventId, context),
        );
        return halves.map(({ stream, event }) => ({
          stream,
          type: 'RecordReinstated',
          payload: { ...rest, annulmentEventId: event.eventId },
        }));
      });
    }
    case 'DisputeDecided': {
      const decision = command.payload as { readonly targetEventId: string };
      const events = targets([decision.targetEventId]);
      return (
        firstHalf(events) ??
        events.flatMap((event) =>
          halvesOf(kind, event, event.eventId, context).map((half) => ({
            stream: half.stream,
            type: 'DisputeDecided',
            payload: { ...decision, targetEventId: half.event.eventId },
          })),
        )
      );
    }
    // The authority's answer to a transfer that awaited its decision is the decision.
    case 'TransferConfirmed':
    case 'TransferDisputed': {
      const { targetEventId } = command.payload as { readonly targetEventId: string };
      const outcome = command.type === 'TransferConfirmed' ? 'UPHELD' : 'REJECTED';
      return targets([targetEventId])
        .filter(({ metadata }) => guardDispute(metadata) !== undefined)
        .flatMap((event) =>
          halvesOf(kind, event, event.eventId, context).map((half) => ({
            stream: half.stream,
            type: 'DisputeDecided',
            payload: { targetEventId: half.event.eventId, outcome },
          })),
        );
    }
    default:
      return [];
  }
};
