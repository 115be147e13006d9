import { recordRows } from '../stream/records/rows.ts';
import type { AnyAlertEvent } from './definition.ts';
import { alertStatuses } from './state.ts';

/** The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). */
// biome-ignore format: the columns are the table
export const alertCatalogue = [
  ...recordRows(alertStatuses),
] as const satisfies ReadonlyArray<readonly [AnyAlertEvent, string]>;
