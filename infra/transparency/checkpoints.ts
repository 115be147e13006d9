import type { Pool } from 'pg';
import { verifierKeyText } from '../../domain/integrity/signedNote.ts';
import type { PublishedKey, SignedCheckpoint } from '../../domain/ports/transparencyLog.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import type { LogKey } from './logKey.ts';

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

/** Publishes a head that was signed, or further signatures of one; with it, which keys signed. */
export const publishCheckpoint = async (
  pool: Pool,
  { size, root, note, signedAt }: SignedCheckpoint,
  keys: ReadonlyArray<LogKey>,
): Promise<void> => {
  const verifiers = keys.map(({ verifier }) => verifierKeyText(verifier));
  await withTransaction(pool, async (client) => {
    await client.query(
      `insert into ledger.checkpoint as c (size, root, note, signed_at) values ($1, $2, $3, $4)
       on conflict (size) do update set note = excluded.note where starts_with(excluded.note, c.note)`,
      [size, root, note, new Date(signedAt)],
    );
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
