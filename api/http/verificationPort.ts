import type { BroughtCheckpoint, Verification } from '../../domain/verification/report.ts';

export type VerificationJob = {
  readonly id: string;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: 'RUNNING' | 'ENDED' | 'BROKEN_OFF';
  readonly progress?: {
    readonly step: 'LOG' | 'READ_MODELS';
    readonly position: bigint;
    readonly head: bigint;
  };
  readonly result?: Verification;
};

/** Verifications run beside the requests; the composition provides who runs them. */
export type VerificationJobs = {
  /** Undefined while another one is under way. */
  readonly start: (asked: {
    readonly startedBy: string;
    readonly log: boolean;
    readonly readModels?: ReadonlyArray<string>;
    readonly checkpoint?: BroughtCheckpoint;
  }) => VerificationJob | undefined;
  readonly get: (id: string) => VerificationJob | undefined;
  /** The latest first. */
  readonly list: () => ReadonlyArray<VerificationJob>;
};
