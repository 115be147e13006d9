import { type Absent, isAbsent } from '../shared/shape.ts';
import type { StreamKey } from '../stream/surroundings.ts';

/** Where a report counts against a right or licence for a number of firearms: what undoes the report gives it back. */
export const usedRights = (...ids: ReadonlyArray<string | Absent | undefined>): ReadonlyArray<StreamKey> =>
  ids.flatMap((id) => (id === undefined || isAbsent(id) ? [] : [{ kind: 'authorisation' as const, id }]));
