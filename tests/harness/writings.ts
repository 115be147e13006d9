import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makerKey } from '../../domain/identification/maker.ts';
import { serialKeys } from '../../domain/identification/serial.ts';

/** What base64 of any text that holds these bytes holds, by where in a group of three they begin. */
const inBase64 = (bytes: Buffer): ReadonlyArray<Buffer> =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const begin = before === 0 ? 0 : before + 1;
    return Buffer.from(text.slice(begin, Math.floor((bytes.length + before) / 3) * 4));
  });

/**
 * The forms in which a text could lie in a file: as it is and escaped in JSON, in both cases, as the keys by which marks
 * and names are searched for, in UTF-16, each of these in hexadecimal and base64, and the plain hashes of it.
 */
export const writingsOf = (text: string): ReadonlyMap<string, Buffer> => {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = [...escaped]
    .map((each) => (each > '~' ? `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}` : each))
    .join('');
  const texts = { plain: text, escaped, ascii, name: makerKey(text), ...serialKeys(text) };
  const found = new Map<string, Buffer>();
  for (const [form, base] of Object.entries(texts))
    for (const [letters, written] of Object.entries({
      as: base,
      lower: base.toLowerCase(),
      upper: base.toUpperCase(),
    })) {
      const encodings = {
        utf8: Buffer.from(written),
        // Without its last byte, which is zero, it is the same in both orders of bytes but for its first.
        utf16: Buffer.from(written, 'utf16le').subarray(0, -1),
      };
      for (const [encoding, bytes] of Object.entries(encodings)) {
        const name = `${form} ${letters} ${encoding}`;
        found.set(name, bytes);
        found.set(`${name} hex`, Buffer.from(bytes.toString('hex')));
        found.set(`${name} HEX`, Buffer.from(bytes.toString('hex').toUpperCase()));
        for (const [offset, encoded] of inBase64(bytes).entries())
          found.set(`${name} base64 ${offset}`, encoded);
      }
    }
  for (const digested of [text, JSON.stringify(text)])
    for (const algorithm of ['sha256', 'sha1', 'md5']) {
      const digest = hash(algorithm, digested, 'buffer');
      found.set(`${algorithm} of ${digested.length}`, digest);
      found.set(`${algorithm} of ${digested.length} hex`, Buffer.from(digest.toString('hex')));
    }
  // The same bytes are searched for once; a key that holds next to nothing of the text would be found everywhere.
  const distinct = new Map(
    [...found].map(([name, bytes]) => [bytes.toString('latin1'), [name, bytes] as const]),
  );
  return new Map([...distinct.values()].filter(([, bytes]) => bytes.length >= 10));
};

const filesOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Files of a folder, all of them and byte by byte, that hold one of these. */
export const filesHolding = (
  folder: string,
  needles: ReadonlyArray<Buffer> | ReadonlyMap<string, Buffer>,
): ReadonlyArray<string> => {
  const all = [...needles.values()];
  return filesOf(folder)
    .filter((file) => {
      const bytes = readFileSync(file);
      return all.some((needle) => bytes.includes(needle));
    })
    .map((file) => relative(folder, file));
};
