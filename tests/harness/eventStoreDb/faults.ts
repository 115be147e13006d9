/** Switches of the stand-in. Numbers count down: so many calls are hit, then the server behaves again. */
export type Faults = {
  /** Calls that are turned away before anything happened. */
  unavailable: number;
  /** Appends that take effect while their answer is lost with the connection. */
  loseAnswer: number;
  /** Appends that take effect and are never answered. */
  neverAnswer: number;
  /** Appends that are swallowed: no effect, no answer. */
  swallow: number;
  /** Only appends to streams with such a name are hit by the switches above. */
  only: RegExp | undefined;
  /** Milliseconds each call takes longer. */
  delayMs: number;
  /** Reads of streams with such a name wait until this is taken back. */
  holdReadsOf: RegExp | undefined;
  /** Every event of a subscription comes twice. */
  deliverTwice: boolean;
  /** Subscriptions end without an error after so many events. */
  endAfter: number | undefined;
  /** Reads of streams give no positions, as of servers before 22.6. */
  withoutPositions: boolean;
  /** Appends and reads are denied. */
  denied: boolean;
  /** Who leads instead of this server. */
  leader: { readonly host: string; readonly port: number } | undefined;
  /** The batch stream ends without an error at its next request, which is not carried out. */
  endBatch: boolean;
  /** The batch stream breaks at its next request, which is not carried out. */
  breakBatch: boolean;
  /** Acknowledgements of a batch stream are kept until so many are there, and come in opposite order. */
  reorderBatch: number;
};

export const noFaults = (): Faults => ({
  unavailable: 0,
  loseAnswer: 0,
  neverAnswer: 0,
  swallow: 0,
  only: undefined,
  delayMs: 0,
  holdReadsOf: undefined,
  deliverTwice: false,
  endAfter: undefined,
  withoutPositions: false,
  denied: false,
  leader: undefined,
  endBatch: false,
  breakBatch: false,
  reorderBatch: 0,
});
