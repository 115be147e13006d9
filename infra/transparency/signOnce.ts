import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import { checkpointText } from '../../domain/integrity/checkpoint.ts';
import type { Sha256 } from '../../domain/integrity/hashing.ts';
import { isConsistent } from '../../domain/integrity/merkle.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { completed, publishCheckpoint, readLastCheckpoint } from './checkpoints.ts';
import type { LogKey } from './logKey.ts';
import { readLogKeys } from './logKeyFile.ts';
import { createTreeProofs } from './proofs.ts';
import { readSignedHead, type SignedHead, writeSignedHead } from './signedHead.ts';
import { readTreeHead, type TreeHead } from './treeTables.ts';

export type SignerPorts = {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'head'>;
  readonly sha256: Sha256;
  readonly origin: string;
  readonly keyFile: string;
  readonly now: () => number;
  /** Called when a head is durably noted as signed and not yet published; only tests listen. */
  readonly noted?: () => void | Promise<void>;
};

export type SignOutcome =
  | { readonly kind: 'SIGNED' | 'UNCHANGED'; readonly size: number }
  /** The tree is still being made from events that are there. */
  | { readonly kind: 'BEHIND' }
  | { readonly kind: 'REFUSED'; readonly reason: string };

type Head = { readonly size: number; readonly root: Uint8Array };

const whatToDo =
  'Nothing is signed any more. docs/transparency-log.md, "When the signer refuses", says what to do';

const backwards = (signed: Head, tree: TreeHead): string =>
  `A checkpoint of ${signed.size} events was signed, but the log has only ${tree.size}: it was restored from an older copy, and ${signed.size - tree.size} published events are missing. ${whatToDo}: first of all, let nobody record, and restore the newer copy.`;

const aside = (signed: Head, tree: TreeHead): string =>
  `The first ${signed.size} of the ${tree.size} events of the log are not those of the checkpoint that was signed (root ${toBase64(signed.root)}): the log was altered, or continued from an older copy. ${whatToDo}: first of all, let nobody record, and keep the database as it is.`;

const otherLog = (what: string, name: string, origin: string): string =>
  `${what} belongs to the log ${name}, and this ledger's log is ${origin}. Nothing is signed. Name the key of this log in LEDGER_LOG_KEY_FILE.`;

const refused = (reason: string): SignOutcome => ({ kind: 'REFUSED', reason });

/** Why these keys and their state cannot sign for this log; undefined where they can. */
const foreign = (keys: ReadonlyArray<LogKey>, state: SignedHead, origin: string): string | undefined => {
  const name = keys.map(({ verifier }) => verifier.name).find((each) => each !== origin);
  if (name !== undefined) return otherLog('The key', name, origin);
  return state.origin === origin ? undefined : otherLog('The state beside the key', state.origin, origin);
};

/**
 * Signs the head of the tree, if that is more than was signed before and contains it. What was signed last is known from
 * beside the key, and from the last published checkpoint, which may be the newer one if the former was restored.
 */
export const signOnce = async (ports: SignerPorts): Promise<SignOutcome> => {
  const { pool, origin, sha256, keyFile } = ports;
  const now = ports.now();
  const keys = readLogKeys(keyFile).filter(({ until }) => until === undefined || until > now);
  const state = readSignedHead(keyFile);
  const wrong = foreign(keys, state, origin);
  if (wrong !== undefined) return refused(wrong);
  if (keys.length === 0)
    return refused(`No key in ${keyFile} may sign any more. Make one with "ledger keys log rotate".`);
  const published = await readLastCheckpoint(pool);
  const tree = await readTreeHead(pool);
  const signed: ReadonlyArray<Head> = published === undefined ? [state] : [state, published];
  const ahead = signed.find(({ size }) => size > tree.size);
  if (ahead !== undefined) {
    const head = await ports.store.head()();
    return E.isLeft(head) || tree.position < head.right
      ? { kind: 'BEHIND' }
      : refused(backwards(ahead, tree));
  }
  const proofs = createTreeProofs(pool, sha256);
  const root = await proofs.rootAt(tree.size);
  for (const head of signed) {
    const fits =
      head.size === 0 ||
      isConsistent(sha256, head, { size: tree.size, root }, await proofs.consistency(head.size, tree.size));
    if (!fits) return refused(aside(head, tree));
  }
  const text = checkpointText({ origin, size: tree.size, root });
  const known = published?.size === tree.size ? published : undefined;
  if (known !== undefined && state.size === tree.size && completed(known.note, text, keys) === known.note)
    return { kind: 'UNCHANGED', size: tree.size };
  if (state.size < tree.size) writeSignedHead(keyFile, { origin, size: tree.size, root });
  await ports.noted?.();
  await publishCheckpoint(pool, { size: tree.size, root, text, signedAt: now }, keys);
  return { kind: 'SIGNED', size: tree.size };
};
