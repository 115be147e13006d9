import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { createPool, type DatabaseTarget } from '../../infra/postgres/pool.ts';
import { workInBackground } from '../../infra/system/backgroundPriority.ts';

/** A process that works in the background, and tells the priorities of its threads and of who works for it. */
const target = JSON.parse(process.argv[2] ?? '') as DatabaseTarget;
const backend = async (): Promise<number> => {
  const pool = createPool(target, { role: 'owner', max: 1 });
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const priority = getPriority(rows[0]?.pid ?? 0);
  await pool.end();
  return priority;
};
const usual = await backend();
workInBackground();
const threads = readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)));
process.stdout.write(JSON.stringify({ usual, threads, background: await backend() }));
