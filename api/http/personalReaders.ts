import type { Purpose } from '../../domain/access/policy.ts';

/**
 * Purposes for which a person's data is opened: who decides on rights, who investigates or traces a firearm, and who
 * answers for data protection. For every other purpose a reader sees that something is sealed (REQ-DPR-01).
 */
export const opensPersonal: ReadonlySet<Purpose> = new Set([
  'LICENSING',
  'INVESTIGATION',
  'TRACING',
  'DATA_PROTECTION',
  // A dealer's own book holds names and addresses by law (Dir. 4(5)); this purpose opens no other's records.
  'OWN_RECORDS',
]);
