import * as E from 'fp-ts/lib/Either.js';
import type { DisputeReason, Metadata, RecordedEvent } from '../event/envelope.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal, refusalTitle } from '../shared/refusal.ts';
import { isAbsent } from '../shared/shape.ts';
import { stateAt, stateBefore, timelineOf } from '../time/bitemporalFold.ts';
import { boundsOf } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';
import { definitionOf } from './catalogue.ts';
import { checkAnnulment, checkCorrection } from './checkRecordChange.ts';
import type { AnyFirearmEvent } from './definition.ts';
import { custodyAfter, firearmFold } from './evolve.ts';
import { concernsRecorder } from './ownership.ts';
import type { FirearmState } from './state.ts';

/** What somebody wants recorded. The payload is validated; who and when come from the server. */
export type FirearmCommand = {
  readonly type: string;
  readonly payload: unknown;
  readonly metadata: Pick<Metadata, 'effectiveAt' | 'sequenceHint' | 'recordedBy' | 'source'>;
};

export type Policy = {
  /** Supplier named is not the recorded holder: accept with a dispute (default) or refuse. */
  readonly supplierMismatch: 'ACCEPT_FLAG' | 'REJECT';
  /** How long a dealer may annul his own report, in milliseconds (`selfAnnulWindow`, default P7D). */
  readonly selfAnnulWindow: number;
};
export const defaultPolicy: Policy = {
  supplierMismatch: 'ACCEPT_FLAG',
  selfAnnulWindow: 7 * 24 * 3600 * 1000,
};

export type Decided = {
  readonly definition: AnyFirearmEvent;
  readonly disputes: ReadonlyArray<DisputeReason>;
};

export type DecideContext = {
  readonly history: ReadonlyArray<RecordedEvent>;
  readonly now: Instant;
  readonly policy: Policy;
  /** Whether a payload is valid for a type: corrections must leave valid records. */
  readonly isValidPayload: (type: string, payload: unknown) => boolean;
};

const codeText = (code: Refusal['code']): string =>
  `${refusalTitle[code]}: the event cannot take place in this state.`;

/** The same report under another key (HC-20): equal type, effective time and particulars. */
const duplicateOf = (
  command: FirearmCommand,
  history: ReadonlyArray<RecordedEvent>,
  annulled: ReadonlySet<string>,
) => {
  const same = (event: RecordedEvent): boolean =>
    event.type === command.type &&
    !annulled.has(event.eventId) &&
    canonicalJson(event.metadata.effectiveAt) === canonicalJson(command.metadata.effectiveAt) &&
    canonicalJson(event.payload as Json) === canonicalJson(command.payload as Json);
  return history.find(same);
};

/**
 * Decides whether an event may be recorded, by catalogue 8 rule 6: guards run against the state at
 * (effectiveAt, now) and again at (now, now). Failing the first refuses; failing only the second accepts as DISPUTED.
 * Total: every command in every history gives a decision or a refusal, never an exception.
 */
export const decide = (command: FirearmCommand, context: DecideContext): E.Either<Refusal, Decided> => {
  const definition = definitionOf(command.type);
  if (definition === undefined)
    return E.left(refusal('R17', 'The catalogue has no such event.', { pointer: '/type' }));
  const { metadata, payload } = command;
  const { history, now } = context;
  if (!definition.recordedBy.includes(metadata.recordedBy.role))
    return E.left(
      refusal(
        'ROLE_MAY_NOT_RECORD',
        `${definition.type} is recorded by ${definition.recordedBy.join(', ')}; you act as ${metadata.recordedBy.role}.`,
      ),
    );
  const source = metadata.source;
  if ((source.kind === 'PAPER' || source.kind === 'LEGACY_IMPORT') && source.ref === undefined)
    return E.left(
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
    return E.left(
      refusal('R70', 'The event lies in the future. What is valid later belongs into validFrom or validTo.', {
        pointer: '/effectiveAt',
      }),
    );
  const timeline = timelineOf(firearmFold, history);
  const stateNow = stateAt(timeline, now);
  const stateThen = stateBefore(timeline, effective, metadata.sequenceHint);
  if (
    stateNow.custody === 'NEW' &&
    stateThen.custody === 'NEW' &&
    definition.aboutRecord &&
    history.length === 0
  )
    return E.left(refusal('R00', 'No firearm with this id is known.'));
  if (!concernsRecorder(definition, payload, metadata.recordedBy, [stateThen, stateNow]))
    return E.left(refusal('NOT_YOUR_FIREARM', 'You may report only what concerns your own organisation.'));
  const duplicate = duplicateOf(command, history, timeline.knowledge.annulled);
  if (duplicate !== undefined)
    return E.left(refusal('R19', 'This report is recorded already.', { eventIds: [duplicate.eventId] }));
  if (definition.type === 'RecordCorrected' || definition.type === 'RecordAnnulled') {
    const change = definition.type === 'RecordCorrected' ? checkCorrection : checkAnnulment;
    const refused = change(command, timeline, context);
    return refused === undefined ? E.right({ definition, disputes: [] }) : E.left(refused);
  }

  const guard = (state: FirearmState, phase: 'THEN' | 'NOW'): Refusal | undefined => {
    if (!definition.aboutRecord) {
      const outcome = custodyAfter(definition, state, { payload, metadata: metadata as Metadata });
      if (outcome.kind === 'REFUSED') {
        const open = state.alerts[0];
        return refusal(
          outcome.code,
          codeText(outcome.code),
          open === undefined ? {} : { eventIds: [open.openedBy] },
        );
      }
    }
    return definition.check?.({ payload, state, phase, stateNow, effective, metadata, now, history });
  };
  const refusedThen = guard(stateThen, 'THEN');
  if (refusedThen !== undefined) return E.left(refusedThen);
  // Physical facts are placed where they happened; what the register believes today cannot dispute them.
  const refusedNow = definition.physical || definition.aboutRecord ? undefined : guard(stateNow, 'NOW');
  const mismatch = supplierMismatch(command, stateThen);
  if (mismatch && context.policy.supplierMismatch === 'REJECT')
    return E.left(
      refusal('R33', 'The supplier is not the recorded holder.', { pointer: '/payload/supplierId' }),
    );
  return E.right({
    definition,
    disputes: [
      ...(refusedNow === undefined ? [] : [refusedNow.code]),
      ...(mismatch ? (['SUPPLIER_MISMATCH'] as const) : []),
    ],
  });
};

/** A holder of unknown identity contradicts nobody; a named one does. */
const supplierMismatch = ({ type, payload }: FirearmCommand, state: FirearmState): boolean => {
  if (type !== 'FirearmTransferred') return false;
  const supplier = (payload as { readonly supplierId: unknown }).supplierId;
  const holder = state.holder?.party;
  return holder !== undefined && !isAbsent(holder) && !isAbsent(supplier) && holder !== supplier;
};
