import { hash, randomBytes } from 'node:crypto';
import type { Clock, Digest, Randomness } from '../../domain/ports/system.ts';

export const systemClock: Clock = { now: () => Date.now() };

/** Salts from the system's source of randomness, drawn in blocks because each draw has a fixed cost. */
export const systemRandomness = (): Randomness => {
  let block = randomBytes(0);
  let used = 0;
  return {
    salt: () => {
      if (used + 16 > block.length) {
        block = randomBytes(4096);
        used = 0;
      }
      used += 16;
      return block.toString('hex', used - 16, used);
    },
  };
};

export const sha256: Digest = (text) => hash('sha256', text);
