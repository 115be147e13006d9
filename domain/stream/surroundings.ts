import type { RecordedEvent } from '../event/envelope.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import type { StateByKind, StreamKindName } from './kinds.ts';

/** One stream of the ledger: what kind it is of, and whose life it holds. */
export type StreamKey = { readonly kind: StreamKindName; readonly id: string };

/**
 * Other streams as a decision sees them, as known now. A decision that looks at a stream which is not loaded yet is
 * made again after loading it, so looking is free of order and of declarations.
 */
export type Surroundings = {
  /**
   * States of the other stream that hold within a period of valid time: at its begin and at its end. Both are the same
   * unless something happened in between. Undefined when there is no such stream.
   */
  readonly statesIn: <K extends StreamKindName>(
    kind: K,
    id: string,
    period: Bounds,
  ) => readonly [StateByKind[K], StateByKind[K]] | undefined;
  /** Events of the other stream as recorded, oldest first. Undefined when it is not loaded yet. */
  readonly historyOf: (kind: StreamKindName, id: string) => ReadonlyArray<RecordedEvent> | undefined;
};
