import { setTimeout as sleep } from 'node:timers/promises';
import { runLedger } from '../e2e/serverProcess.ts';
import { registered } from '../harness/bodies.ts';
import { median, percentile } from './figures.ts';
import type { Caller } from './httpCaller.ts';

/** How commands and queries fared while all read models were built anew beside them. Times in milliseconds. */
export type RebuildUnderLoadFigures = {
  readonly seconds: number;
  /** Every read model built anew had the content, by hash, of the one that had been kept up to date. */
  readonly equal: boolean;
  readonly errors: number;
  readonly commands: Record<'before' | 'during', { count: number; median: number; p95: number }>;
  readonly queries: Record<'before' | 'during', { count: number; median: number; p95: number }>;
};

const callers = 4;
/** Pause of a caller between two rounds: a registry at work, not one that is flooded. */
const pauseMs = 50;
const beforeMs = 20_000;

type Taken = { readonly commands: number[]; readonly queries: number[]; errors: number };

const summary = (times: ReadonlyArray<number>) => ({
  count: times.length,
  median: median(times),
  p95: percentile(times, 0.95),
});

/** Registrations and chains of custody by a few callers until the work is done. */
const loadWhile = async (
  caller: Caller,
  authorization: string,
  holder: string,
  run: string,
  work: Promise<unknown>,
): Promise<Taken> => {
  const taken: Taken = { commands: [], queries: [], errors: 0 };
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  const timed = async (call: Parameters<Caller['call']>[0], wanted: number, into: number[]) => {
    const started = performance.now();
    const { status, text } = await caller
      .call(call)
      .catch((error: unknown) => ({ status: 0, text: String(error) }));
    into.push(performance.now() - started);
    if (status !== wanted) taken.errors += 1;
    return text;
  };
  const load = async (number: number): Promise<void> => {
    for (let index = 0; !over; index += 1) {
      const key = `${run}-${number}-${index}`;
      const answer = await timed(
        {
          method: 'POST',
          path: '/v1/firearms/events',
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify(registered('2026-01-15', holder, key.toUpperCase())),
        },
        201,
        taken.commands,
      );
      const { firearmId } = JSON.parse(answer) as { readonly firearmId?: string };
      await timed(
        {
          method: 'GET',
          path: `/v1/firearms/${firearmId}/chain`,
          headers: { authorization, 'ledger-purpose': 'LICENSING' },
        },
        200,
        taken.queries,
      );
      await sleep(pauseMs);
    }
  };
  await Promise.all([ended, ...Array.from({ length: callers }, (_, number) => load(number))]);
  return taken;
};

/** Load alone, then the same load while `ledger rebuild` runs as a process of its own. `began` makes keys of this run. */
export const measureRebuildUnderLoad = async (
  folder: string,
  caller: Caller,
  authorization: string,
  holder: string,
  began: string,
): Promise<RebuildUnderLoadFigures> => {
  await loadWhile(caller, authorization, holder, `${began}-warm`, sleep(beforeMs / 4));
  const before = await loadWhile(caller, authorization, holder, `${began}-before`, sleep(beforeMs));
  const rebuild = runLedger(folder, ['rebuild', '--json']);
  const during = await loadWhile(caller, authorization, holder, `${began}-during`, rebuild);
  const { code, stdout, stderr } = await rebuild;
  if (code !== 0) throw new Error(`the rebuild failed: ${stderr}`);
  const rebuilt = JSON.parse(stdout) as ReadonlyArray<{ readonly seconds: number; readonly equal: boolean }>;
  return {
    seconds: Math.max(...rebuilt.map(({ seconds }) => seconds)),
    equal: rebuilt.every(({ equal }) => equal),
    errors: before.errors + during.errors,
    commands: { before: summary(before.commands), during: summary(during.commands) },
    queries: { before: summary(before.queries), during: summary(during.queries) },
  };
};
