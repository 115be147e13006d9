import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { equalBytes } from '../../../domain/integrity/bytes.ts';
import { parseCosignature, verifyNoteSignature } from '../../../domain/integrity/cosignature.ts';
import {
  type NoteSignature,
  openNote,
  parseNote,
  type VerifierKey,
} from '../../../domain/integrity/signedNote.ts';
import { addCheckpointText, parseSize, sizeContentType } from '../../../domain/integrity/witnessRequest.ts';
import { verifyEd25519 } from '../../system/hashing.ts';
import { boundedBody } from './boundedBody.ts';
import type { WitnessAddress } from './readWitnesses.ts';

/** What is cosigned: a published note of the log, and how it hangs together with earlier ones. */
export type CheckpointToCosign = {
  readonly size: number;
  readonly note: string;
  readonly consistency: (from: number, to: number) => Promise<ReadonlyArray<Uint8Array>>;
};

export type WitnessOutcome =
  | { readonly kind: 'COSIGNED'; readonly line: NoteSignature }
  /** It has cosigned a longer log than this one signed: this log was restored from an older copy, or there are two. */
  | { readonly kind: 'AHEAD'; readonly size: number }
  /** It finds that the checkpoint does not continue the one that it has (422). */
  | { readonly kind: 'INCONSISTENT'; readonly size: number }
  | { readonly kind: 'REFUSED'; readonly reason: string }
  | { readonly kind: 'NO_ANSWER'; readonly reason: string };

const answerBytesMax = 64 * 1024;
/** How often a witness may name another size before it is left for the next round. */
const conflictsMax = 3;
/** How far a witness's clock may be before this one's. */
const aheadSecondsMax = 300;

type Answer =
  | { readonly status: number; readonly type: string; readonly body: string }
  | { readonly status: undefined; readonly reason: string };

const post = async ({ url, timeoutMs }: WitnessAddress, body: string, stop: AbortSignal): Promise<Answer> => {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
    });
    const bytes = await boundedBody(response, answerBytesMax);
    return bytes === undefined
      ? { status: undefined, reason: 'its answer is too long' }
      : {
          status: response.status,
          type: response.headers.get('content-type') ?? '',
          body: bytes.toString('utf8'),
        };
  } catch (error) {
    if (stop.aborted) throw error;
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { status: undefined, reason: late ? 'it did not answer in time' : 'it cannot be reached' };
  }
};

/** The line of the answer that is this witness's valid cosignature; lines of others are ignored. */
const cosignatureIn = async (
  note: string,
  lines: string,
  key: VerifierKey,
  nowSeconds: number,
): Promise<E.Either<string, NoteSignature>> => {
  const whole = parseNote(note + lines);
  const before = parseNote(note);
  if (E.isLeft(whole) || E.isLeft(before)) return E.left('its answer is no lines of signatures');
  // The checkpoint may have been cosigned before; what counts is what came now.
  const answered = {
    text: whole.right.text,
    signatures: whole.right.signatures.slice(before.right.signatures.length),
  };
  if (answered.text !== before.right.text) return E.left('its answer is no lines of signatures');
  const opened = await openNote(answered, [key], verifyNoteSignature(verifyEd25519));
  if (E.isLeft(opened))
    return E.left(
      opened.left.kind === 'BAD_SIGNATURE'
        ? 'its cosignature is not valid'
        : 'its answer has no cosignature of the key that the policy names',
    );
  const line = answered.signatures.find(
    ({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId),
  );
  const parsed = line === undefined ? O.none : parseCosignature(line.signature);
  if (line === undefined || O.isNone(parsed)) return E.left('its cosignature is not valid');
  const { time } = parsed.value;
  return time === 0n || time > BigInt(nowSeconds + aheadSecondsMax)
    ? E.left('the time of its cosignature is not that of now')
    : E.right(line);
};

/**
 * Asks one witness (c2sp.org/tlog-witness), from the size that it is believed to have, and verifies what it answers.
 * Rejects when it is stopped meanwhile, and when the tree cannot give a proof.
 */
export const askWitness = async (
  address: WitnessAddress,
  checkpoint: CheckpointToCosign,
  believed: number,
  { now, stop }: { readonly now: () => number; readonly stop: AbortSignal },
): Promise<WitnessOutcome> => {
  let old = Math.min(believed, checkpoint.size);
  for (let attempt = 0; attempt < conflictsMax; attempt += 1) {
    const proof = await checkpoint.consistency(old, checkpoint.size);
    const answer = await post(address, addCheckpointText(old, proof, checkpoint.note), stop);
    if (answer.status === undefined) return { kind: 'NO_ANSWER', reason: answer.reason };
    if (answer.status === 200) {
      const line = await cosignatureIn(
        checkpoint.note,
        answer.body,
        address.witness.key,
        Math.floor(now() / 1000),
      );
      return E.isRight(line)
        ? { kind: 'COSIGNED', line: line.right }
        : { kind: 'REFUSED', reason: line.left };
    }
    const size = answer.type.startsWith(sizeContentType) ? parseSize(answer.body.trimEnd()) : O.none;
    // v1.0.0 answers 409 for another root of the same size too, without a size.
    if (answer.status === 422 || (answer.status === 409 && O.isNone(size)))
      return { kind: 'INCONSISTENT', size: old };
    if (answer.status !== 409 || O.isNone(size))
      return answer.status >= 500 || answer.status === 429
        ? { kind: 'NO_ANSWER', reason: `it answered ${answer.status}` }
        : { kind: 'REFUSED', reason: `it answered ${answer.status}` };
    if (size.value > checkpoint.size) return { kind: 'AHEAD', size: size.value };
    old = size.value;
  }
  return { kind: 'NO_ANSWER', reason: 'it names another size each time' };
};
