import type { FirearmState, OpenAlert } from '../../domain/firearm/state.ts';
import type { TimelineStep } from '../../domain/time/bitemporalFold.ts';
import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const alertTable = listTable(
  'alert',
  {
    kind: 'text',
    opened_by: 'uuid',
    window_from: 'timestamptz',
    custody: 'text',
    holder: 'text',
    recovered_by: 'uuid',
    recovered_at: 'timestamptz',
    closed_by: 'uuid',
  },
  ["(kind, subject_id) where closed_by is null and known_to = 'infinity'"],
);

const reports: ReadonlySet<string> = new Set(['LossReported', 'TheftReported']);
const missing: ReadonlySet<string> = new Set(['LST', 'STL', 'EXP', 'TRN']);
const recoveries: ReadonlySet<string> = new Set(['FirearmFound', 'FirearmSeized', 'FirearmSurrendered']);

type Step = TimelineStep<FirearmState>;

/** One alert from its report to its end; a recovery leaves it open until it is discharged (HC-01, HC-02). */
const segmentOf = (alert: OpenAlert, opened: Step, rest: ReadonlyArray<Step>): Segment => {
  const stillOpen = ({ state }: Step): boolean =>
    state.alerts.some(({ kind, openedBy }) => kind === alert.kind && openedBy === alert.openedBy);
  const end = rest.findIndex((step) => step.status === 'EFFECTIVE' && !stillOpen(step));
  const closed = end < 0 ? undefined : rest[end];
  const during = end < 0 ? rest : rest.slice(0, end);
  const recovered = during.find(({ event, status }) => status === 'EFFECTIVE' && recoveries.has(event.type));
  const last = during.findLast(({ status }) => status === 'EFFECTIVE') ?? opened;
  const holder = last.state.holder?.party;
  return {
    from: opened.bounds.earliest,
    to: closed?.bounds.earliest ?? lastInstant,
    values: {
      kind: alert.kind,
      opened_by: alert.openedBy,
      window_from: alert.windowFrom,
      custody: last.state.custody,
      holder: typeof holder === 'string' ? holder : null,
      recovered_by: missing.has(last.state.custody) ? null : (recovered?.event.eventId ?? null),
      recovered_at: missing.has(last.state.custody) ? null : (recovered?.bounds.earliest ?? null),
      closed_by: closed?.event.eventId ?? null,
    },
  };
};

const segments =
  ({ timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const { steps } = timelineAfter(index);
    return steps.flatMap((step, place) => {
      const before = steps[place - 1]?.state.alerts ?? [];
      return step.state.alerts
        .filter(
          ({ kind, openedBy }) => !before.some((known) => known.kind === kind && known.openedBy === openedBy),
        )
        .map((alert) => segmentOf(alert, step, steps.slice(place + 1)));
    });
  };

/** Alerts of loss and theft with what became of the firearm meanwhile (`open-alerts`; REQ-LST-01, REQ-LST-02). */
export const openAlerts = listOf(
  alertTable,
  from({
    kind: 'firearm',
    concerns: (events) => events.some(({ type }) => reports.has(type)),
    segments,
  }),
);
