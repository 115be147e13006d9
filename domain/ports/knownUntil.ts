import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Instant } from '../time/zone.ts';
import type { StoreUnavailable } from './eventStore.ts';

/**
 * Up to when an answer knows all that was recorded and will ever have been recorded (event-catalogue 8.1, 8.9). "As known
 * now" would be another answer when it is asked again: what is on its way into the log, or from the log into a read model,
 * was recorded before now and is not in it. An answer states such a moment instead, and stays the same for ever.
 */
export type KnownUntil = {
  /** For who reads the log from now on: a moment of the last second. */
  readonly log: () => TaskEither<StoreUnavailable, Instant>;
  /**
   * For who has taken in all events up to this position, and may have taken in others. `told`: a moment that somebody was
   * told is known; what is known here is not earlier if the position is not.
   */
  readonly position: (position: bigint, told?: Instant) => TaskEither<StoreUnavailable, Instant>;
};
