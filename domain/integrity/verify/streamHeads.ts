import { hashBytes } from '../hashing.ts';

const firstSlots = 1024;

/**
 * The last event of every stream: its revision, time and leaf hash. Kept flat, because a log has as many streams as it
 * has firearms, parties and permits; the names of the streams take most of the room.
 */
export const createStreamHeads = () => {
  const slots = new Map<string, number>();
  let hashes = new Uint8Array(firstSlots * hashBytes);
  let revisions = new Float64Array(firstSlots);
  let times = new Float64Array(firstSlots);
  return {
    get: (stream: string) => {
      const slot = slots.get(stream);
      if (slot === undefined) return undefined;
      return {
        revision: revisions[slot] ?? 0,
        recordedAt: times[slot] ?? 0,
        leaf: hashes.subarray(slot * hashBytes, (slot + 1) * hashBytes),
      };
    },
    set: (stream: string, revision: number, recordedAt: number, leaf: Uint8Array): void => {
      let slot = slots.get(stream);
      if (slot === undefined) {
        slot = slots.size;
        slots.set(stream, slot);
        if (slot >= revisions.length) {
          const wider = <A extends Uint8Array | Float64Array>(from: A, to: A): A => {
            to.set(from);
            return to;
          };
          hashes = wider(hashes, new Uint8Array(hashes.length * 2));
          revisions = wider(revisions, new Float64Array(revisions.length * 2));
          times = wider(times, new Float64Array(times.length * 2));
        }
      }
      hashes.set(leaf, slot * hashBytes);
      revisions[slot] = revision;
      times[slot] = recordedAt;
    },
    count: () => slots.size,
  };
};
