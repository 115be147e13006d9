import * as E from 'fp-ts/lib/Either.js';
import type { DisputeReason, Metadata, RecordedEvent } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import type { Digest } from '../ports/system.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal, refusalTitle } from '../shared/refusal.ts';
import { stateAt, stateBefore, timelineOf } from '../time/bitemporalFold.ts';
import { boundsOf } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';
import { checkAnnulment, checkCorrection } from './checkRecordChange.ts';
import type { AnyEvent, CheckContext, Spread } from './definition.ts';
import { recordSpreads } from './halves.ts';
import type { Recount } from './movedHalves.ts';
import { concernsRecorder } from './ownership.ts';
import type { StreamKind, StreamState } from './streamKind.ts';
import type { Surroundings } from './surroundings.ts';

/** What somebody wants recorded. The payload is validated; who and when come from the server. */
export type Command = {
  readonly type: string;
  readonly payload: unknown;
  readonly metadata: Pick<Metadata, 'effectiveAt' | 'sequenceHint' | 'recordedBy' | 'source'>;
  /** Part of a command on another stream, which has been checked for who may give it. */
  readonly spread?: true;
};

export type Decided<S> = {
  readonly definition: AnyEvent<S>;
  /** The payload with what the ledger adds from other streams. */
  readonly payload: unknown;
  readonly disputes: ReadonlyArray<DisputeReason>;
  readonly spreads: ReadonlyArray<Spread>;
};

/** A refusal, and what is recorded in other streams because of it. */
export type Refused = { readonly refusal: Refusal; readonly leaves: ReadonlyArray<Spread> };

export type DecideContext = {
  readonly id: string;
  readonly history: ReadonlyArray<RecordedEvent>;
  readonly now: Instant;
  readonly policy: Policy;
  readonly policyAt: (at: Instant) => Policy;
  readonly around: Surroundings;
  readonly derive: (prefix: string, name: string) => string;
  readonly digest: Digest;
  /** Whether a payload is valid for a type: corrections must leave valid records. */
  readonly isValidPayload: (type: string, payload: unknown) => boolean;
};

const codeText = (code: Refusal['code']): string =>
  `${refusalTitle[code]}: the event cannot take place in this state.`;

const stated = (payload: unknown, added: ReadonlyArray<string>): string =>
  canonicalJson(
    added.length === 0
      ? (payload as Json)
      : (Object.fromEntries(
          Object.entries(payload as object).filter(([name]) => !added.includes(name)),
        ) as Json),
  );

/** The same report under another key (HC-20): equal type, effective time and particulars. */
const duplicateOf = (
  command: Command,
  added: ReadonlyArray<string>,
  history: ReadonlyArray<RecordedEvent>,
  annulled: ReadonlySet<string>,
) => {
  const same = (event: RecordedEvent): boolean =>
    event.type === command.type &&
    !annulled.has(event.eventId) &&
    canonicalJson(event.metadata.effectiveAt) === canonicalJson(command.metadata.effectiveAt) &&
    stated(event.payload, added) === stated(command.payload, added);
  return history.find(same);
};

const refuse = (refused: Refusal, leaves: ReadonlyArray<Spread> = []): E.Either<Refused, never> =>
  E.left({ refusal: refused, leaves });

/**
 * Decides whether an event may be recorded, by catalogue 8 rule 6: guards run against the state at
 * (effectiveAt, now) and again at (now, now). Failing the first refuses; failing only the second accepts as DISPUTED.
 * Total: every command in every history gives a decision or a refusal, never an exception.
 */
export const decide = <S extends StreamState>(
  kind: StreamKind<S>,
  command: Command,
  context: DecideContext,
): E.Either<Refused, Decided<S>> => {
  const definition = kind.definitionOf(command.type);
  if (definition === undefined)
    return refuse(refusal('R17', 'The catalogue has no such event for this resource.', { pointer: '/type' }));
  const { metadata, payload } = command;
  const { history, now } = context;
  if (command.spread !== true && !definition.recordedBy.includes(metadata.recordedBy.role))
    return refuse(
      refusal(
        'ROLE_MAY_NOT_RECORD',
        `${definition.type} is recorded by ${definition.recordedBy.join(', ')}; you act as ${metadata.recordedBy.role}.`,
      ),
    );
  const source = metadata.source;
  if ((source.kind === 'PAPER' || source.kind === 'LEGACY_IMPORT') && source.ref === undefined)
    return refuse(
      refusal(
        'EVIDENCE_REFERENCE_MISSING',
        'Paper and legacy evidence need source.ref: file, page or line.',
        {
          pointer: '/source/ref',
        },
      ),
    );
  const effective = boundsOf(metadata.effectiveAt, now);
  if (effective.earliest > now)
    return refuse(
      refusal('R70', 'The event lies in the future. What is valid later belongs into validFrom or validTo.', {
        pointer: '/effectiveAt',
      }),
    );
  const timeline = timelineOf(kind.fold, history);
  const stateNow = stateAt(timeline, now);
  const stateThen = stateBefore(timeline, effective, metadata.sequenceHint);
  if (definition.aboutRecord && definition.mayBegin !== true && history.length === 0)
    return refuse(refusal('R00', 'Nothing with this id is known.'));
  const responsible = [kind.responsible(stateThen), kind.responsible(stateNow)];
  if (command.spread !== true && !concernsRecorder(definition, payload, metadata.recordedBy, responsible))
    return refuse(refusal('NOT_YOUR_FIREARM', 'You may report only what concerns your own organisation.'));
  const checked = (state: S, phase: 'THEN' | 'NOW'): CheckContext<unknown, S> => ({
    payload,
    id: context.id,
    state,
    phase,
    stateNow,
    effective,
    moment:
      phase === 'THEN'
        ? { ...effective, latest: Math.min(effective.latest, now) }
        : { earliest: now, latest: now },
    metadata,
    now,
    history,
    timeline,
    around: context.around,
    policy: context.policy,
    policyAt: context.policyAt,
    asHalf: command.spread === true,
    derive: context.derive,
    digest: context.digest,
  });
  const then = checked(stateThen, 'THEN');
  const completed = definition.complete?.(then) ?? payload;
  // A half says nothing of its own; whether the command is a second report of the same, its main part has told.
  const duplicate =
    command.spread === true
      ? undefined
      : duplicateOf(
          { ...command, payload: completed },
          definition.added ?? [],
          history,
          timeline.knowledge.annulled,
        );
  if (duplicate !== undefined)
    return refuse(refusal('R19', 'This report is recorded already.', { eventIds: [duplicate.eventId] }));
  /** What a change of the records does to other streams: the state of today before and after it. */
  const consequences = (): ReadonlyArray<Spread> => {
    if (!definition.aboutRecord || kind.consequences === undefined || command.spread === true) return [];
    const change: RecordedEvent = {
      eventId: '',
      type: definition.type,
      schemaVersion: definition.schemaVersion,
      streamId: '',
      streamVersion: history.length + 1,
      recordedAt: now,
      metadata: metadata as Metadata,
      payload: completed,
    };
    return kind.consequences(stateNow, stateAt(timelineOf(kind.fold, [...history, change]), now), context);
  };
  /** What an event of this history would count elsewhere, had it been recorded as it is to say now. */
  const recount: Recount = (event, corrected) => {
    const place = timeline.steps.findIndex((step) => step.event.eventId === event.eventId);
    const step = timeline.steps[place];
    if (step?.status !== 'EFFECTIVE') return undefined;
    const at = boundsOf(corrected.metadata.effectiveAt, corrected.recordedAt);
    const spreads = kind.definitionOf(event.type)?.spreads?.({
      ...then,
      payload: corrected.payload,
      state: timeline.steps[place - 1]?.state ?? timeline.initial,
      effective: at,
      moment: { ...at, latest: Math.min(at.latest, now) },
      metadata: corrected.metadata,
    });
    return (spreads ?? []).map((spread) => ({ ...spread, at: corrected.metadata.effectiveAt }));
  };
  const changesElsewhere = (): Refusal | ReadonlyArray<Spread> => {
    if (command.spread === true) return [];
    const halves = recordSpreads(kind, command, context, recount);
    return 'code' in halves ? halves : [...halves, ...consequences()];
  };
  if (definition.type === 'RecordCorrected' || definition.type === 'RecordAnnulled') {
    const refused =
      definition.type === 'RecordCorrected'
        ? checkCorrection(command, timeline, context)
        : checkAnnulment(kind, command, timeline, context);
    if (refused !== undefined) return refuse(refused);
    const spreads = changesElsewhere();
    return 'code' in spreads ? refuse(spreads) : E.right({ definition, payload, disputes: [], spreads });
  }

  const guard = (given: CheckContext<unknown, S>): Refusal | undefined => {
    if (!definition.aboutRecord) {
      const outcome = kind.after(definition, given.state, {
        payload: completed,
        metadata: metadata as Metadata,
      });
      if (outcome.kind === 'REFUSED') {
        if (outcome.contradiction !== undefined) return outcome.contradiction;
        const because = kind.because?.(given.state) ?? [];
        return refusal(
          outcome.code,
          codeText(outcome.code),
          because.length === 0 ? {} : { eventIds: because },
        );
      }
    }
    return definition.check?.({ ...given, payload: completed });
  };
  const refusedThen = guard(then);
  if (refusedThen !== undefined)
    return refuse(refusedThen, [
      ...(definition.onRefusal?.(then, refusedThen) ?? []),
      ...(command.spread === true ? [] : (kind.onRefusal?.(then, refusedThen, definition.type) ?? [])),
    ]);
  // Physical facts are placed where they happened; what the register believes today cannot dispute them.
  const refusedNow =
    definition.physical || definition.aboutRecord ? undefined : guard(checked(stateNow, 'NOW'));
  const settled = { ...then, payload: completed };
  const elsewhere = changesElsewhere();
  if ('code' in elsewhere) return refuse(elsewhere);
  return E.right({
    definition,
    payload: completed,
    disputes: [
      ...(refusedNow === undefined ? [] : [refusedNow.code]),
      ...(definition.flags?.(settled) ?? []),
    ],
    // Halves of one command are recorded together; a disputed one moves nothing in the other stream either.
    spreads: command.spread === true ? [] : [...(definition.spreads?.(settled) ?? []), ...elsewhere],
  });
};
