import { existsSync, readFileSync } from 'node:fs';
import * as O from 'fp-ts/lib/Option.js';
import { fromBase64, toBase64 } from '../../domain/integrity/bytes.ts';
import { hashBytes } from '../../domain/integrity/hashing.ts';
import { replaceFile } from '../system/durableFile.ts';

/** The last head that a key has signed, beside the key and outside the database: a restored database does not change it. */
export type SignedHead = { readonly origin: string; readonly size: number; readonly root: Uint8Array };

/** The state is not there or cannot be read, so nobody knows what was signed last. */
export class SignedHeadLost extends Error {}

export const stateFileOf = (keyFile: string): string => `${keyFile}.state`;

const read = (text: string): SignedHead | undefined => {
  try {
    const { origin, size, root } = JSON.parse(text) as Record<string, unknown>;
    const hash = typeof root === 'string' ? fromBase64(root) : O.none;
    if (typeof origin !== 'string' || typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
      return undefined;
    return O.isSome(hash) && hash.value.length === hashBytes ? { origin, size, root: hash.value } : undefined;
  } catch {
    return undefined;
  }
};

export const readSignedHead = (keyFile: string): SignedHead => {
  const file = stateFileOf(keyFile);
  const head = existsSync(file) ? read(readFileSync(file, 'utf8')) : undefined;
  if (head === undefined)
    throw new SignedHeadLost(
      `${file}, which says what was signed last, is ${existsSync(file) ? 'damaged' : 'missing'}. Nothing is signed: it could contradict what was published. Put the file back; if it is lost, ask whoever verifies this log for the newest checkpoint they have and give its size and root to "ledger keys log trust"`,
    );
  return head;
};

/** Durable when it returns: only then what was signed may leave the house. */
export const writeSignedHead = (keyFile: string, { origin, size, root }: SignedHead): void =>
  replaceFile(stateFileOf(keyFile), `${JSON.stringify({ origin, size, root: toBase64(root) })}\n`);
