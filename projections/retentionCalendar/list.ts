import { clockOfFirearm } from '../../domain/firearm/clockFacts.ts';
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
  },
  ["(erasable_plain, subject_id) where known_to = 'infinity' and stopped_by is null"],
);

/** Holidays beyond weekends are not part of the policy yet. */
const noHolidays: ReadonlySet<string> = new Set();

type Clock = {
  readonly subjectKind: string;
  readonly cause: 'DESTROYED' | 'EXPORTED';
  readonly startedBy: string;
  readonly from: number;
  readonly clockFrom: string;
  readonly zone: string;
  readonly stoppedBy?: string;
};

/** Both readings of Reg. 1182/71 art. 3(4); which one holds is the policy's to say when somebody asks. */
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
    },
  };
};

const segments =
  ({ timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const clock = clockOfFirearm(timelineAfter(index));
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
            zone: startedBy.event.metadata.effectiveAt.zone,
            ...(stoppedBy === undefined ? {} : { stoppedBy: stoppedBy.event.eventId }),
          }),
        ];
  };

const starts: ReadonlySet<string> = new Set(['FirearmDestroyed', 'FirearmArrivedAbroad']);

/** The clock of every firearm that was destroyed or left for good (`retention-calendar`; REQ-REC-08, HC-15, HC-16). */
export const clocks = listOf(
  clockTable,
  from({ kind: 'firearm', concerns: (events) => events.some(({ type }) => starts.has(type)), segments }),
);
