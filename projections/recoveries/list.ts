import { isRecovery, recoveriesOf } from '../../domain/firearm/recoveries.ts';
import { dayOf } from '../../domain/time/eventDay.ts';
import type { Segment } from '../engine/bitemporal.ts';
import { lastInstant, type StreamHistory } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const recoveryTable = listTable(
  'recovery',
  {
    event_id: 'uuid',
    action: 'text',
    year: 'integer',
    type: 'text',
    mark_state: 'text',
    origin_in_register: 'boolean',
  },
  ['(year, subject_id)'],
);

export const traceOutcomeTable = listTable(
  'trace_outcome',
  { firearm_id: 'text', direction: 'text', status: 'text' },
  ['(firearm_id) where firearm_id is not null'],
);

const segments =
  ({ timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> =>
    recoveriesOf(timelineAfter(index)).map(
      ({ action, step: { event, state, bounds }, originInRegister }) => ({
        from: bounds.earliest,
        to: lastInstant,
        values: {
          event_id: event.eventId,
          action,
          year: Number(dayOf(event).slice(0, 4)),
          type: typeof state.identity?.type === 'string' ? state.identity.type : null,
          mark_state: state.markState,
          origin_in_register: originInRegister,
        },
      }),
    );

const traceSegments =
  ({ timelineAfter }: StreamHistory<'trace'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const { steps } = timelineAfter(index);
    const last = steps.at(-1);
    const first = steps[0];
    return first === undefined || last === undefined
      ? []
      : [
          {
            from: first.bounds.earliest,
            to: lastInstant,
            values: {
              firearm_id: last.state.firearmId ?? null,
              direction: last.state.direction ?? null,
              status: last.state.status,
            },
          },
        ];
  };

/** Seized, found and surrendered firearms by year (`stats`; REQ-TRC-10, SDG 16.4.2). */
export const recoveries = listOf(
  recoveryTable,
  from({ kind: 'firearm', concerns: (events) => events.some(({ type }) => isRecovery(type)), segments }),
);

/** What became of trace requests, by the firearm that they are about. */
export const traceOutcomes = listOf(
  traceOutcomeTable,
  from({ kind: 'trace', concerns: () => true, segments: traceSegments }),
);
