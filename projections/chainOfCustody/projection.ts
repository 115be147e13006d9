import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { isAbsent } from '../../domain/shared/shape.ts';
import {
  bitemporalChange,
  bitemporalColumns,
  bitemporalKey,
  bitemporalTableChange,
} from '../engine/bitemporal.ts';
import type { Projection, StreamHistory, Table } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';

export const custodyIntervals: Table = {
  name: 'interval',
  columns: {
    ...bitemporalColumns,
    from_latest: 'timestamptz',
    precision: 'text',
    custody: 'text',
    holder: 'text',
    holder_absent: 'text',
    holder_role: 'text',
    basis_event_id: 'uuid',
    basis_type: 'text',
    confirmation: 'text',
    supplier_mismatch: 'boolean',
  },
  key: bitemporalKey,
  // What a party had at a moment is found without what it ever had.
  indexes: ['(holder, valid_to, known_to) where holder is not null'],
};

const segments = (history: StreamHistory<'firearm'>) => (index: number) =>
  custodyChain(history.timelineAfter(index)).intervals.map((interval) => {
    const party = interval.holder?.party;
    return {
      from: interval.from.bounds.earliest,
      to: interval.to?.bounds.earliest ?? lastInstant,
      values: {
        from_latest: interval.from.bounds.latest,
        precision: interval.from.time.precision,
        custody: interval.custody,
        holder: typeof party === 'string' ? party : null,
        holder_absent: isAbsent(party) ? party.absent : null,
        holder_role: interval.holder?.role ?? null,
        basis_event_id: interval.basis.eventId,
        basis_type: interval.basis.type,
        confirmation: interval.confirmation ?? null,
        supplier_mismatch: interval.supplierMismatch,
      },
    };
  });

/** Custody intervals of every firearm on both axes of time: who answered for it when, as known when. */
export const chainOfCustody: Projection = {
  name: 'chain_of_custody',
  version: 2,
  tables: [custodyIntervals],
  fold: (batch) => {
    const changes = batch.of('firearm').map((history) => bitemporalChange(history, segments(history)));
    return [bitemporalTableChange(custodyIntervals, changes)];
  },
};
