import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { StateByKind, StreamKindName } from '../../domain/stream/kinds.ts';
import type { Timeline } from '../../domain/time/bitemporalFold.ts';
import type { Instant } from '../../domain/time/zone.ts';

/** PostgreSQL type of a column. `codes` is a text[] of codes without commas. */
export type ColumnType = 'text' | 'bigint' | 'integer' | 'boolean' | 'timestamptz' | 'uuid' | 'codes';
export type Table = {
  readonly name: string;
  readonly columns: { readonly [column: string]: ColumnType };
  /** Primary key; its first column also groups the rows whose content is hashed together. */
  readonly key: ReadonlyArray<string>;
  /** Further indexes, each a column list with optional method and condition, as SQL after the table name. */
  readonly indexes: ReadonlyArray<string>;
};

/** Value of a cell. An instant is a number of milliseconds; infinities are allowed. */
export type Cell = string | number | bigint | boolean | null | ReadonlyArray<string>;
export type Row = { readonly [column: string]: Cell };

/**
 * A row of a bitemporal table that is opened. Its values are those that the fold made once, shared by all rows that state
 * them: a flat copy for each row took a fifth of all memory that a rebuild went through.
 */
export type OpenedRow = {
  readonly subject_id: string;
  readonly known_from: Instant;
  readonly valid_from: Instant;
  readonly no: number;
  readonly known_to: Instant;
  readonly valid_to: Instant;
  readonly values: Row;
};

/** What a batch changes in one table, as sets: first closed or removed by key, then inserted. */
export type TableChange = {
  readonly table: Table;
  /** Rows whose knowledge ends: key columns and `known_to`. */
  readonly close: ReadonlyArray<Row>;
  /** Rows to delete, by the first column of the key or by the whole key. */
  readonly remove: ReadonlyArray<Row>;
  readonly insert: ReadonlyArray<Row>;
  /** Rows of a bitemporal table to insert. */
  readonly open?: ReadonlyArray<OpenedRow>;
};

/** A subject whose events are in the batch: its whole history up to the end of the batch. */
export type StreamHistory<N extends StreamKindName> = {
  readonly kind: N;
  readonly id: string;
  /** Of a firearm that was ever merged or split: the events of all firearms concerned; what counts, the timeline says. */
  readonly events: ReadonlyArray<RecordedEvent>;
  /** Index of the first event that is new in this batch. */
  readonly firstNew: number;
  /** The folded history as known after the event with this index; computed once, shared by all projections. */
  readonly timelineAfter: (index: number) => Timeline<StateByKind[N]>;
};

export type HistoryBatch = {
  readonly events: ReadonlyArray<RecordedEvent>;
  /** Subjects of one kind that the batch is about. */
  readonly of: <N extends StreamKindName>(kind: N) => ReadonlyArray<StreamHistory<N>>;
};

/** A read model: its tables and the pure fold from a batch of history to sets of row changes. */
export type Projection = {
  /** Also the name of the database schema that holds its tables. */
  readonly name: string;
  /** A new version is built anew from position 0. */
  readonly version: number;
  readonly tables: ReadonlyArray<Table>;
  readonly fold: (batch: HistoryBatch) => ReadonlyArray<TableChange>;
};

export const lastInstant: Instant = Number.POSITIVE_INFINITY;
