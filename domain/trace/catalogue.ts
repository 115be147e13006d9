import { recordRows } from '../stream/records/rows.ts';
import type { AnyTraceEvent } from './definition.ts';
import { traceStatuses } from './state.ts';

/** The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). */
// biome-ignore format: the columns are the table
export const traceCatalogue = [
  ...recordRows(traceStatuses),
] as const satisfies ReadonlyArray<readonly [AnyTraceEvent, string]>;
