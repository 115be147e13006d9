/** What is wrong with the log, as an auditor reads it (users-and-jobs 6, AUD; REQ-AUD-01). */
export const logFaultKinds = [
  /** Payload, metadata, type, time or id of a stored event are not those that were entered into the log. */
  'EVENT_ALTERED',
  /** The log has an entry for an event that is not stored any more. */
  'EVENT_REMOVED',
  /** An event stands among those that have entries, and has none. */
  'EVENT_INSERTED',
  /** Another event than the one entered stands at this place. */
  'EVENT_MOVED',
  /** A stored event that no version of the program wrote. */
  'EVENT_UNREADABLE',
  /** An event before this one in its stream is missing from the log. */
  'STREAM_BROKEN',
  'LEAF_MISSING',
  /** The hash of an entry is not that of the entry. */
  'LEAF_ALTERED',
  'TILE_DIFFERS',
  /** The events give another root than the one that was signed: they were rewritten together with their entries. */
  'CHECKPOINT_DIFFERS',
  'CHECKPOINT_UNREADABLE',
  /** No key of the log signed it, or the signature is not that key's. */
  'CHECKPOINT_SIGNATURE',
  /** The log is shorter than a checkpoint says. */
  'LOG_TRUNCATED',
] as const;
export type LogFaultKind = (typeof logFaultKinds)[number];

export type LogFault = {
  readonly kind: LogFaultKind;
  /** Position in the log; null where the fault is not of one event. */
  readonly position: bigint | null;
  readonly leafIndex: number | null;
  readonly streamId: string | null;
  readonly revision: bigint | null;
  /** One sentence for a person. */
  readonly detail: string;
};

/** A fault of the tree or its heads, not of one event. */
export const treeFault = (
  kind: LogFaultKind,
  leafIndex: number,
  detail: string,
  position: bigint | null = null,
): LogFault => ({ kind, position, leafIndex, streamId: null, revision: null, detail });

/** How a row of a read model differs from what the events give. */
export type RowDifference = {
  readonly readModel: string;
  readonly table: string;
  readonly kind: 'ROW_ALTERED' | 'ROW_MISSING' | 'ROW_ADDED';
  readonly key: Readonly<Record<string, unknown>>;
  /** Which columns differ, where the row is there on both sides. */
  readonly columns: ReadonlyArray<string>;
};

export type ReadModelFault =
  | ({ readonly fault: 'DIFFERS'; readonly differingParts: number } & { readonly first: RowDifference })
  /** It says that it has taken in what the log does not hold. */
  | { readonly fault: 'AHEAD_OF_LOG' };
