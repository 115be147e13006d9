import { clockOfFirearm } from '../../domain/firearm/clockFacts.ts';
import { whileState } from '../../domain/tasks/spans.ts';
import { dayOf } from '../../domain/time/eventDay.ts';
import { noHolidays } from '../../domain/time/holidays.ts';
import { retentionClock } from '../../domain/time/retention.ts';
import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const clockTable = listTable(
  'clock',
  {
    subject_kind: 'text',
    cause: 'text',
    started_by: 'uuid',
    clock_from: 'text',
    nominal_end: 'text',
    erasable_plain: 'text',
    erasable_shifted: 'text',
    zone: 'text',
    stopped_by: 'uuid',
    held: 'boolean',
  },
  ["(erasable_plain, subject_id) where known_to = 'infinity' and stopped_by is null"],
);

type Clock = {
  readonly subjectKind: string;
  readonly cause: 'DESTROYED' | 'EXPORTED';
  readonly startedBy: string;
  readonly from: number;
  readonly clockFrom: string;
  readonly zone: string;
  readonly stoppedBy?: string;
  readonly held: boolean;
};

/** Holds stand in the state of what they protect (LegalHoldPlaced; Dir. 4(5) subpara 4). */
type Holdable = { readonly anomalies: unknown; readonly legalHolds?: ReadonlyArray<unknown> };
const isHeld = (state: Holdable | undefined): boolean => (state?.legalHolds?.length ?? 0) > 0;

/**
 * Both readings of Reg. 1182/71 art. 3(4), the second by weekends alone: which one holds and which days are holidays is
 * the policy's to say when somebody asks.
 */
export const clockSegment = (clock: Clock): Segment => {
  const plain = retentionClock(clock.clockFrom, { workingDayShift: false, holidays: noHolidays });
  const shifted = retentionClock(clock.clockFrom, { workingDayShift: true, holidays: noHolidays });
  return {
    from: clock.from,
    to: lastInstant,
    values: {
      subject_kind: clock.subjectKind,
      cause: clock.cause,
      started_by: clock.startedBy,
      clock_from: clock.clockFrom,
      nominal_end: plain?.nominalEnd ?? null,
      erasable_plain: plain?.erasableFrom ?? null,
      erasable_shifted: shifted?.erasableFrom ?? null,
      zone: clock.zone,
      stopped_by: clock.stoppedBy ?? null,
      held: clock.held,
    },
  };
};

const segments =
  ({ timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const timeline = timelineAfter(index);
    const clock = clockOfFirearm(timeline);
    if (clock === undefined) return [];
    const { facts, startedBy, stoppedBy } = clock;
    const clockFrom = facts.destroyedOn ?? facts.exportedOn;
    return clockFrom === undefined
      ? []
      : [
          clockSegment({
            subjectKind: 'firearm',
            cause: facts.destroyedOn === undefined ? 'EXPORTED' : 'DESTROYED',
            startedBy: startedBy.event.eventId,
            from: startedBy.bounds.earliest,
            clockFrom,
            held: isHeld(timeline.steps.at(-1)?.state),
            zone: startedBy.event.metadata.effectiveAt.zone,
            ...(stoppedBy === undefined ? {} : { stoppedBy: stoppedBy.event.eventId }),
          }),
        ];
  };

const starts: ReadonlySet<string> = new Set(['FirearmDestroyed', 'FirearmArrivedAbroad']);

/** A component has a clock of its own, from its own destruction (REQ-CMP-04). */
const componentSegments =
  ({ timelineAfter }: StreamHistory<'component'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const timeline = timelineAfter(index);
    const destroyed = whileState(timeline, ({ status }) => status === 'DESTROYED').at(-1);
    if (destroyed === undefined || destroyed.closed !== undefined) return [];
    const { event, bounds } = destroyed.opened;
    return [
      clockSegment({
        subjectKind: 'component',
        cause: 'DESTROYED',
        startedBy: event.eventId,
        from: bounds.earliest,
        clockFrom: dayOf(event),
        held: isHeld(timeline.steps.at(-1)?.state),
        zone: event.metadata.effectiveAt.zone,
      }),
    ];
  };

/** Clocks of firearms and components that were destroyed or left for good (`retention-calendar`; REQ-REC-08, HC-15, HC-16). */
export const clocks = listOf(
  clockTable,
  from({ kind: 'firearm', concerns: (events) => events.some(({ type }) => starts.has(type)), segments }),
  from({ kind: 'component', concerns: () => true, segments: componentSegments }),
);
