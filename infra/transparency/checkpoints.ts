import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { equalBytes } from '../../domain/integrity/bytes.ts';
import { noteText, parseNote, signatureText, verifierKeyText } from '../../domain/integrity/signedNote.ts';
import type { PublishedKey, SignedCheckpoint } from '../../domain/ports/transparencyLog.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { type LogKey, signText } from './logKey.ts';

type Row = { readonly size: bigint; readonly root: Buffer; readonly note: string; readonly signed_at: Date };
const signed = (row: Row): SignedCheckpoint => ({
  size: Number(row.size),
  root: row.root,
  note: row.note,
  signedAt: row.signed_at.getTime(),
});

export const readLastCheckpoint = async (pool: Pool): Promise<SignedCheckpoint | undefined> => {
  const { rows } = await pool.query<Row>({
    name: 'ledger-last-checkpoint',
    text: 'select size, root, note, signed_at from ledger.checkpoint order by size desc limit 1',
  });
  return rows[0] === undefined ? undefined : signed(rows[0]);
};

const countKeys = `insert into ledger.log_key as k (verifier_key, from_size, to_size)
  select key, $2, $2 from unnest($1::text[]) as u(key)
  on conflict (verifier_key) do update set to_size = greatest(k.to_size, excluded.to_size), retired_at = null`;
const retireKeys =
  'update ledger.log_key set retired_at = now() where retired_at is null and verifier_key <> all($1::text[])';

/** The note of a head that is signed already, with the signatures that are still missing from it at its end. */
export const completed = (note: string, text: string, keys: ReadonlyArray<LogKey>): string => {
  const parsed = parseNote(note);
  const has = ({ verifier }: LogKey): boolean =>
    E.isRight(parsed) &&
    parsed.right.signatures.some(
      ({ name, keyId }) => name === verifier.name && equalBytes(keyId, verifier.keyId),
    );
  return keys
    .filter((key) => !has(key))
    .reduce((whole, key) => whole + signatureText(signText(key, text)), note);
};

type SignedHead = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly text: string;
  readonly signedAt: number;
};

const noteOf = 'select note from ledger.checkpoint where size = $1 for update';
const insertNote = 'insert into ledger.checkpoint (size, root, note, signed_at) values ($1, $2, $3, $4)';
const extendNote = 'update ledger.checkpoint set note = $2 where size = $1';

/**
 * Publishes a head that was signed, or the signatures that its note lacks; with it, which keys signed. The note is read
 * under its lock: a witness may have cosigned it since the signer looked.
 */
export const publishCheckpoint = async (
  pool: Pool,
  { size, root, text, signedAt }: SignedHead,
  keys: ReadonlyArray<LogKey>,
): Promise<void> => {
  const verifiers = keys.map(({ verifier }) => verifierKeyText(verifier));
  await withTransaction(pool, async (client) => {
    const known = (await client.query<{ note: string }>(noteOf, [size])).rows[0]?.note;
    if (known === undefined) {
      const note = noteText({ text, signatures: keys.map((key) => signText(key, text)) });
      await client.query(insertNote, [size, root, note, new Date(signedAt)]);
    } else {
      if (!known.startsWith(text))
        throw new Error(`another checkpoint of ${size} events was published meanwhile`);
      const note = completed(known, text, keys);
      if (note !== known) await client.query(extendNote, [size, note]);
    }
    await client.query(countKeys, [verifiers, size]);
    await client.query(retireKeys, [verifiers]);
  });
};

export const readPublishedKeys = async (pool: Pool): Promise<ReadonlyArray<PublishedKey>> => {
  const { rows } = await pool.query<{
    verifier_key: string;
    from_size: bigint;
    to_size: bigint;
    retired_at: Date | null;
  }>('select * from ledger.log_key order by from_size, to_size, verifier_key');
  return rows.map((row) => ({
    verifierKey: row.verifier_key,
    fromSize: Number(row.from_size),
    toSize: Number(row.to_size),
    retired: row.retired_at !== null,
  }));
};
