import type { PartyRole } from '../shared/commonFields.ts';
import type { Anomaly } from '../stream/streamKind.ts';
import type { Instant } from '../time/zone.ts';
import type { TransferParticulars } from './particulars.ts';

/** Statuses in the order of the table's columns. */
export const authorisationStatuses = [
  'NEW',
  'APPLIED',
  'GRANTED',
  'REFUSED',
  'SUSPENDED',
  'EXPIRED',
  'WITHDRAWN',
] as const;
export type AuthorisationStatus = (typeof authorisationStatuses)[number];

/** What a right under Dir. 4(4), 9 to 11 and 16(3) is for. */
export const rightKinds = [
  'PERMIT',
  'DECLARATION',
  'PROTECTION',
  'HUNTER',
  'TARGET_SHOOTER',
  'COLLECTOR',
  'MUSEUM',
  'DEALER',
  'BROKER',
  'MANUFACTURER',
  'DEALER_TRANSFER',
] as const;
export type RightKind = (typeof rightKinds)[number];

/** Licences for one movement across a border (catalogue 5.4). */
export const movements = ['TRANSFER', 'EXPORT', 'IMPORT', 'TRANSIT'] as const;
export type Movement = (typeof movements)[number];

/** From the first instant, inclusive, to the end of the last day, exclusive; without an end it holds until it is ended. */
export type Period = { readonly from: Instant; readonly until?: Instant };

/** What it covers: whole categories, or of a category only the subcategories that are listed. */
export type Scope = {
  readonly categories: ReadonlyArray<string>;
  readonly subcategories: ReadonlyArray<string>;
};

export type Right = Scope & { readonly kind: RightKind; readonly acquisitions?: number };

export type Licence = Scope & {
  readonly movement: Movement;
  readonly licenceNo: string;
  /** Firearms named one by one; empty where the licence describes goods by category. */
  readonly firearmIds: ReadonlyArray<string>;
  readonly quantity: number;
  readonly exportCountry?: string;
  readonly importCountry?: string;
  readonly transitCountries: ReadonlyArray<string>;
};

/** Prior agreement of another State (Dir. 10(2), 16(4)). */
export type Consent = {
  readonly state: string;
  readonly reference?: string;
  readonly firearmIds: ReadonlyArray<string>;
  readonly acquirerId?: string;
};

export type PassEntry = {
  readonly firearmId: string;
  readonly addedBy: string;
  readonly journeys: ReadonlyArray<{ readonly state: string; readonly period: Period }>;
};
export type Pass = { readonly passNo: string; readonly entries: ReadonlyArray<PassEntry> };

export type RefusalGround = 'SECURITY' | 'RELIABILITY' | 'OTHER';

/** A message to other States that a decision makes due (REQ-EXC-03, -05). */
export type NoticeDue = { readonly kind: 'REFUSAL'; readonly action: 'SEND' | 'DELETE'; readonly by: string };

/** What is true of one authorisation at one moment. */
export type AuthorisationState = {
  readonly status: AuthorisationStatus;
  readonly anomalies: ReadonlyArray<Anomaly>;
  /** Whose it is. */
  readonly partyId?: string;
  /** What the stream is about; set by its first event. */
  readonly matter?: 'RIGHT' | 'PASS' | 'CONSENT' | Movement;
  readonly applied?: Scope & { readonly kind: RightKind };
  readonly lookups: ReadonlyArray<{ readonly eventId: string; readonly result: string }>;
  readonly right?: Right;
  readonly licence?: Licence;
  readonly consent?: Consent;
  readonly pass?: Pass;
  readonly request?: TransferParticulars;
  /** Periods of validity; a renewal adds one, so that the past stays as it was. */
  readonly periods: ReadonlyArray<Period>;
  readonly reviewDue?: Instant;
  readonly foreignConsentRef?: string;
  /** Firearms acquired or moved under it, where their number is limited. */
  readonly used: ReadonlyArray<string>;
  readonly refusal?: { readonly ground: RefusalGround; readonly final: boolean; readonly eventId: string };
  readonly notices: ReadonlyArray<NoticeDue>;
  /** The event that suspended, withdrew or revoked it, and why. */
  readonly ended?: { readonly eventId: string; readonly reason: string };
  readonly dealerNotices: ReadonlyArray<{
    readonly eventId: string;
    readonly firearmIds: ReadonlyArray<string>;
  }>;
};

export const initialAuthorisation: AuthorisationState = {
  status: 'NEW',
  anomalies: [],
  lookups: [],
  periods: [],
  used: [],
  notices: [],
  dealerNotices: [],
};

const trading: ReadonlySet<RightKind> = new Set(['DEALER', 'BROKER', 'MANUFACTURER']);

/** In which capacity a firearm may be received under a right of this kind; none where it only allows sending. */
export const receivedUnder = (kind: RightKind): PartyRole | undefined =>
  trading.has(kind) ? 'TRADE' : kind === 'DEALER_TRANSFER' ? undefined : 'HOLDER';
