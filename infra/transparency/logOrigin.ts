import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { ConfigError } from '../config.ts';
import { withTransaction } from '../postgres/withTransaction.ts';

/** A name for a log that nobody has named: unlike every other, and never an address (RFC 2606). */
const madeUp = (): string => `ledger.invalid/${randomBytes(6).toString('hex')}`;

/**
 * The name of this ledger's transparency log. It is stored with the ledger and stays once a checkpoint bears it: every
 * proof names it. Runs as owner at the start.
 */
export const openLogOrigin = async (owner: Pool, wanted: string | undefined): Promise<string> => {
  await owner.query('insert into ledger.log_origin (origin) values ($1) on conflict do nothing', [
    wanted ?? madeUp(),
  ]);
  const { rows } = await owner.query<{ origin: string; signed: boolean }>(
    'select origin, exists (select from ledger.checkpoint) as signed from ledger.log_origin',
  );
  const { origin, signed } = rows[0] ?? { origin: '', signed: false };
  if (wanted === undefined || wanted === origin) return origin;
  if (signed)
    throw new ConfigError(
      `LEDGER_LOG_ORIGIN is ${wanted}, but the transparency log of this ledger is ${origin}, and checkpoints bear that name. A log keeps its name: set LEDGER_LOG_ORIGIN to it or leave it out.`,
    );
  await owner.query('update ledger.log_origin set origin = $1', [wanted]);
  return wanted;
};

const forget = ['checkpoint', 'log_key']
  .map(
    (name) =>
      `alter table ledger.${name} disable trigger user; delete from ledger.${name}; alter table ledger.${name} enable trigger user`,
  )
  .join(';');

/** Gives the log another name, under which nothing is signed yet. What was signed under the former one goes to `keep` first. */
export const beginAnew = (owner: Pool, origin: string, keep: (text: string) => void): Promise<number> =>
  withTransaction(owner, async (client) => {
    await client.query('lock table ledger.checkpoint in access exclusive mode');
    const { rows: keys } = await client.query<{ verifier_key: string; from_size: bigint; to_size: bigint }>(
      'select * from ledger.log_key order by from_size',
    );
    const { rows } = await client.query<{ note: string }>('select note from ledger.checkpoint order by size');
    const lines = keys.map((key) => `${key.verifier_key} ${key.from_size} ${key.to_size}\n`);
    keep([...lines, ...rows.map(({ note }) => note)].join('\n'));
    await client.query(forget);
    await client.query('update ledger.log_origin set origin = $1', [origin]);
    return rows.length;
  });
