import type { Policy, ProfileName } from './policy.ts';

/** A Member State with the defaults of legal-basis section 7. */
export const euMember: Policy = {
  profile: 'EU_MEMBER',
  territory: 'ME',
  reportDeadline: { dealer: 'P1D', private: 'P14D' },
  export: { startsRetention: false },
  primaryComponent: ['FRAME', 'RECEIVER_LOWER', 'RECEIVER'],
  primaryComponentReplacement: 'NEW_FIREARM',
  selfAnnulWindow: 'P7D',
  alphabet: ['LATIN'],
  numerals: ['ARABIC'],
  reducedMarkKinds: ['BOLT', 'BREECH_BLOCK'],
  embeddedPlate: {
    materials: ['POLYMER', 'COMPOSITE', 'CERAMIC', 'OTHER_NON_METALLIC'],
    kinds: ['FRAME', 'RECEIVER', 'RECEIVER_UPPER', 'RECEIVER_LOWER'],
    equivalentAllowed: true,
  },
  transferConfirmation: 'TWO_SIDED',
  retention: { workingDayShift: true },
  accessLog: { retention: 'P18M' },
  depthRule: { from: '2025-07-22' },
  supplierMismatch: 'ACCEPT_FLAG',
  refusalLookupRequired: true,
  reviewBlocksTransfers: false,
  importLicenceRequired: true,
  tradeRegime: 'REG_258_2012',
  euMovements: 'ART_16_TRANSFER',
  outbox: { imi: true, sis: true, iarms: true },
  consentFreeList: [],
  journeyRestrictions: [],
  permitReviewYears: 5,
  dealerTransferYears: 3,
  passYears: 5,
  deadlines: {
    inheritanceSettled: 'P6M',
    disposalAfterWithdrawal: 'P60D',
    importMark: 'P30D',
    seizedUndecided: 'P90D',
    arrivalAbroad: 'P30D',
    temporaryImportExit: 'P3M',
    transferConfirmation: 'P14D',
    alertEntry: 'P1D',
    alertDeletion: 'P1D',
    traceAcknowledgement: 'P3D',
    traceAnswer: 'P30D',
    traceClarification: 'P30D',
    traceReply: 'P60D',
    flaggedReport: 'P14D',
    stockDiscrepancy: 'P14D',
    refusalDeletion: 'P1D',
    subjectRequest: 'P1M',
    notices: { definitiveTransfer: 'P0D', movement: 'P0D', refusal: 'P1D' },
  },
  // REQ-EXC-05: within one working day. The holidays are the State's to name.
  workingDays: { holidays: [], movedDeadlines: ['refusalDeletion'] },
};

/**
 * A State outside the Union whose law follows the Directive: arts 16-18 and IMI do not bind it, Member States are
 * abroad like any other State (trap 19), and without IMI there is nobody to ask about refusals.
 */
export const nonEuAligned: Policy = {
  ...euMember,
  profile: 'NON_EU_ALIGNED',
  euMovements: 'IMPORT_EXPORT',
  outbox: { imi: false, sis: false, iarms: true },
  refusalLookupRequired: false,
};

export const profiles: { readonly [P in ProfileName]: Policy } = {
  EU_MEMBER: euMember,
  NON_EU_ALIGNED: nonEuAligned,
};
