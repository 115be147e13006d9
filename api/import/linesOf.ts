import { recordBytesMax } from './sourceRecord.ts';

const lineFeed = 10;
const carriageReturn = 13;

/**
 * The lines that each chunk of a file completes, as bytes: split at the line feed alone, because U+2028 and others are
 * text within a JSON string, or at the carriage return where the first chunk has no line feed. A line that is longer
 * than a record may be is passed over and stands as undefined.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<ReadonlyArray<Buffer | undefined>> {
  let separator: number | undefined;
  let kept: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > recordBytesMax) kept = [];
    else if (part.length > 0) kept.push(part);
  };
  const taken = (): Buffer | undefined => {
    const [only, ...more] = kept;
    const line =
      length > recordBytesMax
        ? undefined
        : only !== undefined && more.length === 0
          ? only
          : Buffer.concat(kept);
    kept = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    separator ??= !chunk.includes(lineFeed) && chunk.includes(carriageReturn) ? carriageReturn : lineFeed;
    const lines: (Buffer | undefined)[] = [];
    let begin = 0;
    for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, begin)) {
      keep(chunk.subarray(begin, end));
      begin = end + 1;
      lines.push(taken());
    }
    keep(chunk.subarray(begin));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [taken()];
}
