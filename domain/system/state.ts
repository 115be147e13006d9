import type { PolicyDocument } from '../policy/policyFrom.ts';
import type { Anomaly } from '../stream/streamKind.ts';
import type { Instant } from '../time/zone.ts';

/** Statuses in the order of the table's columns. */
export const systemStatuses = ['ACTIVE'] as const;
export type SystemStatus = (typeof systemStatuses)[number];

/** One version of the policy; `from` is the begin of its first local day. */
export type AdoptedPolicy = {
  readonly version: number;
  readonly validFrom: string;
  readonly from: Instant;
  readonly document: PolicyDocument;
  readonly adoptedBy: string;
};

/** What must not be erased, and by whose order (Dir. 4(5) subpara 4). */
export type LegalHold = {
  readonly holdEventId: string;
  /** Its number in the stream of the ledger: the order in which holds and decisions about runs were recorded. */
  readonly recordedAs: number;
  readonly ref: string;
  readonly scope: {
    readonly firearmIds: ReadonlyArray<string>;
    readonly componentIds: ReadonlyArray<string>;
    readonly partyIds: ReadonlyArray<string>;
    readonly caseRefs: ReadonlyArray<string>;
  };
};

/** A run of erasure: proposed, approved by another person, completed. */
export type ErasureRun = {
  readonly runId: string;
  readonly proposedBy: string;
  readonly ruleId: string;
  readonly until: string;
  readonly parties: number;
  readonly firearms: number;
  readonly traces: number;
  readonly planSha256: string;
  readonly approvedBy?: string;
  /** Number of the approval in the stream of the ledger. */
  readonly approvedAs?: number;
  readonly completedBy?: string;
};

/** What is true of the ledger itself at one moment. */
export type SystemState = {
  readonly status: SystemStatus;
  readonly policies: ReadonlyArray<AdoptedPolicy>;
  readonly holds: ReadonlyArray<LegalHold>;
  readonly erasureRuns: ReadonlyArray<ErasureRun>;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialSystem: SystemState = {
  status: 'ACTIVE',
  policies: [],
  holds: [],
  erasureRuns: [],
  anomalies: [],
};

/** The holds that keep a firearm, component, party or case from erasure. */
export const holdsOn = ({ holds }: SystemState, subject: string): ReadonlyArray<LegalHold> =>
  holds.filter(({ scope }) => Object.values(scope).some((listed) => listed.includes(subject)));
