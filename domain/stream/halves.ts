import { guardDispute, type RecordedEvent } from '../event/envelope.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import { applyCorrection } from './correction.ts';
import type { Command, DecideContext } from './decide.ts';
import type { Spread } from './definition.ts';
import { annulled, byId, corrected, halvesOf, isCorrectedAlone, isHalf, streamsOf } from './halfEvents.ts';
import { following, type Recount, restored, undone } from './movedHalves.ts';
import type { Annulment } from './records/recordAnnulled.ts';
import type { Correction } from './records/recordCorrected.ts';
import type { Reinstatement } from './records/recordReinstated.ts';
import type { StreamKind, StreamState } from './streamKind.ts';

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
      const refused = firstHalf(events);
      if (refused !== undefined) return refused;
      const ended = undone(kind, events, context, recount);
      return 'code' in ended
        ? ended
        : [
            ...annulled(
              events.flatMap((event) => halvesOf(kind, event, event.eventId, context)),
              reason,
            ),
            ...ended,
          ];
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
      const back = restored(kind, annulments, context, recount);
      if ('code' in back) return back;
      const halves = annulments.flatMap(({ payload }) => {
        const { targetEventId, cascade } = payload as Annulment;
        return targets([targetEventId, ...(cascade ?? [])]).flatMap((event) =>
          halvesOf(kind, event, annulmentEventId, context),
        );
      });
      return [
        ...[...halves, ...back.halves].map(({ stream, event }) => ({
          stream,
          type: 'RecordReinstated',
          payload: { ...rest, annulmentEventId: event.eventId },
        })),
        ...back.moved,
      ];
    }
    case 'DisputeDecided': {
      const decision = command.payload as { readonly targetEventId: string };
      // What was only flagged here is looked into here, whatever it is a half of.
      const events = targets([decision.targetEventId]).filter(
        ({ metadata }) => guardDispute(metadata) !== undefined,
      );
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
