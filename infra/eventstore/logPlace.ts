import type { Pool } from 'pg';

export class LogElsewhere extends Error {}

/** The origin of the log in EventStoreDB that belongs to this database; undefined while the log is in PostgreSQL. */
export const recordedOrigin = async (pool: Pool): Promise<string | undefined> => {
  const { rows } = await pool.query<{ origin: string }>('select origin from ledger.log_place');
  return rows[0]?.origin;
};

/**
 * A ledger has one log. Refuses to go on with PostgreSQL when the log is in EventStoreDB, with another log than the one
 * that belongs to this database, and with EventStoreDB while there are events in PostgreSQL.
 */
export const checkLogPlace = async (owner: Pool, origin: string | undefined): Promise<void> => {
  const recorded = await recordedOrigin(owner);
  if (origin === undefined) {
    if (recorded !== undefined)
      throw new LogElsewhere(
        'The log of this ledger is in EventStoreDB. Set EVENT_STORE_URL; without it a second log would begin here.',
      );
    return;
  }
  if (recorded === origin) return;
  if (recorded !== undefined)
    throw new LogElsewhere(
      `EVENT_STORE_URL and EVENT_STORE_PREFIX name the log ${origin}, but this database belongs to the log ${recorded}. Name that one, or use another database.`,
    );
  const { rows } = await owner.query<{ position: bigint }>('select position from ledger.head');
  if ((rows[0]?.position ?? 0n) > 0n)
    throw new LogElsewhere(
      'The log of this ledger is in PostgreSQL. Stop every process of the ledger and move it: npm run -s ledger -- move-log. Without EVENT_STORE_URL the ledger goes on as before.',
    );
  await owner.query('insert into ledger.log_place (origin) values ($1) on conflict do nothing', [origin]);
  if ((await recordedOrigin(owner)) !== origin)
    throw new LogElsewhere(
      'Another process has just connected this database with another log in EventStoreDB.',
    );
};

/** Read models of a restored or exchanged log would go on from positions that it never had. */
export const checkNotBehind = async (owner: Pool, head: bigint): Promise<void> => {
  const { rows } = await owner.query<{ name: string; position: bigint }>(
    'select name, position from projection.checkpoint where position > $1 order by position desc limit 1',
    [head],
  );
  if (rows[0] !== undefined)
    throw new LogElsewhere(
      `The log in EventStoreDB ends at position ${head}, but the read model ${rows[0].name} has read it up to ${rows[0].position}: the store was restored from an older copy, and what was recorded since is missing. Restore the newer copy; if there is none, decide what to record again, and then rebuild the read models on a database restored to the same time.`,
    );
};
