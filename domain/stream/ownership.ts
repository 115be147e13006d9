import type { RecordedBy } from '../event/envelope.ts';
import { type Absent, isAbsent } from '../shared/shape.ts';
import type { AnyEvent } from './definition.ts';

/** Roles that report on their own account: what they report must concern their own organisation. */
const ownAccount: ReadonlySet<string> = new Set(['MFR', 'DLR', 'BRK', 'HLD']);

/** Whether a maker, dealer or private holder reports what concerns himself (users-and-jobs 3 and 6, HLD). */
export const concernsRecorder = <S>(
  definition: AnyEvent<S>,
  payload: unknown,
  recordedBy: RecordedBy,
  responsible: ReadonlyArray<string | Absent | undefined>,
): boolean => {
  if (!ownAccount.has(recordedBy.role)) return true;
  if (definition.parties === undefined && definition.byHolder !== true) return true;
  const named = definition.parties?.(payload) ?? [];
  if (named.includes(recordedBy.organisationId)) return true;
  // Nobody answers for a subject that does not exist yet, unless the report itself names another party.
  if (responsible.every((party) => party === undefined))
    return named.every((party) => party === undefined || isAbsent(party));
  return responsible.includes(recordedBy.organisationId);
};
