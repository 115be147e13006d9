import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { fromBase64, toBase64 } from './bytes.ts';
import { hashBytes, type Sha256 } from './hashing.ts';
import { isIncluded } from './merkle.ts';
import { evaluatePolicy, type PolicyFault, type PolicyVerdict, type TrustPolicy } from './policy.ts';
import { type NoteFault, parseNote, type VerifySignature } from './signedNote.ts';

/**
 * One proof in one text file (c2sp.org/tlog-proof): where the entry is, how it hangs in the tree, and the checkpoint
 * that log and witnesses signed. It says that the entry was in the log; what the entry stands for is said elsewhere.
 */
export type TlogProof = {
  /** Of the application, and signed by nobody. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** From the leaf's sibling up to the child of the root. */
  readonly hashes: ReadonlyArray<Uint8Array>;
  /** The signed note of the checkpoint, as the log published it. */
  readonly checkpoint: string;
};

export const tlogProofHeader = 'c2sp.org/tlog-proof@v1';

/** No tree whose leaves can be counted is higher. */
const hashesMax = 63;
const proofBytesMax = 2_000_000;
const wholeNumber = /^(?:0|[1-9]\d*)$/;

export const tlogProofText = ({ extra, index, hashes, checkpoint }: TlogProof): string =>
  [
    tlogProofHeader,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
    checkpoint,
  ].join('\n');

const malformed = (reason: string): E.Either<NoteFault, never> => E.left({ kind: 'MALFORMED', reason });

/** Reads a file of a proof; the checkpoint has to be a signed note, which of whom is for `verifyTlogProof` to say. */
export const parseTlogProof = (text: string): E.Either<NoteFault, TlogProof> => {
  if (text.length > proofBytesMax) return malformed('the proof is too long');
  const end = text.indexOf('\n\n');
  if (end < 0) return malformed('no empty line stands before the checkpoint of the proof');
  const lines = text.slice(0, end).split('\n');
  if (lines.shift() !== tlogProofHeader) return malformed(`the first line is not ${tlogProofHeader}`);
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  if (extra !== undefined && O.isNone(extra)) return malformed('the extra data of the proof are no base64');
  const [indexLine = '', ...hashLines] = lines;
  if (!indexLine.startsWith('index ')) return malformed('the line of the index is missing in the proof');
  const index = indexLine.slice('index '.length);
  if (!wholeNumber.test(index) || !Number.isSafeInteger(Number(index)))
    return malformed('the index of the proof is no whole number that can be counted');
  if (hashLines.length > hashesMax) return malformed('the proof has more hashes than any tree is high');
  const hashes: Uint8Array[] = [];
  for (const [at, line] of hashLines.entries()) {
    const hash = fromBase64(line);
    if (O.isNone(hash)) return malformed(`hash ${at + 1} of the proof is no base64`);
    if (hash.value.length !== hashBytes) return malformed(`hash ${at + 1} of the proof has not 32 bytes`);
    hashes.push(hash.value);
  }
  const checkpoint = text.slice(end + 2);
  const note = parseNote(checkpoint);
  return E.isLeft(note)
    ? note
    : E.right({
        ...(extra === undefined ? {} : { extra: extra.value }),
        index: Number(index),
        hashes,
        checkpoint,
      });
};

export type TlogProofFault =
  | PolicyFault
  /** The policy is not content with the witnesses that cosigned. */
  | { readonly kind: 'QUORUM_NOT_REACHED'; readonly verdict: PolicyVerdict }
  /** The entry is not, or not there, in the tree that was signed. */
  | { readonly kind: 'NOT_INCLUDED'; readonly index: number; readonly size: number };

/**
 * Whether the entry with this leaf hash was in a log of the policy, under as many witnesses as the policy wants
 * (tlog-proof, "Verifying").
 */
export const verifyTlogProof = async (
  sha256: Sha256,
  verify: VerifySignature,
  policy: TrustPolicy,
  leaf: Uint8Array,
  proof: TlogProof,
): Promise<E.Either<TlogProofFault, PolicyVerdict>> => {
  const note = parseNote(proof.checkpoint);
  if (E.isLeft(note)) return note;
  const verdict = await evaluatePolicy(policy, note.right, verify);
  if (E.isLeft(verdict)) return verdict;
  const { checkpoint, quorum } = verdict.right;
  if (!isIncluded(sha256, { index: proof.index, hash: leaf }, checkpoint, proof.hashes))
    return E.left({ kind: 'NOT_INCLUDED', index: proof.index, size: checkpoint.size });
  return quorum ? verdict : E.left({ kind: 'QUORUM_NOT_REACHED', verdict: verdict.right });
};
