import type { CategoryFacts, FurtherFacts } from '../category/facts.ts';
import type { ComponentSnapshot } from '../component/particulars.ts';
import type { PartyRole } from '../shared/commonFields.ts';
import type { Absent } from '../shared/shape.ts';
import type { Anomaly } from '../stream/streamKind.ts';
import type { Instant } from '../time/zone.ts';
import type { Identity } from './identity.ts';

/** The fifteen custody states, in the order of the table of catalogue 6.1. */
export const custodies = [
  'NEW',
  'MFD',
  'TRD',
  'HLD',
  'STK',
  'TMP',
  'TRN',
  'LST',
  'STL',
  'AUT',
  'SZD',
  'FRF',
  'EXP',
  'DSM',
  'DST',
] as const;
export type Custody = (typeof custodies)[number];
export type Condition = 'LIVE' | 'DEACT_DONE' | 'DEACT_CERT';
export type MarkState = 'UNMARKED' | 'MARKED' | 'ALTERED' | 'REMARKED';
export type AlertKind = 'LOST' | 'STOLEN' | 'WANTED_EXHIBIT';

/** Technical rules a deactivation followed (REQ-DEA-05). */
export const deactivationStandards = ['EU_2015_2403', 'EU_2018_337', 'NATIONAL_OLD'] as const;
export type DeactivationStandard = (typeof deactivationStandards)[number];

/** `windowFrom`: from this moment on nobody but the finder can have had the firearm lawfully (HC-09). */
export type OpenAlert = {
  readonly kind: AlertKind;
  readonly openedBy: string;
  readonly windowFrom: Instant;
  /** The stream that holds what became of it abroad. */
  readonly alertId?: string;
};

/** Who answers for the firearm, and in which capacity. An authority is named by its organisation. */
export type Holder = { readonly party: string | Absent; readonly role: PartyRole | 'AUTHORITY' | 'ESTATE' };

/** Who has the firearm in hand while another answers for it: possession overlays ownership (users-and-jobs 1). */
export type Custodian = {
  readonly party: string | Absent;
  /** EVIDENCE: an authority keeps it; ESTATE: an executor; else the purpose of the temporary custody. */
  readonly purpose: string;
  /** The event by which he received it. */
  readonly since: string;
};

/** A mark on the object: which part carries it, what it says, whether it is the current identifier. */
export type Mark = {
  readonly serialRaw: string;
  readonly location: string | Absent;
  readonly origin: 'IDENTITY' | 'MARK' | 'SEEN' | 'IMPORT' | 'REMARK' | 'RECOVERED';
  readonly recordedBy: string;
  /** Some characters could not be read and stand as `?`. */
  readonly partial?: true;
  readonly depthMm?: number;
};

/**
 * What is true of one firearm at one moment: four independent dimensions (catalogue section 6) and the facts
 * that guards and readers need. A single status would be wrong: a deactivated pistol can be stolen, then seized.
 */
export type FirearmState = {
  readonly custody: Custody;
  readonly condition: Condition;
  readonly markState: MarkState;
  readonly alerts: ReadonlyArray<OpenAlert>;
  /** Where custody returns when a report of loss or theft is withdrawn. */
  readonly custodyBeforeLoss?: Custody;
  readonly holder?: Holder;
  readonly identity?: Identity;
  readonly marks: ReadonlyArray<Mark>;
  readonly stateTransferMark: boolean;
  readonly registered: boolean;
  readonly importMarkDue: boolean;
  readonly firstMarketDate?: string;
  readonly seizureCases: ReadonlyArray<string>;
  readonly deactivation?: {
    readonly performedBy?: { readonly actorId: string; readonly organisationId: string };
    readonly standard?: DeactivationStandard;
    readonly certificateNo?: string;
    /** What it was before, should the certificate be revoked. */
    readonly before?: Pick<Identity, 'category' | 'subcategory'>;
  };
  readonly custodian?: Custodian;
  /** Where custody returns when temporary custody ends, and when a dispatch is aborted. */
  readonly custodyBeforeTemporary?: Custody;
  readonly custodyBeforeDispatch?: Custody;
  /** Licence under which it is on its way. */
  readonly dispatchLicenceId?: string;
  /** Whether it is proven that the marks seen are those of the firearm recorded, or only concluded (HC-08). */
  readonly identityLink: 'PROVEN' | 'ASSESSMENT';
  /** Failed proof: not to be sold until it passes (catalogue 5.1). */
  readonly marketBlocked: boolean;
  /** Own dates of the firearm, as exactly as known: rules on marks and retention run by them. */
  readonly manufacturedOn?: string;
  readonly importedOn?: string;
  readonly importKind?: 'NEW' | 'RETURN' | 'TEMPORARY';
  readonly exportedOn?: string;
  /** The last day on which it may have been destroyed. */
  readonly destroyedOn?: string;
  readonly importMark?: { readonly country: string; readonly year?: number };
  readonly ballistics: { readonly testFires: ReadonlyArray<string>; readonly images: ReadonlyArray<string> };
  /** Events by which legal holds were placed that are in force. */
  readonly legalHolds: ReadonlyArray<string>;
  /** Essential components that are objects of their own (REQ-CMP-02). */
  readonly fitted: ReadonlyArray<ComponentSnapshot>;
  /** The firearm whose primary part was replaced to make this one, and the one that this became (HC-06). */
  readonly predecessorId?: string;
  readonly successorId?: string;
  /** Facts that decide the category and stand in no identity block. */
  readonly furtherFacts: FurtherFacts;
  /** The change after which the recorded category has still to be checked (Dir. 4(5)(d)). */
  readonly categoryCheckDue?: string;
  /** On what the recorded category rests, so that it can be recomputed (REQ-CAT-01). */
  readonly classification?: { readonly facts: CategoryFacts; readonly recordedBy: string };
  readonly anomalies: ReadonlyArray<Anomaly>;
  /** Data-quality findings that came with a digitised record. */
  readonly findings: ReadonlyArray<string>;
};

export const newFirearm: FirearmState = {
  custody: 'NEW',
  condition: 'LIVE',
  markState: 'UNMARKED',
  alerts: [],
  marks: [],
  stateTransferMark: false,
  registered: false,
  importMarkDue: false,
  seizureCases: [],
  fitted: [],
  furtherFacts: {},
  anomalies: [],
  findings: [],
  identityLink: 'PROVEN',
  marketBlocked: false,
  ballistics: { testFires: [], images: [] },
  legalHolds: [],
};
