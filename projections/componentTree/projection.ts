import type { ComponentState } from '../../domain/component/state.ts';
import { isAbsent } from '../../domain/shared/shape.ts';
import type { Segment } from '../engine/bitemporal.ts';
import {
  bitemporalChange,
  bitemporalColumns,
  bitemporalKey,
  bitemporalTableChange,
} from '../engine/bitemporal.ts';
import { perState } from '../engine/perState.ts';
import type { Projection, Row, StreamHistory, Table } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';

export const componentIntervals: Table = {
  name: 'interval',
  columns: {
    ...bitemporalColumns,
    firearm_id: 'text',
    status: 'text',
    kind: 'text',
    serial_raw: 'text',
    category: 'text',
    subcategory: 'text',
    holder: 'text',
    holder_absent: 'text',
    holder_role: 'text',
  },
  key: bitemporalKey,
  indexes: [
    '(firearm_id, subject_id) where firearm_id is not null',
    '(holder, subject_id) where holder is not null',
  ],
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const valuesOf = perState(
  (state: ComponentState): Row => ({
    firearm_id: state.parent?.firearmId ?? null,
    status: state.status,
    kind: state.kind ?? null,
    serial_raw: text(state.serialRaw),
    category: text(state.category),
    subcategory: text(state.subcategory),
    holder: text(state.holder?.party),
    holder_absent:
      state.holder !== undefined && isAbsent(state.holder.party) ? state.holder.party.absent : null,
    holder_role: state.holder?.role ?? null,
  }),
);

const segmentsAfter =
  (history: StreamHistory<'component'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const segments: Segment[] = [];
    let last = '';
    for (const { state, bounds, status } of history.timelineAfter(index).steps) {
      if (status !== 'EFFECTIVE') continue;
      const values = valuesOf(state);
      const key = JSON.stringify(values);
      if (key === last) continue;
      last = key;
      const open = segments.pop();
      // Two events of the same moment: the later one is what holds.
      if (open !== undefined && open.from !== bounds.earliest)
        segments.push({ ...open, to: bounds.earliest });
      segments.push({ from: bounds.earliest, to: lastInstant, values });
    }
    return segments;
  };

/**
 * Which firearm each component was in, who held it and how it stood, on both axes of time (catalogue 9). It is made from
 * the components' own streams, where a component has one place at a time; so no row can give it two firearms.
 */
export const componentTree: Projection = {
  name: 'component_tree',
  version: 1,
  tables: [componentIntervals],
  fold: (batch) => {
    const changes = batch.of('component').map((history) => bitemporalChange(history, segmentsAfter(history)));
    return [bitemporalTableChange(componentIntervals, changes)];
  },
};
