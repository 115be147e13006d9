import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { SourceUnfit } from './sourceRecord.ts';

/**
 * How the characters of a file may be written: names of the WHATWG Encoding Standard that Europe's registers use.
 * What else there is (CP 852, YUSCII) has to be turned into UTF-8 first, by `iconv` or the like.
 */
export const encodings = [
  'utf-8',
  'utf-16le',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-16',
] as const;
export type Encoding = (typeof encodings)[number];

/** Bytes of a file that are taken at once. */
const chunkBytes = 256 * 1024;

const marks: ReadonlyArray<{ readonly encoding: Encoding; readonly bytes: Buffer }> = [
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
];

/** What a file begins with says how it is written; without such a mark it is what the mapping says, and UTF-8 by itself. */
const encodingOf = async (
  path: string,
  stated: Encoding | undefined,
): Promise<{ readonly encoding: Encoding; readonly begin: number }> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
    const mark = marks.find(
      ({ bytes }) => bytesRead >= bytes.length && bytes.equals(buffer.subarray(0, bytes.length)),
    );
    if (mark === undefined) return { encoding: stated ?? 'utf-8', begin: 0 };
    if (stated !== undefined && stated !== mark.encoding)
      throw new SourceUnfit(
        `The mapping says that the file is ${stated}, but it begins with the mark of ${mark.encoding}.`,
      );
    return { encoding: mark.encoding, begin: mark.bytes.length };
  } finally {
    await file.close();
  }
};

/** UTF-16 as UTF-8, in which a line ends at one byte as in all other encodings. Throws where it is no UTF-16. */
async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });
  let read = 0;
  const decoded = (chunk?: Buffer): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch {
      throw new Error(`the file is not UTF-16 throughout: see what follows byte ${read}`);
    }
  };
  for await (const chunk of chunks) {
    yield decoded(chunk);
    read += chunk.length;
  }
  yield decoded();
}

/**
 * The bytes of a file without its mark, the text that a piece of them is (`undefined` where it is none: replaced by
 * U+FFFD, what cannot be read would be recorded as evidence), and how many bytes have been read.
 */
export const openSource = async (path: string, stated?: Encoding) => {
  const { encoding, begin } = await encodingOf(path, stated);
  const file = createReadStream(path, { highWaterMark: chunkBytes, start: begin });
  const wide = encoding === 'utf-16le';
  const decoder = new TextDecoder(wide ? 'utf-8' : encoding, { fatal: true, ignoreBOM: true });
  // What an encoding of one byte a character leaves open is decoded to controls, which no register holds.
  const undefinedBytes = wide || encoding === 'utf-8' ? undefined : /[\u0080-\u009f]/;
  return {
    encoding,
    chunks: wide ? asUtf8(file) : (file as AsyncIterable<Buffer>),
    bytesRead: (): number => file.bytesRead,
    textOf: (bytes: Buffer): string | undefined => {
      try {
        const text = decoder.decode(bytes);
        return undefinedBytes?.test(text) === true ? undefined : text;
      } catch {
        return undefined;
      }
    },
  };
};
