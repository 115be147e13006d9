import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { fromBase64, toBase64 } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { hashBytes } from './hashing.ts';
import { type NoteFault, parseNote, type SignedNote } from './signedNote.ts';

/**
 * What a log sends to a witness (c2sp.org/tlog-witness, `add-checkpoint`): the size that the witness is believed to
 * have, the proof that the checkpoint continues it, an empty line, and the checkpoint.
 */
export type AddCheckpoint = {
  readonly old: number;
  readonly proof: ReadonlyArray<Uint8Array>;
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
};

/** Of the answer that tells the size which the witness has. */
export const sizeContentType = 'text/x.tlog.size';

const proofLinesMax = 63;

export const addCheckpointText = (old: number, proof: ReadonlyArray<Uint8Array>, note: string): string =>
  [`old ${old}`, ...proof.map(toBase64), '', note].join('\n');

const malformed = (reason: string): E.Either<NoteFault, never> => E.left({ kind: 'MALFORMED', reason });

/** Reads a size as it stands in requests and answers: decimal, without leading zeroes. */
export const parseSize = (text: string): O.Option<number> =>
  /^(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? O.some(Number(text)) : O.none;

export const parseAddCheckpoint = (body: string): E.Either<NoteFault, AddCheckpoint> => {
  const end = body.indexOf('\n\n');
  if (end < 0) return malformed('no empty line stands before the checkpoint');
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const old = first.startsWith('old ') ? parseSize(first.slice('old '.length)) : O.none;
  if (O.isNone(old)) return malformed('the first line is not "old <size>"');
  if (lines.length > proofLinesMax) return malformed(`more than ${proofLinesMax} lines of proof`);
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (O.isNone(hash) || hash.value.length !== hashBytes) return malformed('a line of the proof is no hash');
    proof.push(hash.value);
  }
  const note = parseNote(body.slice(end + 2));
  if (E.isLeft(note)) return note;
  const checkpoint = parseCheckpoint(note.right.text);
  if (E.isLeft(checkpoint)) return checkpoint;
  return E.right({ old: old.value, proof, note: note.right, checkpoint: checkpoint.right });
};
