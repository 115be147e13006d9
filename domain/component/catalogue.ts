import { recordRows } from '../stream/records/rows.ts';
import type { AnyComponentEvent } from './definition.ts';
import { componentStatuses } from './state.ts';

/** The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). */
// biome-ignore format: the columns are the table
export const componentCatalogue = [
  ...recordRows(componentStatuses),
] as const satisfies ReadonlyArray<readonly [AnyComponentEvent, string]>;
