import type { Pool } from 'pg';
import type { Instant } from '../../domain/time/zone.ts';
import { postgresMajorMax, postgresMajorMin } from '../embedded/findServerBinaries.ts';
import { clockFault } from './clockDifference.ts';

export type Guarantees = {
  readonly serverVersion: string;
  readonly settings: Readonly<Record<string, string>>;
  /** What keeps this database from holding the register safely; empty when nothing does. */
  readonly faults: ReadonlyArray<string>;
  readonly warnings: ReadonlyArray<string>;
};

const query = `
select current_setting('server_version') as server_version, current_setting('server_version_num')::int as number,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
       current_setting('full_page_writes') as full_page_writes, current_setting('data_checksums') as data_checksums,
       current_setting('server_encoding') as server_encoding,
       (select count(*)::int from pg_extension where extname in ('pg_trgm', 'unaccent', 'fuzzystrmatch')) as extensions`;

/** Reads what the database promises about durability, and its clock, and judges them; shown by readiness and `doctor`. */
export const readGuarantees = async (pool: Pool, now: () => Instant = Date.now): Promise<Guarantees> => {
  const { rows } = await pool.query<Record<string, string> & { number: number; extensions: number }>(query);
  const row = rows[0];
  if (row === undefined)
    return { serverVersion: 'unknown', settings: {}, faults: ['the database did not answer'], warnings: [] };
  const { number, extensions, server_version: serverVersion = 'unknown', ...settings } = row;
  const major = Math.floor(number / 10_000);
  const faults: string[] = [];
  const warnings: string[] = [];
  if (major < postgresMajorMin)
    faults.push(`PostgreSQL ${major} is too old: ${postgresMajorMin} to ${postgresMajorMax} are supported`);
  if (major > postgresMajorMax)
    warnings.push(`PostgreSQL ${major} is newer than what was tried (${postgresMajorMax})`);
  if (settings['fsync'] !== 'on') faults.push('fsync is off: a power cut loses acknowledged records');
  if (settings['synchronous_commit'] === 'off')
    faults.push('synchronous_commit is off: a crash loses acknowledged records');
  if (settings['full_page_writes'] !== 'on')
    faults.push('full_page_writes is off: a power cut may damage the database');
  if (settings['server_encoding'] !== 'UTF8')
    faults.push('the database is not UTF8: texts of other scripts cannot be stored');
  if (settings['data_checksums'] !== 'on')
    warnings.push('data checksums are off: silent damage of the disk goes unnoticed');
  if (extensions < 3)
    faults.push(
      'an extension is missing: create pg_trgm, unaccent and fuzzystrmatch as the owner of the database',
    );
  const clocks = await clockFault(pool, now);
  if (clocks !== undefined) faults.push(clocks);
  return { serverVersion, settings, faults, warnings };
};
