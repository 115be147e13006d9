import { recordRows } from '../stream/records/rows.ts';
import type { AnyAuthorisationEvent } from './definition.ts';
import { authorisationStatuses } from './state.ts';

/** The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). */
// biome-ignore format: the columns are the table
export const authorisationCatalogue = [
  ...recordRows(authorisationStatuses),
] as const satisfies ReadonlyArray<readonly [AnyAuthorisationEvent, string]>;
