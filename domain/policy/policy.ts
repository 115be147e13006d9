import { frameMaterials, markLocations, subcategories } from '../firearm/identity.ts';
import type { ValueOf } from '../shared/shape.ts';
import { date, flag, integer, list, matching, oneOf, optional, record } from '../shared/shape.ts';
import { duration } from '../time/duration.ts';
import { deadlines } from './deadlines.ts';
import { workingDays } from './workingDays.ts';

export const profileNames = ['EU_MEMBER', 'NON_EU_ALIGNED'] as const;
export type ProfileName = (typeof profileNames)[number];

const primaryParts = ['FRAME', 'RECEIVER', 'RECEIVER_UPPER', 'RECEIVER_LOWER'] as const;

const consentFreeEntry = record(
  {
    state: matching('^([A-Z]{2})$', 2, 'State that needs no prior consent: ISO 3166-1 alpha-2', 'DE'),
    subcategories: list(
      oneOf(subcategories, 'subcategory'),
      1,
      subcategories.length,
      'what needs no consent',
    ),
    validFrom: date('first day on which the list holds', '2018-09-14'),
    validTo: optional(date('last day on which the list holds')),
  },
  'what may go to a State without its prior consent (REQ-TRF-05)',
);

const journeyRestriction = record(
  {
    state: matching('^([A-Z]{2})$', 2, 'State that said so: ISO 3166-1 alpha-2', 'DE'),
    subcategories: list(
      oneOf(subcategories, 'subcategory'),
      1,
      subcategories.length,
      'firearms that it concerns',
    ),
    kind: oneOf(['PROHIBITED', 'AUTHORISATION'], 'prohibited there, or subject to authorisation'),
    validFrom: date('first day on which it holds', '2018-09-14'),
    validTo: optional(date('last day on which it holds')),
  },
  'possession that another State prohibits or authorises (Dir. 11(3)); printed in passes (Annex II)',
);

/**
 * A jurisdiction profile: everything that national law decides (legal-basis section 7, and the parameters that single
 * requirements name). Described as a shape, so that a profile file or an adopted policy is validated like an event.
 */
export const policyShape = record(
  {
    profile: oneOf(profileNames, 'EU member, or a State outside that aligned its law'),
    territory: matching('^[A-Z]{2}$', 2, 'State whose register this is: ISO 3166-1 alpha-2, or XK', 'ME'),
    reportDeadline: record(
      {
        dealer: duration('until when dealers report', 'P1D'),
        private: duration('until when private holders report', 'P14D'),
      },
      'deadline of reports (REQ-DLR-04)',
    ),
    export: record(
      { startsRetention: flag('whether definitive export starts the 30-year clock (DE: WaffRG 27(2))') },
      'definitive export',
    ),
    primaryComponent: list(
      oneOf(primaryParts, 'part'),
      1,
      4,
      'which part carries the unique identifier, in order of preference (Dir. 4(1))',
    ),
    primaryComponentReplacement: oneOf(
      ['NEW_FIREARM', 'KEEP_IDENTITY'],
      'what replacing that part makes (HC-06)',
    ),
    selfAnnulWindow: duration('how long a dealer may annul an own report', 'P7D'),
    alphabet: list(
      oneOf(['LATIN', 'CYRILLIC', 'GREEK'], 'alphabet'),
      1,
      3,
      'alphabets of marks (REQ-MRK-04)',
    ),
    numerals: list(oneOf(['ARABIC', 'ROMAN'], 'numerals'), 1, 2, 'numerals of marks (REQ-MRK-04)'),
    reducedMarkKinds: list(
      oneOf(
        markLocations.filter((location) => !(primaryParts as ReadonlyArray<string>).includes(location)),
        'component',
      ),
      0,
      5,
      'components that may be too small for a full mark; never frame or receiver (REQ-MRK-03)',
    ),
    embeddedPlate: record(
      {
        materials: list(oneOf(frameMaterials, 'material'), 0, frameMaterials.length, 'materials concerned'),
        kinds: list(oneOf(primaryParts, 'part'), 0, 4, 'parts concerned'),
        equivalentAllowed: flag('whether another technique of equal clarity and permanence is allowed'),
      },
      'frames and receivers that need an embedded metal plate (REQ-MRK-06)',
    ),
    transferConfirmation: oneOf(['TWO_SIDED', 'ONE_SIDED'], 'who reports a transfer'),
    retention: record(
      { workingDayShift: flag('whether Reg. 1182/71 art. 3(4) applies to the end of retention') },
      'retention (REQ-REC-08)',
    ),
    accessLog: record(
      { retention: duration('how long access is logged', 'P18M') },
      'access log (REQ-DPR-02)',
    ),
    depthRule: record(
      { from: date('first placing on the market from which marks have a minimum depth', '2025-07-22') },
      'depth of marks (REQ-MRK-05)',
    ),
    supplierMismatch: oneOf(['ACCEPT_FLAG', 'REJECT'], 'supplier named is not the recorded holder'),
    refusalLookupRequired: flag('whether a grant needs a look-up of refusals elsewhere (REQ-EXC-04)'),
    reviewBlocksTransfers: flag('whether a review overdue blocks transfers (REQ-CAT-05)'),
    importLicenceRequired: flag('whether an import needs a licence'),
    tradeRegime: oneOf(['REG_258_2012', 'REG_2025_41'], 'law of import and export (REQ-IMP-04)'),
    euMovements: oneOf(
      ['ART_16_TRANSFER', 'IMPORT_EXPORT'],
      'what a movement to or from a Member State is (Dir. 16)',
    ),
    outbox: record(
      {
        imi: flag('notices through IMI (Dir. 18(5))'),
        sis: flag('alerts in SIS (2018/1862 art. 38(2)(j))'),
        iarms: flag('records in INTERPOL iARMS'),
      },
      'exchange systems that are connected',
    ),
    consentFreeList: list(consentFreeEntry, 0, 100, 'consent-free lists, by State (Dir. 16(4))'),
    journeyRestrictions: list(journeyRestriction, 0, 200, 'what passes must say of journeys (Annex II)'),
    permitReviewYears: integer(1, 10, 'years between reviews of a permit (REQ-CAT-05)', 5),
    dealerTransferYears: integer(1, 10, "years of a dealer's general permission (REQ-TRF-04)", 3),
    passYears: integer(1, 10, 'years of a European firearms pass (REQ-PAS-01)', 5),
    deadlines,
    workingDays,
  },
  'jurisdiction profile',
);
export type Policy = ValueOf<typeof policyShape>;
