import { recordRows } from '../stream/records/rows.ts';
import type { AnySystemEvent } from './definition.ts';
import { accessLogEnded } from './events/accessLogEnded.ts';
import { erasureRunApproved, erasureRunCompleted, erasureRunProposed } from './events/erasureRuns.ts';
import { legalHoldLifted, legalHoldPlaced } from './events/legalHolds.ts';
import { policyAdopted } from './events/policyAdopted.ts';
import { systemStatuses } from './state.ts';

/** The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). */
// biome-ignore format: the columns are the table
export const systemCatalogue = [
  //                 ACTIVE
  [policyAdopted,   '=     '],
  [legalHoldPlaced, '=     '],
  [legalHoldLifted, '=     '],
  [erasureRunProposed, '=  '],
  [erasureRunApproved, '=  '],
  [erasureRunCompleted, '= '],
  [accessLogEnded, '=      '],
  ...recordRows(systemStatuses),
] as const satisfies ReadonlyArray<readonly [AnySystemEvent, string]>;
