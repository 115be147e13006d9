import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { Segment } from '../engine/bitemporal.ts';
import {
  type BitemporalChange,
  bitemporalChange,
  bitemporalColumns,
  bitemporalKey,
  bitemporalTableChange,
} from '../engine/bitemporal.ts';
import type { ColumnType, HistoryBatch, StreamHistory, Table, TableChange } from '../engine/projection.ts';

/**
 * One list that people work through or count: a bitemporal table, and its rows from the history of one subject. Most
 * histories have nothing for most lists; `concerns` says so from the events alone, before anything is compared.
 */
export type List = {
  readonly table: Table;
  readonly changes: (batch: HistoryBatch) => TableChange;
};

type ListOf<N extends StreamKindName> = {
  readonly kind: N;
  /** False only if the history gives no row as known at any time. */
  readonly concerns: (events: ReadonlyArray<RecordedEvent>) => boolean;
  readonly segments: (history: StreamHistory<N>) => (index: number) => ReadonlyArray<Segment>;
};

export const listTable = (
  name: string,
  columns: { readonly [column: string]: ColumnType },
  indexes: ReadonlyArray<string> = [],
): Table => ({
  name,
  columns: { ...bitemporalColumns, ...columns },
  key: bitemporalKey,
  indexes,
});

const rowsOf = <N extends StreamKindName>(
  { kind, concerns, segments }: ListOf<N>,
  batch: HistoryBatch,
): ReadonlyArray<BitemporalChange> =>
  batch
    .of(kind)
    .filter(({ events }) => concerns(events))
    .map((history) => bitemporalChange(history, segments(history)));

/** A list from one or more kinds of stream. */
export const listOf = (table: Table, ...sources: ReadonlyArray<ListSource>): List => ({
  table,
  changes: (batch) =>
    bitemporalTableChange(
      table,
      sources.flatMap((source) => source(batch)),
    ),
});

type ListSource = (batch: HistoryBatch) => ReadonlyArray<BitemporalChange>;
export const from =
  <N extends StreamKindName>(source: ListOf<N>): ListSource =>
  (batch) =>
    rowsOf(source, batch);
