/** How long things may take. The client's own deadlines are not relied on: it ignores some of them. */
export type Limits = {
  /** One call of the server. */
  readonly callMs: number;
  /** A whole append or read with its repetitions. */
  readonly operationMs: number;
  /** How long a unit or a claim of somebody else may stay undecided before it is undone. */
  readonly patienceMs: number;
  /** How long a subscription tries to come back before it tells its subscriber. */
  readonly reconnectMs: number;
};

export const defaultLimits: Limits = {
  callMs: 5_000,
  operationMs: 20_000,
  patienceMs: 3_000,
  reconnectMs: 30_000,
};

/** Calls under way at once. */
export const callsAtOnce = 32;

/** The wait before attempt `n` from 0: doubling, capped, and uneven so that many callers do not come together. */
export const backOffMs = (attempt: number, cap = 1_000): number =>
  Math.min(cap, 20 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
