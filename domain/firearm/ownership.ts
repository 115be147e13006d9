import type { RecordedBy } from '../event/envelope.ts';
import { isAbsent } from '../shared/shape.ts';
import type { AnyFirearmEvent } from './definition.ts';
import type { FirearmState } from './state.ts';

/** Roles that report on their own account: what they report must concern their own organisation. */
const ownAccount: ReadonlySet<string> = new Set(['MFR', 'DLR', 'BRK', 'HLD']);

/** Whether a maker, dealer or private holder reports what concerns himself (users-and-jobs 3 and 6, HLD). */
export const concernsRecorder = (
  definition: AnyFirearmEvent,
  payload: unknown,
  recordedBy: RecordedBy,
  states: ReadonlyArray<FirearmState>,
): boolean => {
  if (!ownAccount.has(recordedBy.role)) return true;
  if (definition.parties === undefined && definition.byHolder !== true) return true;
  const named = definition.parties?.(payload) ?? [];
  if (named.includes(recordedBy.organisationId)) return true;
  // Nobody answers for a firearm that does not exist yet, unless the report itself names another party.
  const holders = states.map((state) => state.holder?.party);
  if (holders.every((holder) => holder === undefined))
    return named.every((party) => party === undefined || isAbsent(party));
  return holders.includes(recordedBy.organisationId);
};
