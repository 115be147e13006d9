import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { equalBytes } from '../../domain/integrity/bytes.ts';
import type { Sha256 } from '../../domain/integrity/hashing.ts';
import {
  openNote,
  parseNote,
  parseVerifierKey,
  plainSignature,
  type VerifierKey,
} from '../../domain/integrity/signedNote.ts';
import type { Rewritten } from '../../domain/integrity/verify/provedTree.ts';
import { checkpointIn } from '../../domain/verification/broughtCheckpoint.ts';
import { type LogFault, treeFault } from '../../domain/verification/fault.ts';
import { verifyEd25519 } from '../system/hashing.ts';

export type CheckpointRow = { readonly size: bigint; readonly root: Buffer; readonly note: string };

/** A stored checkpoint against the tree of its size; `compare` answers what was rewritten where a root is another one. */
export const checkpointFault = (
  { size, root, note }: CheckpointRow,
  compare: (root: Uint8Array) => Rewritten | undefined,
): LogFault | undefined => {
  const said = checkpointIn(note);
  if (said === undefined)
    return treeFault(
      'CHECKPOINT_UNREADABLE',
      Number(size),
      `The checkpoint of ${size} entries cannot be read.`,
    );
  if (said.size !== Number(size) || !equalBytes(said.root, root))
    return treeFault(
      'CHECKPOINT_DIFFERS',
      Number(size) - 1,
      `The row of the checkpoint of ${size} entries says otherwise than the signed text in it.`,
    );
  const rewritten = compare(root);
  return rewritten === undefined
    ? undefined
    : treeFault(
        'CHECKPOINT_DIFFERS',
        Number(size) - 1,
        `The entries give another root than the checkpoint of ${size} entries: something among entries ${rewritten.begin} to ${rewritten.end - 1} was rewritten together with its entry.`,
      );
};

export const signatureFault = async (
  { size, note }: CheckpointRow,
  keys: ReadonlyArray<VerifierKey>,
): Promise<LogFault | undefined> => {
  const parsed = parseNote(note);
  if (E.isLeft(parsed)) return undefined;
  const opened = await openNote(parsed.right, keys, plainSignature(verifyEd25519));
  return E.isRight(opened)
    ? undefined
    : treeFault(
        'CHECKPOINT_SIGNATURE',
        Number(size) - 1,
        `The checkpoint of ${size} entries carries no valid signature of a key of this log.`,
      );
};

/** The keys that this log says are its own. */
export const publishedKeys = async (pool: Pool, sha256: Sha256): Promise<ReadonlyArray<VerifierKey>> => {
  const keys = await pool.query<{ verifier_key: string }>('select verifier_key from ledger.log_key');
  return keys.rows.flatMap(({ verifier_key }) => {
    const key = parseVerifierKey(sha256, verifier_key);
    return E.isRight(key) ? [key.right] : [];
  });
};
