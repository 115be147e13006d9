import { DamagedLog } from './failure.ts';

/**
 * A position is the place of a record in the server's log file times 4,096, plus the number of the event within the
 * record: the record that completes a unit makes all events of the unit visible at once, one after the other.
 */
const unitBits = 12n;
export const unitEventsMax = 1 << Number(unitBits);

/** Positions are 64 bits with a sign in PostgreSQL: room for a log file of two pebibytes. */
const commitMax = 1n << 51n;

export const positionOf = (commit: bigint, ordinal = 0): bigint => {
  if (commit < 0n || commit >= commitMax)
    throw new DamagedLog(
      `EventStoreDB gave ${commit} as the place of a record, which no log of this size has`,
    );
  return (commit << unitBits) + BigInt(ordinal);
};
export const commitOf = (position: bigint): bigint => position >> unitBits;
/** The last position a record at this place can have. */
export const lastPositionAt = (commit: bigint): bigint => (commit << unitBits) + BigInt(unitEventsMax - 1);
