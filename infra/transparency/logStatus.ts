import type { Pool } from 'pg';

export type LogPart = 'SEQUENCER' | 'SIGNER';
export type PartStatus = {
  readonly part: LogPart;
  readonly status: string;
  readonly reason: string | null;
  readonly since: Date;
};

/** Says for all processes how a part of the transparency log is; the time stays while nothing changes. */
export const writeStatus = async (
  pool: Pool,
  part: LogPart,
  status: string,
  reason: string | undefined,
): Promise<void> => {
  await pool.query(
    `insert into ledger.log_status as s (part, status, reason, since) values ($1, $2, $3, now())
     on conflict (part) do update set status = excluded.status, reason = excluded.reason, since = excluded.since
     where (s.status, s.reason) is distinct from (excluded.status, excluded.reason)`,
    [part, status, reason ?? null],
  );
};

export const readStatuses = async (pool: Pool): Promise<ReadonlyArray<PartStatus>> =>
  (await pool.query<PartStatus>('select part, status, reason, since from ledger.log_status order by part'))
    .rows;
