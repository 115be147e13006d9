import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { fromBase64, toBase64 } from './bytes.ts';
import { hashBytes } from './hashing.ts';
import type { NoteFault } from './signedNote.ts';

/**
 * What a log signs about itself (c2sp.org/tlog-checkpoint v1.0.0): origin, number of leaves, root hash, a line each.
 * Lines behind them are extensions; this log writes none.
 */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
};

const wholeNumber = /^(?:0|[1-9]\d*)$/;

export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads the text of a checkpoint's note. Extension lines are allowed and left aside. */
export const parseCheckpoint = (text: string): E.Either<NoteFault, Checkpoint> => {
  const malformed = (reason: string) => E.left({ kind: 'MALFORMED' as const, reason });
  if (!text.endsWith('\n')) return malformed('the checkpoint does not end with a line feed');
  const [origin = '', stated = '', encoded = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '') return malformed('the checkpoint names no origin');
  if (!wholeNumber.test(stated) || !Number.isSafeInteger(Number(stated)))
    return malformed('the second line of the checkpoint is no size');
  const root = fromBase64(encoded);
  if (O.isNone(root) || root.value.length !== hashBytes)
    return malformed('the third line of the checkpoint is no hash');
  if (extensions.includes('')) return malformed('an extension line of the checkpoint is empty');
  return E.right({ origin, size: Number(stated), root: root.value });
};
