/** Deadlines of the policy whose last day may move to a working day, by the names they have in a stored task. */
export const deadlineTerms = [
  'inheritanceSettled',
  'disposalAfterWithdrawal',
  'importMark',
  'seizedUndecided',
  'arrivalAbroad',
  'temporaryImportExit',
  'transferConfirmation',
  'alertEntry',
  'alertDeletion',
  'traceAcknowledgement',
  'traceAnswer',
  'traceClarification',
  'traceReply',
  'flaggedReport',
  'stockDiscrepancy',
  'refusalDeletion',
  'subjectRequest',
  'notices.definitiveTransfer',
  'notices.movement',
  'notices.refusal',
] as const;

/** The deadlines of the policy by name; what they are called in a stored task. */
export const terms = [...deadlineTerms, 'report.private'] as const;
export type Term = (typeof terms)[number];
