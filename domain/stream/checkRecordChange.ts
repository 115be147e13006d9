import type { RecordedEvent } from '../event/envelope.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import { type Timeline, timelineOf } from '../time/bitemporalFold.ts';
import { addDurationToInstant, durationOf } from '../time/duration.ts';
import { boundsOf, precisionOf } from '../time/effectiveTime.ts';
import { applyCorrection, recordedValueAt, sameJson } from './correction.ts';
import type { Command, DecideContext } from './decide.ts';
import type { Annulment } from './records/recordAnnulled.ts';
import type { Correction } from './records/recordCorrected.ts';
import type { StreamKind, StreamState } from './streamKind.ts';

const targetOf = <S>(
  targetEventId: string,
  timeline: Timeline<S>,
  history: ReadonlyArray<RecordedEvent>,
): RecordedEvent | Refusal => {
  const target = history.find((event) => event.eventId === targetEventId);
  const pointer = { pointer: '/payload/targetEventId' };
  if (target === undefined) return refusal('R71', 'No event with this id is recorded here.', pointer);
  if (timeline.knowledge.annulled.has(targetEventId))
    return refusal('R71', 'The event is annulled already.', pointer);
  if (target.type === 'RecordAnnulled')
    return refusal(
      'R71',
      'An annulment is undone by RecordReinstated, not by correcting or annulling it.',
      pointer,
    );
  return target;
};

const isRefusal = (value: RecordedEvent | Refusal): value is Refusal => 'code' in value;

/** Makers and dealers change only their own reports, within the window, and while nothing followed (catalogue 5.7). */
const ownWindow = (command: Command, target: RecordedEvent, context: DecideContext): Refusal | undefined => {
  const { recordedBy } = command.metadata;
  if (recordedBy.role === 'CLK') return undefined;
  if (target.metadata.recordedBy.organisationId !== recordedBy.organisationId)
    return refusal('NOT_YOUR_FIREARM', 'Only your own reports can be changed by you. Ask the registry.');
  const followed = context.history.some((event) => event.streamVersion > target.streamVersion);
  return followed ||
    context.now > addDurationToInstant(target.recordedAt, durationOf(context.policy.selfAnnulWindow))
    ? refusal(
        'SELF_ANNULMENT_CLOSED',
        'The window is over or another record followed. Ask the registry to change it.',
      )
    : undefined;
};

/** Preconditions of RecordCorrected: target, recorded value, and a valid record afterwards (REQ-AUD-03). */
export const checkCorrection = <S>(
  command: Command,
  timeline: Timeline<S>,
  context: DecideContext,
): Refusal | undefined => {
  const correction = command.payload as Correction;
  const target = targetOf(correction.targetEventId, timeline, context.history);
  if (isRefusal(target)) return target;
  const closed = ownWindow(command, target, context);
  if (closed !== undefined) return closed;
  const current = timeline.knowledge.corrected(target);
  for (const [index, change] of correction.changes.entries()) {
    const pointer = `/payload/changes/${index}`;
    if (!sameJson(recordedValueAt(current, change.path), change.recordedValue))
      return refusal('RECORDED_VALUE_DIFFERS', `The record does not hold this value at ${change.path}.`, {
        pointer: `${pointer}/recordedValue`,
      });
    if (change.path === '/effectiveAt' && precisionOf(String(change.correctValue)) === undefined)
      return refusal('CORRECTION_INVALID', 'The right value is not a date or date-time.', {
        pointer: `${pointer}/correctValue`,
      });
  }
  const corrected = applyCorrection(current, correction);
  if (!context.isValidPayload(corrected.type, corrected.payload))
    return refusal('CORRECTION_INVALID', `The corrected ${corrected.type} would not be a valid record.`, {
      pointer: '/payload/changes',
    });
  return boundsOf(corrected.metadata.effectiveAt, context.now).earliest > context.now
    ? refusal('R70', 'The corrected effective time lies in the future.', { pointer: '/payload/changes' })
    : undefined;
};

/** Preconditions of RecordAnnulled: nothing depends on the target, or what does is listed in `cascade` (R72). */
export const checkAnnulment = <S extends StreamState>(
  kind: StreamKind<S>,
  command: Command,
  timeline: Timeline<S>,
  context: DecideContext,
): Refusal | undefined => {
  const { targetEventId, cascade } = command.payload as Annulment;
  const target = targetOf(targetEventId, timeline, context.history);
  if (isRefusal(target)) return target;
  // What only the ledger records goes with what it was recorded for.
  const counts = kind.definitionOf(target.type)?.recordedBy.every((role) => role === 'SYS') === true;
  const closed = command.spread === true && counts ? undefined : ownWindow(command, target, context);
  if (closed !== undefined) return closed;
  const dropped = new Set([targetEventId, ...(cascade ?? [])]);
  for (const eventId of cascade ?? []) {
    const dependent = targetOf(eventId, timeline, context.history);
    if (isRefusal(dependent)) return { ...dependent, pointer: '/payload/cascade' };
  }
  const without = timelineOf(
    kind.fold,
    context.history.filter((event) => !dropped.has(event.eventId)),
  );
  const effective = new Set(
    timeline.steps.filter(({ status }) => status === 'EFFECTIVE').map(({ event }) => event.eventId),
  );
  const broken = without.steps
    .filter(({ event, status }) => status === 'INCONSISTENT' && effective.has(event.eventId))
    .map(({ event }) => event.eventId);
  return broken.length === 0
    ? undefined
    : refusal('R72', 'Later events depend on this one. List them in cascade to annul them too.', {
        eventIds: broken,
        pointer: '/payload/cascade',
      });
};
