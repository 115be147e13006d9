import { type LogEvent, previousOffset, streamKeyBytes, streamKeyOffset } from '../export/logEvent.ts';
import { hashBytes } from '../hashing.ts';

/** A row: leaf hash, key of the stream, revision, time of recording. */
const rowBytes = hashBytes + streamKeyBytes + 16;
const rowNumbers = rowBytes / 8;
const revisionAt = (hashBytes + streamKeyBytes) / 8;
/** Rows that memory is taken for at once. */
const blockRows = 1024;
const firstSlots = 1024;

const sameBytes = (a: Uint8Array, from: number, b: Uint8Array, begin: number, count: number): boolean => {
  for (let index = 0; index < count; index += 1) if (a[from + index] !== b[begin + index]) return false;
  return true;
};

/** Slot of a key in a table whose size is a power of two: keys are hashes already. */
const slotOf = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)) >>>
  0;

/**
 * The last event of every stream: its leaf hash, revision and time. A log has as many streams as it has firearms, parties
 * and permits, so of each no more is kept than 64 bytes and a place in a table, about 75 in all, and nothing by its name.
 */
export const createStreamHeads = () => {
  const blocks: { readonly bytes: Uint8Array; readonly numbers: Float64Array }[] = [];
  /** Numbers of rows from 1, found by the keys of their streams. */
  let slots = new Uint32Array(firstSlots);
  let rows = 0;

  const bytesOf = (row: number): Uint8Array => blocks[Math.floor(row / blockRows)]?.bytes ?? new Uint8Array();
  const numbersOf = (row: number): Float64Array =>
    blocks[Math.floor(row / blockRows)]?.numbers ?? new Float64Array();
  const place = (row: number): number => (row % blockRows) * rowBytes;
  const numberPlace = (row: number): number => (row % blockRows) * rowNumbers + revisionAt;

  const slotFor = (keys: Uint8Array, at: number): number => {
    const mask = slots.length - 1;
    for (let slot = slotOf(keys, at) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || sameBytes(bytesOf(row), place(row) + hashBytes, keys, at, streamKeyBytes)) return slot;
    }
  };
  const widen = (): void => {
    slots = new Uint32Array(slots.length * 2);
    for (let row = 0; row < rows; row += 1) slots[slotFor(bytesOf(row), place(row) + hashBytes)] = row + 1;
  };

  return {
    /** Row of the event's stream, or -1 where it is the first of it. */
    find: ({ hashes, at }: LogEvent): number => (slots[slotFor(hashes, at + streamKeyOffset)] ?? 0) - 1,
    revision: (row: number): number => numbersOf(row)[numberPlace(row)] ?? 0,
    recordedAt: (row: number): number => numbersOf(row)[numberPlace(row) + 1] ?? 0,
    /** Whether the event says that it follows the one of the row. */
    isFollowed: (row: number, { follows, hashes, at }: LogEvent): boolean =>
      follows && sameBytes(bytesOf(row), place(row), hashes, at + previousOffset, hashBytes),
    /** The event is from now on the last of its stream, which has this row or, with -1, none yet. */
    set: (known: number, { hashes, at, revision, recordedAt }: LogEvent): void => {
      const row = known < 0 ? rows : known;
      if (known < 0) {
        if (row % blockRows === 0) {
          const buffer = new ArrayBuffer(blockRows * rowBytes);
          blocks.push({ bytes: new Uint8Array(buffer), numbers: new Float64Array(buffer) });
        }
        const key = bytesOf(row);
        for (let index = 0; index < streamKeyBytes; index += 1)
          key[place(row) + hashBytes + index] = hashes[at + streamKeyOffset + index] ?? 0;
        rows += 1;
        if (rows * 3 > slots.length * 2) widen();
        else slots[slotFor(hashes, at + streamKeyOffset)] = row + 1;
      }
      const [bytes, numbers] = [bytesOf(row), numbersOf(row)];
      for (let index = 0; index < hashBytes; index += 1) bytes[place(row) + index] = hashes[at + index] ?? 0;
      numbers[numberPlace(row)] = revision;
      numbers[numberPlace(row) + 1] = recordedAt;
    },
    count: () => rows,
  };
};
