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

/** `windowFrom`: from this moment on nobody but the finder can have had the firearm lawfully (HC-09). */
export type OpenAlert = {
  readonly kind: AlertKind;
  readonly openedBy: string;
  readonly windowFrom: Instant;
  /** The stream that holds what became of it abroad. */
  readonly alertId?: string;
};

/** Who answers for the firearm, and in which capacity. An authority is named by its organisation. */
export type Holder = { readonly party: string | Absent; readonly role: PartyRole | 'AUTHORITY' };

/** A mark on the object: which part carries it, what it says, whether it is the current identifier. */
export type Mark = {
  readonly serialRaw: string;
  readonly location: string | Absent;
  readonly origin: 'IDENTITY' | 'MARK' | 'SEEN' | 'IMPORT';
  readonly recordedBy: string;
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
    readonly performedBy: { readonly actorId: string; readonly organisationId: string };
    readonly certificateNo?: string;
  };
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
  anomalies: [],
  findings: [],
};
