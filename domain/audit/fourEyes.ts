/** What two persons should have done: the second event, and what of the same subject it decides about. */
export type FourEyesRule = {
  readonly rule: string;
  readonly first: ReadonlyArray<string>;
  readonly second: string;
  readonly meaning: string;
};

const takenIn = ['FirearmSeized', 'FirearmFound', 'FirearmSurrendered', 'EvidenceCustodyMoved'] as const;

/**
 * Acts that want a second pair of eyes (users-and-jobs 5, "Return or dispose": two-person rule; 6, "four-eyes breaches
 * visible"; REQ-DEA-01). The ledger refuses one person's erasure and one person's certificate; the others it records,
 * because small stations have one person on duty, and shows them here.
 */
export const fourEyesRules: ReadonlyArray<FourEyesRule> = [
  {
    rule: 'RELEASE',
    first: takenIn,
    second: 'FirearmReleased',
    meaning: 'who took it in also handed it out',
  },
  {
    rule: 'FORFEITURE',
    first: takenIn,
    second: 'FirearmForfeited',
    meaning: 'who took it in also recorded its forfeiture',
  },
  {
    rule: 'DESTRUCTION',
    first: [...takenIn, 'FirearmForfeited'],
    second: 'FirearmDestroyed',
    meaning: 'who took it in or had it forfeited also destroyed it',
  },
  {
    rule: 'ALERT_CLOSED',
    first: ['LossReported', 'TheftReported'],
    second: 'AlertDischarged',
    meaning: 'who reported it missing also closed the alert',
  },
  {
    rule: 'ALERT_WITHDRAWN',
    first: ['LossReported', 'TheftReported'],
    second: 'AlertWithdrawn',
    meaning: 'who reported it missing also withdrew the report',
  },
  {
    rule: 'DEACTIVATION',
    first: ['DeactivationPerformed'],
    second: 'DeactivationCertified',
    meaning: 'who deactivated it also certified that',
  },
  {
    rule: 'IDENTITY',
    first: ['IdentityConflictOpened'],
    second: 'IdentityConflictResolved',
    meaning: 'who opened a conflict of identity also resolved it',
  },
];

/** Records about records: the one who changes is the one who recorded. */
export const recordRules: ReadonlyArray<FourEyesRule> = [
  {
    rule: 'CORRECTION',
    first: [],
    second: 'RecordCorrected',
    meaning: 'who recorded it also corrected it',
  },
  {
    rule: 'ANNULMENT',
    first: [],
    second: 'RecordAnnulled',
    meaning: 'who recorded it also annulled it',
  },
  {
    rule: 'REINSTATEMENT',
    first: [],
    second: 'RecordReinstated',
    meaning: 'who annulled it also reinstated it',
  },
  {
    rule: 'DISPUTE',
    first: [],
    second: 'DisputeDecided',
    meaning: 'who recorded what is disputed also decided about it',
  },
];

export const fourEyesNames: ReadonlyArray<string> = [...fourEyesRules, ...recordRules].map(
  ({ rule }) => rule,
);
export const fourEyesMeaning = (rule: string): string =>
  [...fourEyesRules, ...recordRules].find((each) => each.rule === rule)?.meaning ?? '';
