import type { LogFault, ReadModelFault } from './fault.ts';

/** A checkpoint that an auditor brings: what the log was when he saw it last. */
export type BroughtCheckpoint = { readonly size: number; readonly root: Uint8Array };

export type VerifiedLog = {
  readonly status: 'INTACT' | 'FAULTY';
  readonly events: number;
  readonly leaves: number;
  /** Recorded a moment ago and not entered yet. */
  readonly waiting: number;
  readonly checkpoints: number;
  /** Of those, how many carry the valid signature of a known key of the log. */
  readonly signatures: number;
  /** Root over the entries, as recomputed (hex). */
  readonly root: string;
  readonly faults: ReadonlyArray<LogFault>;
  /** More faults than are listed. */
  readonly further: number;
};

export type VerifiedReadModel = {
  readonly name: string;
  /** The position at which it was compared. */
  readonly position: bigint;
  readonly rows: number;
  readonly status: 'EQUAL' | 'FAULTY' | 'NOT_COMPARED';
  readonly fault?: ReadModelFault;
  /** Why it was not compared. */
  readonly reason?: string;
};

export type Verification = {
  /** Absent where it was not asked for. */
  readonly log?: VerifiedLog;
  readonly readModels: ReadonlyArray<VerifiedReadModel>;
  /** CLEAN: all was checked and nothing found. INCOMPLETE: nothing found, and something could not be checked. */
  readonly outcome: 'CLEAN' | 'FAULTY' | 'INCOMPLETE';
};

/** What the parts come to together. */
export const outcomeOf = ({ log, readModels }: Omit<Verification, 'outcome'>): Verification['outcome'] => {
  if (log?.status === 'FAULTY' || readModels.some(({ status }) => status === 'FAULTY')) return 'FAULTY';
  return readModels.some(({ status }) => status === 'NOT_COMPARED') ? 'INCOMPLETE' : 'CLEAN';
};
