import type { Role } from '../event/envelope.ts';

/** Why somebody reads, and under which law (REQ-DPR-01). */
export const purposes = [
  'LICENSING',
  'CUSTOMS',
  'TRACING',
  'INVESTIGATION',
  'AUDIT',
  'STATISTICS',
  'DATA_PROTECTION',
  'OWN_RECORDS',
] as const;
export type Purpose = (typeof purposes)[number];
export type Regime = 'GDPR' | 'LED';

export const regimeOf: { readonly [P in Purpose]: Regime } = {
  LICENSING: 'GDPR',
  CUSTOMS: 'GDPR',
  TRACING: 'LED',
  INVESTIGATION: 'LED',
  AUDIT: 'GDPR',
  STATISTICS: 'GDPR',
  DATA_PROTECTION: 'GDPR',
  OWN_RECORDS: 'GDPR',
};

/** Which role reads for which purpose. A role without a purpose reads nothing. */
const readers: { readonly [R in Role]: ReadonlyArray<Purpose> } = {
  CLK: ['LICENSING', 'STATISTICS'],
  CUS: ['CUSTOMS'],
  POL: ['INVESTIGATION'],
  JUD: ['INVESTIGATION'],
  LAB: ['INVESTIGATION'],
  FFP: ['TRACING', 'STATISTICS'],
  AUD: ['AUDIT'],
  DPO: ['DATA_PROTECTION', 'AUDIT'],
  MIG: ['LICENSING'],
  SYS: ['AUDIT'],
  MFR: ['OWN_RECORDS'],
  DLR: ['OWN_RECORDS'],
  BRK: ['OWN_RECORDS'],
  PRF: [],
  VER: ['OWN_RECORDS'],
  STO: ['OWN_RECORDS'],
  FOR: [],
  HLD: ['OWN_RECORDS'],
};

/** Reads only what is his own: the routes that show nothing else are marked `forOwners`. */
export const isOwnAffair = (purpose: Purpose): boolean => purpose === 'OWN_RECORDS';

export const purposesOf = (role: Role): ReadonlyArray<Purpose> => readers[role];

/** Roles that must not learn from an answer that a firearm is looked for or seized (users-and-jobs 3, HC-03). */
export const answeredNeutrally: ReadonlySet<Role> = new Set(['MFR', 'DLR', 'BRK', 'HLD', 'PRF', 'VER']);

/** Codes that would tell: each becomes the same neutral answer. */
export const tellingCodes: ReadonlySet<string> = new Set(['R10', 'R11', 'R12', 'R13', 'R20', 'R22', 'R23']);
