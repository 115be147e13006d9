/** No line of a log is longer: an event is far below. */
const lineBytesMax = 64 * 1024 * 1024;
const lineFeed = 10;

/** Pieces of a file that consist of whole lines, without the last one's line feed. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed);
    if (end < 0) {
      rest.push(chunk);
      length += chunk.length;
      if (length > lineBytesMax) throw new Error('a line of the file is longer than any of a log');
      continue;
    }
    yield Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = [chunk.subarray(end + 1)];
    length = chunk.length - end - 1;
  }
  // Every line ends with a line feed; what stands behind the last one is a line that was cut off.
  if (length > 0) yield Buffer.concat([...rest, new Uint8Array([0])]);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** A line that is not UTF-8 is none, whatever it would read like. */
const lineOf = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes);
  } catch {
    return `\u0000${lenient.decode(bytes)}`;
  }
};

/** The lines of a piece. */
export const linesIn = (piece: Uint8Array): ReadonlyArray<string> => {
  try {
    return strict.decode(piece).split('\n');
  } catch {
    const lines: string[] = [];
    for (let from = 0; from <= piece.length; ) {
      const end = piece.indexOf(lineFeed, from);
      const to = end < 0 ? piece.length : end;
      lines.push(lineOf(piece.subarray(from, to)));
      from = to + 1;
    }
    return lines;
  }
};
