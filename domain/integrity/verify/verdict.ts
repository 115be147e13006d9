/** What a verifier says: which checks were done, and each fault by kind and place. */

export type FaultKind =
  // The file
  | 'FILE_UNREADABLE'
  | 'FILE_NOT_CANONICAL'
  | 'UNKNOWN_FORMAT'
  | 'UNKNOWN_VERSION'
  | 'MALFORMED'
  | 'MEMBER_CHANGED'
  | 'EXPLANATION_CHANGED'
  // Checkpoint, keys, policy
  | 'CHECKPOINT_MALFORMED'
  | 'POLICY_MALFORMED'
  | 'KEY_MALFORMED'
  | 'SIGNED_BY_ANOTHER_KEY'
  | 'BAD_SIGNATURE'
  | 'QUORUM_NOT_REACHED'
  | 'TIMESTAMP_OF_OTHER_BYTES'
  // Events
  | 'ENVELOPE_CHANGED'
  | 'PAYLOAD_CHANGED'
  | 'PERSONAL_VALUE_CHANGED'
  | 'NOT_IN_TREE'
  | 'EVENT_REMOVED'
  | 'EVENT_INSERTED'
  | 'EVENTS_REORDERED'
  | 'STREAM_REWRITTEN'
  | 'TIME_RUNS_BACK'
  // Statement
  | 'STATEMENT_DIFFERS'
  | 'STATEMENT_NOT_CHECKABLE'
  // Checkpoints and whole logs
  | 'LOG_FORKED'
  | 'LOG_TRUNCATED'
  | 'CONSISTENCY_MISSING'
  | 'ROOT_DIFFERS';

export type Place = {
  readonly part: 'FILE' | 'CHECKPOINT' | 'POLICY' | 'KEY' | 'TIMESTAMP' | 'EVENT' | 'STATEMENT' | 'LOG';
  /** Line of the file, from 1. */
  readonly line?: number;
  /** Byte of the file, from 0. */
  readonly byte?: number;
  /** JSON pointer into the file or, for a payload or statement, into that. */
  readonly pointer?: string;
  /** Event of the bundle, from 0. */
  readonly event?: number;
  readonly leafIndex?: number;
  /** For what lies between two known places: up to, not including, this leaf. */
  readonly leafEnd?: number;
  readonly stream?: string;
  /** Revision within the stream, from 0. */
  readonly revision?: number;
};

export type Fault = { readonly kind: FaultKind; readonly message: string; readonly at: Place };

export const checkNames = [
  'FILE',
  'SIGNATURE',
  'WITNESSES',
  'CONSISTENCY',
  'INCLUSION',
  'PAYLOADS',
  'PERSONAL_VALUES',
  'STREAMS',
  'STATEMENT',
  'WHOLE_LOG',
  'TIMESTAMP',
] as const;
export type CheckName = (typeof checkNames)[number];

export type Check = {
  readonly name: CheckName;
  readonly result: 'PASSED' | 'FAILED' | 'NOT_DONE';
  /** What was checked and found, or why nothing was checked, in a sentence. */
  readonly says: string;
};

export type Verdict = {
  readonly good: boolean;
  readonly checks: ReadonlyArray<Check>;
  readonly faults: ReadonlyArray<Fault>;
  /** What the reader has to know beside: it is no fault. */
  readonly notes: ReadonlyArray<string>;
  /** The checkpoint that everything hangs on, once its signature held. */
  readonly checkpoint?: { readonly origin: string; readonly size: number; readonly root: string };
  /** What the verified file is about. */
  readonly subject?: unknown;
  /** The ledger's statement, where it was computed again and found equal. */
  readonly statement?: unknown;
};

/** So many faults are kept; a file in which everything is wrong needs no more. */
const faultsMax = 1000;

/** Collects what checks find. */
export const createFindings = () => {
  const faults: Fault[] = [];
  const failed = new Set<CheckName>();
  const said = new Map<CheckName, { readonly done: boolean; readonly says: string }>();
  const notes: string[] = [];
  return {
    faults,
    fault: (check: CheckName, kind: FaultKind, message: string, at: Place): void => {
      failed.add(check);
      if (faults.length < faultsMax) faults.push({ kind, message, at });
    },
    /** The check was made; it passed unless it found a fault. */
    done: (check: CheckName, says: string): void => {
      said.set(check, { done: true, says });
    },
    notDone: (check: CheckName, says: string): void => {
      said.set(check, { done: false, says });
    },
    note: (text: string): void => {
      notes.push(text);
    },
    hasFailed: (check: CheckName): boolean => failed.has(check),
    verdict: (more: Pick<Verdict, 'checkpoint' | 'subject' | 'statement'> = {}): Verdict => ({
      good: faults.length === 0,
      checks: checkNames.flatMap((name): ReadonlyArray<Check> => {
        const what = said.get(name);
        if (failed.has(name)) return [{ name, result: 'FAILED', says: what?.says ?? 'A fault was found.' }];
        if (what === undefined) return [];
        return [{ name, result: what.done ? 'PASSED' : 'NOT_DONE', says: what.says }];
      }),
      faults,
      notes,
      ...more,
    }),
  };
};
export type Findings = ReturnType<typeof createFindings>;
