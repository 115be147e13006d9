import { recordRows } from '../stream/records/rows.ts';
import type { AnyPartyEvent } from './definition.ts';
import { partyStatuses } from './state.ts';

/** The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). */
// biome-ignore format: the columns are the table
export const partyCatalogue = [
  ...recordRows(partyStatuses),
] as const satisfies ReadonlyArray<readonly [AnyPartyEvent, string]>;
