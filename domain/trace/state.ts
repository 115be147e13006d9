import type { Anomaly } from '../stream/streamKind.ts';

/** Statuses in the order of the table's columns. */
export const traceStatuses = [
  'NEW',
  'RECEIVED',
  'SENT',
  'ACKNOWLEDGED',
  'CLARIFICATION',
  'PARTIAL',
  'ANSWERED',
  'REFUSED',
] as const;
export type TraceStatus = (typeof traceStatuses)[number];

/** What ITI 17 asks of a request and this one does not say yet. */
export type MissingContent = 'INTENDED_USE' | 'LEGAL_JUSTIFICATION' | 'CIRCUMSTANCES' | 'MARKS';

/** Who asks: decides whether an answer leaves the area of the common data-protection law. */
export type Requester = {
  readonly country: string;
  readonly authority: string;
  readonly scope: 'DOMESTIC' | 'FOREIGN';
};
export type UseRestriction = {
  readonly kind: 'NONE' | 'THIS_CASE_ONLY' | 'INTELLIGENCE_ONLY' | 'PRIOR_CONSENT';
  readonly setBy?: string;
};

export type TraceAnswer = {
  readonly eventId: string;
  readonly extent: 'FULL' | 'PARTIAL';
  readonly asOf: { readonly valid: string; readonly known: string };
  readonly disclosedFields: ReadonlyArray<string>;
  readonly snapshotSha256?: string;
  readonly ground?: string;
};

/** What is true of one trace request at one moment. */
export type TraceState = {
  readonly status: TraceStatus;
  readonly direction?: 'RECEIVED' | 'SENT';
  readonly caseRef?: string;
  readonly firearmId?: string;
  readonly requester?: Requester;
  readonly urgency?: string;
  readonly dueBy?: string;
  /** The desk that has the request now (REQ-TRC-07). */
  readonly desk?: string;
  readonly missing: ReadonlyArray<MissingContent>;
  /** Incomplete, and nobody asked for the rest yet (REQ-TRC-04). */
  readonly clarificationDue: boolean;
  /** Where the request returns when the clarification came. */
  readonly resumesAs?: TraceStatus;
  /** Shown with every view of the request (REQ-TRC-06). */
  readonly useRestrictions: ReadonlyArray<UseRestriction>;
  readonly answers: ReadonlyArray<TraceAnswer>;
  readonly refusedFor?: string;
  readonly attachedTo: ReadonlyArray<string>;
  /** Rule under which what it said of persons was erased. */
  readonly erasedUnder?: string;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialTrace: TraceState = {
  status: 'NEW',
  missing: [],
  clarificationDue: false,
  useRestrictions: [],
  answers: [],
  attachedTo: [],
  anomalies: [],
};

/** Whether the answer is late (REQ-TRC-08; Protocol 12(4)): the list of overdue traces. */
export const isOverdue = (state: TraceState, today: string): boolean =>
  state.dueBy !== undefined &&
  state.dueBy < today &&
  state.status !== 'NEW' &&
  state.status !== 'ANSWERED' &&
  state.status !== 'REFUSED';
