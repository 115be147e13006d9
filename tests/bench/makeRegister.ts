import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { runLedger } from '../e2e/serverProcess.ts';
import { copyRegister } from './copyRegister.ts';

/** How a register of the bench came to be. */
export type MadeRegister = {
  readonly firearms: number;
  readonly events: number;
  readonly simulated: {
    readonly firearms: number;
    readonly eventsPerSecond: number;
    readonly peakMegabytes: number;
  };
};

const seed = 1;
/** The output of a command of the ledger, which must succeed. */
export const ran = async (folder: string, args: ReadonlyArray<string>): Promise<string> => {
  const { code, stdout, stderr } = await runLedger(folder, args);
  if (code !== 0) throw new Error(`ledger ${args[0]} failed: ${stderr}`);
  return stdout;
};

export const headOf = async (pool: Pool): Promise<bigint> =>
  (await pool.query<{ position: bigint }>('select position from ledger.head')).rows[0]?.position ?? 0n;

/**
 * Makes a register of the size in the folder, or takes the one that an earlier run left there whole. Up to `decidedMax`
 * lives are decided one by one; a larger register holds copies of them, appended under other ids and numbers.
 */
export const makeRegister = async (
  folder: string,
  pool: Pool,
  firearms: number,
  decidedMax: number,
): Promise<MadeRegister> => {
  const note = join(folder, 'register.json');
  if (existsSync(note)) {
    const made = JSON.parse(readFileSync(note, 'utf8')) as MadeRegister;
    if (made.firearms !== firearms)
      throw new Error(`${folder} holds a register of ${made.firearms} firearms, not of ${firearms}`);
    return made;
  }
  const copies = Math.max(1, Math.ceil(firearms / decidedMax));
  if (firearms % copies !== 0)
    throw new Error(`a register of more than ${decidedMax} firearms is a multiple of one`);
  const decided = firearms / copies;
  const simulated = JSON.parse(
    await ran(folder, ['simulate', '--seed', String(seed), '--firearms', String(decided), '--json']),
  ) as { readonly eventsPerSecond: number; readonly peakMemoryBytes: number };
  const head = await headOf(pool);
  if (copies > 1) await copyRegister(pool, head, copies - 1);
  const made: MadeRegister = {
    firearms,
    events: Number(await headOf(pool)),
    simulated: {
      firearms: decided,
      eventsPerSecond: simulated.eventsPerSecond,
      peakMegabytes: simulated.peakMemoryBytes / 1e6,
    },
  };
  writeFileSync(note, JSON.stringify(made));
  return made;
};
