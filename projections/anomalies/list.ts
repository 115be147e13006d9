import type { StreamKindName } from '../../domain/stream/kinds.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const anomalyTable = listTable(
  'anomaly',
  { subject_kind: 'text', kind: 'text', event_id: 'uuid', event_type: 'text', code: 'text' },
  ["(kind, subject_id) where known_to = 'infinity'"],
);

/** What does not fit: places where nobody expected the subject, conflicts of identity, records without effect. */
const segments =
  ({ kind, timelineAfter }: StreamHistory<StreamKindName>) =>
  (index: number): ReadonlyArray<Segment> => {
    const { steps } = timelineAfter(index);
    const anomalies = steps.at(-1)?.state.anomalies ?? [];
    // By far the most histories have none.
    if (anomalies.length === 0 && steps.every(({ status }) => status === 'EFFECTIVE')) return [];
    const met = new Map(anomalies.map((anomaly) => [anomaly.eventId, anomaly]));
    return steps.flatMap(({ event, status, code, bounds }) => {
      const anomaly = met.get(event.eventId);
      const row = (what: string, why: string | null): Segment => ({
        from: bounds.earliest,
        to: lastInstant,
        values: {
          subject_kind: kind,
          kind: what,
          event_id: event.eventId,
          event_type: event.type,
          code: why,
        },
      });
      return [
        ...(anomaly === undefined ? [] : [row(anomaly.kind, anomaly.status)]),
        ...(status === 'INCONSISTENT' ? [row('INCONSISTENT', code ?? 'R17')] : []),
        ...(status === 'DISPUTED' ? [row('DISPUTED', code ?? 'R17')] : []),
      ];
    });
  };

/** Anomalies of every subject (`anomalies`; table 6.1 `+flag` and `IC`, HC-09, HC-10). */
export const anomalies = listOf(
  anomalyTable,
  ...streamKinds.map(({ name }) => from({ kind: name, concerns: () => true, segments })),
);
