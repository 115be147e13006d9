import type { Pool } from 'pg';
import type { CheckpointStamp, StampSummary } from '../../../domain/ports/transparencyLog.ts';
import type { StampedAnswer } from './askAuthority.ts';

type Row = {
  readonly size: bigint;
  readonly stated_at: Date;
  readonly authority: string;
  readonly note: string;
  readonly response: Buffer;
};

export const storeStamp = async (
  pool: Pool,
  { size, note }: { readonly size: number; readonly note: string },
  { response, time, authority }: StampedAnswer,
): Promise<void> => {
  await pool.query(
    `insert into ledger.checkpoint_timestamp (size, note, response, stated_at, authority)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [size, note, response, new Date(time), authority],
  );
};

const stampWhere = async (
  pool: Pool,
  condition: 'size = $1' | 'size <= $1 order by size desc limit 1',
  size: number,
): Promise<CheckpointStamp | undefined> => {
  const { rows } = await pool.query<Row>(
    `select size, stated_at, authority, note, response from ledger.checkpoint_timestamp where ${condition}`,
    [size],
  );
  const [row] = rows;
  return row === undefined
    ? undefined
    : {
        size: Number(row.size),
        statedAt: row.stated_at.getTime(),
        authority: row.authority,
        note: row.note,
        response: row.response,
      };
};

export const readStamp = (pool: Pool, size: number): Promise<CheckpointStamp | undefined> =>
  stampWhere(pool, 'size = $1', size);

/** The stamp of the largest checkpoint up to this size. */
export const readLastStamp = (pool: Pool, size: number): Promise<CheckpointStamp | undefined> =>
  stampWhere(pool, 'size <= $1 order by size desc limit 1', size);

/** The time stamps there are, the latest first. */
export const listStamps = async (pool: Pool, limit: number): Promise<ReadonlyArray<StampSummary>> => {
  const { rows } = await pool.query<Pick<Row, 'size' | 'stated_at' | 'authority'>>(
    'select size, stated_at, authority from ledger.checkpoint_timestamp order by size desc limit $1',
    [limit],
  );
  return rows.map((row) => ({
    size: Number(row.size),
    statedAt: row.stated_at.getTime(),
    authority: row.authority,
  }));
};

/** When the last stamp was stored, by this database's clock, and how long ago that is. */
export const lastStamp = async (
  pool: Pool,
): Promise<{ readonly size: number; readonly ageMs: number } | undefined> => {
  const { rows } = await pool.query<{ size: bigint; age: number }>(
    `select size, extract(epoch from now() - stored_at)::float8 * 1000 as age
     from ledger.checkpoint_timestamp order by size desc limit 1`,
  );
  return rows[0] === undefined ? undefined : { size: Number(rows[0].size), ageMs: rows[0].age };
};
