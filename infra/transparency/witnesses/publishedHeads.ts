import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { equalBytes } from '../../../domain/integrity/bytes.ts';
import { type NoteSignature, parseNote, signatureText } from '../../../domain/integrity/signedNote.ts';
import type {
  PublicationLag,
  SignedCheckpoint,
  WitnessState,
  WitnessStatus,
} from '../../../domain/ports/transparencyLog.ts';
import { withTransaction } from '../../postgres/withTransaction.ts';

type Row = { readonly size: bigint; readonly root: Buffer; readonly note: string; readonly signed_at: Date };

/**
 * The head that is published: the last one that reached its quorum, where witnesses decide; else the last that was
 * signed. It never goes back.
 */
export const readPublishedCheckpoint = async (pool: Pool): Promise<SignedCheckpoint | undefined> => {
  const { rows } = await pool.query<Row>({
    name: 'ledger-published-checkpoint',
    text: `select size, root, note, signed_at from ledger.checkpoint
           where not exists (select from ledger.published_head)
              or size = (select max(size) from ledger.published_head)
           order by size desc limit 1`,
  });
  const [row] = rows;
  return row === undefined
    ? undefined
    : { size: Number(row.size), root: row.root, note: row.note, signedAt: row.signed_at.getTime() };
};

/** Whether witnesses have decided before what is published. */
export const witnessesDecide = async (pool: Pool): Promise<boolean> =>
  (await pool.query('select from ledger.published_head limit 1')).rows.length > 0;

/** Lets witnesses decide from here on; the head that is published now stays until the first quorum. */
export const letWitnessesDecide = async (pool: Pool): Promise<void> => {
  await pool.query(
    `insert into ledger.published_head (size, published_at)
     select size, now() from ledger.checkpoint where not exists (select from ledger.published_head)
     order by size desc limit 1
     on conflict do nothing`,
  );
};

export const publishHead = async (pool: Pool, size: number): Promise<void> => {
  await pool.query(
    'insert into ledger.published_head (size, published_at) values ($1, now()) on conflict do nothing',
    [size],
  );
};

/** Adds lines to the end of a checkpoint's note, of each key one; the note as it is then. */
export const addCosignatures = async (
  pool: Pool,
  size: number,
  lines: ReadonlyArray<NoteSignature>,
): Promise<string> => {
  let whole = '';
  await withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ note: string }>(
      'select note from ledger.checkpoint where size = $1 for update',
      [size],
    );
    const note = rows[0]?.note ?? '';
    const parsed = parseNote(note);
    if (E.isLeft(parsed)) throw new Error(`the note of the checkpoint of ${size} leaves is damaged`);
    const added = lines.filter((line) =>
      parsed.right.signatures.every(
        ({ name, keyId }) => name !== line.name || !equalBytes(keyId, line.keyId),
      ),
    );
    whole = note + added.map(signatureText).join('');
    if (added.length > 0)
      await client.query('update ledger.checkpoint set note = $2 where size = $1', [size, whole]);
  });
  return whole;
};

export const writeWitnessStatus = async (
  pool: Pool,
  name: string,
  status: WitnessState,
  reason: string | undefined,
  cosigned: number | undefined,
): Promise<void> => {
  await pool.query(
    `insert into ledger.witness_status as s (name, status, reason, size, since, cosigned_at)
     values ($1, $2, $3, coalesce($4, 0), now(), case when $4::bigint is not null then now() end)
     on conflict (name) do update set
       status = excluded.status, reason = excluded.reason,
       size = case when $4::bigint is null then s.size else $4 end,
       cosigned_at = coalesce(excluded.cosigned_at, s.cosigned_at),
       since = case when (s.status, s.reason) is distinct from (excluded.status, excluded.reason)
                    then excluded.since else s.since end`,
    [name, status, reason ?? null, cosigned ?? null],
  );
};

/** Forgets witnesses that the policy has no more. */
export const keepWitnesses = async (pool: Pool, names: ReadonlyArray<string>): Promise<void> => {
  await pool.query('delete from ledger.witness_status where name <> all($1::text[])', [names]);
};

export const readWitnessStatuses = async (pool: Pool): Promise<ReadonlyArray<WitnessStatus>> => {
  const { rows } = await pool.query<{
    name: string;
    status: WitnessState;
    reason: string | null;
    size: bigint;
    since: Date;
    cosigned_at: Date | null;
  }>('select name, status, reason, size, since, cosigned_at from ledger.witness_status order by name');
  return rows.map(({ cosigned_at: cosignedAt, size, ...row }) => ({
    ...row,
    size: Number(size),
    cosignedAt,
  }));
};

/** How far what is published is behind what was signed. */
export const readPublicationLag = async (pool: Pool): Promise<PublicationLag> => {
  const published = await readPublishedCheckpoint(pool);
  const { rows } = await pool.query<{ signed: bigint | null; waiting: Date | null }>(
    `select (select max(size) from ledger.checkpoint) as signed,
            (select signed_at from ledger.checkpoint where size > $1 order by size limit 1) as waiting`,
    [published?.size ?? -1],
  );
  const waiting = rows[0]?.waiting ?? undefined;
  return {
    signed: Number(rows[0]?.signed ?? 0n),
    published: published?.size ?? 0,
    waitingSince: waiting?.getTime(),
  };
};
