import type { RecordedEvent } from '../event/envelope.ts';
import { isAbsent } from '../shared/shape.ts';
import type { Confirmation, Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import { writtenMoment } from '../time/effectiveTime.ts';
import type { FirearmState } from './state.ts';
import type { ReportedTransfer } from './transferSides.ts';

/** One field that the two sides of a transfer state differently. */
export type Difference = { readonly field: string; readonly reported: string; readonly other: string };

/** One reported transfer with what the other side says of it (`transfer-matching`; users-and-jobs 2). */
export type MatchedTransfer<S = FirearmState> = {
  readonly step: TimelineStep<S>;
  /** The state before it. */
  readonly before: S;
  readonly transfer: ReportedTransfer;
  readonly confirmation: Confirmation;
  /** The other side's answer, or its own report of the same transfer. */
  readonly other?: RecordedEvent;
  readonly differences: ReadonlyArray<Difference>;
};

type Answer = {
  readonly targetEventId: string;
  readonly differences: ReadonlyArray<{
    readonly field: string;
    readonly reported: string;
    readonly own: string;
  }>;
};

const compared = ['supplierId', 'acquirerId', 'transferKind', 'channel', 'acquirerAuthorisationId'] as const;

const written = (value: unknown): string =>
  isAbsent(value) ? value.absent : value === undefined ? 'NOT_STATED' : String(value);

const fieldsOf = ({ payload, metadata }: RecordedEvent): ReadonlyMap<string, string> =>
  new Map([
    ['effectiveAt', writtenMoment(metadata.effectiveAt)],
    ...compared.map(
      (field) => [field, written((payload as Readonly<Record<string, unknown>>)[field])] as const,
    ),
  ]);

const differing = (one: RecordedEvent, other: RecordedEvent): ReadonlyArray<Difference> => {
  const others = fieldsOf(other);
  return [...fieldsOf(one)].flatMap(([field, reported]) => {
    const own = others.get(field) ?? 'NOT_STATED';
    return own === reported ? [] : [{ field, reported, other: own }];
  });
};

const opposite = (one: ReportedTransfer, other: ReportedTransfer): boolean =>
  one.reportingSide !== 'AUTHORITY' &&
  other.reportingSide !== 'AUTHORITY' &&
  one.reportingSide !== other.reportingSide;

const transferOf = ({ event }: TimelineStep<unknown>): ReportedTransfer => event.payload as ReportedTransfer;

/**
 * The report of the other side where it made one of its own instead of answering: the opposite side, the same parties,
 * and nothing else happened to the custody in between. A dealer's system may know no other way to report.
 */
const counterpartOf = <S>(
  steps: ReadonlyArray<TimelineStep<S>>,
  place: number,
): TimelineStep<S> | undefined => {
  const own = steps[place];
  if (own === undefined) return undefined;
  const one = transferOf(own);
  return [steps[place + 1], steps[place - 1]].find((neighbour) => {
    if (neighbour === undefined) return false;
    const other = transferOf(neighbour);
    return opposite(one, other) && written(one.acquirerId) === written(other.acquirerId);
  });
};

/** Every transfer of one firearm, or of one loose component, each with what its other side says and the fields in which they differ. */
export const matchedTransfers = <S>(
  events: ReadonlyArray<RecordedEvent>,
  timeline: Timeline<S>,
  type = 'FirearmTransferred',
): ReadonlyArray<MatchedTransfer<S>> => {
  const transfers = timeline.steps.filter(({ event }) => event.type === type);
  return transfers.map((step, place) => {
    const { eventId } = step.event;
    const answer = events.findLast(
      (event) =>
        (event.type === 'TransferConfirmed' || event.type === 'TransferDisputed') &&
        (event.payload as Answer).targetEventId === eventId &&
        !timeline.knowledge.annulled.has(event.eventId),
    );
    const counterpart = answer === undefined ? counterpartOf(transfers, place)?.event : undefined;
    const other = answer ?? counterpart;
    const differences =
      answer === undefined
        ? counterpart === undefined
          ? []
          : differing(step.event, counterpart)
        : (answer.payload as Answer).differences.map(({ field, reported, own }) => ({
            field,
            reported,
            other: own,
          }));
    return {
      step,
      before: timeline.steps[timeline.steps.indexOf(step) - 1]?.state ?? timeline.initial,
      transfer: transferOf(step),
      confirmation: timeline.knowledge.confirmation(eventId) ?? 'PENDING',
      ...(other === undefined ? {} : { other }),
      differences,
    };
  });
};
