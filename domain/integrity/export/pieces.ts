/** No line of a log is longer: an event is far below. */
const lineBytesMax = 64 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
const lineFeed = 10;

/** Whole lines: what stands before `end`, where the line feed of the last of them was. */
export type Piece = { readonly bytes: Uint8Array<ArrayBuffer>; readonly end: number };

/**
 * Cuts what `read` answers, piece by piece, behind line feeds. `read` writes into the memory that it is given and answers
 * how much; nothing at the end. The memory of a piece that is done may be given for another.
 */
export const createPieces = (read: (into: Uint8Array<ArrayBuffer>) => Promise<number>) => {
  let rest = new Uint8Array(0);
  let isEnd = false;
  return async (memory: Uint8Array<ArrayBuffer> = new Uint8Array(pieceBytes)): Promise<Piece | undefined> => {
    let bytes = memory;
    let length = rest.length;
    const widen = (): void => {
      const wider = new Uint8Array(2 * Math.max(length, pieceBytes));
      wider.set(bytes.subarray(0, length));
      bytes = wider;
    };
    if (bytes.length <= length) bytes = new Uint8Array(2 * Math.max(length, pieceBytes));
    bytes.set(rest);
    while (!isEnd) {
      const from = length;
      length += await read(bytes.subarray(length));
      isEnd = length === from;
      const end = bytes.subarray(from, length).lastIndexOf(lineFeed);
      if (end >= 0) {
        rest = bytes.slice(from + end + 1, length);
        return { bytes, end: from + end };
      }
      if (length > lineBytesMax) throw new Error('a line of the file is longer than any of a log');
      if (length === bytes.length) widen();
    }
    rest = new Uint8Array(0);
    if (length === 0) return undefined;
    // Every line ends with a line feed; what stands behind the last one was cut off, and is made none that can be read.
    bytes[length] = 0;
    return { bytes, end: length + 1 };
  };
};
