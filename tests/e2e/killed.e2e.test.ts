import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onPaper, party, registered } from '../harness/bodies.ts';
import { createServerFolder, type ServerFolder, startServer } from './serverProcess.ts';

/** Rounds in which the server, its database, or both are killed with SIGKILL under concurrent appends. */
const rounds = 20;
const writers = 8;

let server: ServerFolder;
beforeAll(() => {
  server = createServerFolder();
});
afterAll(() => server.remove());

test(`${rounds} rounds of kill -9 of server and database: every acknowledged event is there, none twice, positions dense`, {
  timeout: 600_000,
}, async () => {
  const authorization = `Bearer ${await server.token('CLK')}`;
  const acknowledged = new Map<string, string>();
  const unanswered = new Set<string>();
  const send = async (base: string, key: string): Promise<boolean> => {
    unanswered.add(key);
    const answer = await fetch(`${base}/v1/firearms/events`, {
      method: 'POST',
      headers: { authorization, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status !== 201) return false;
    const { events } = (await answer.json()) as { events: ReadonlyArray<{ eventId: string }> };
    acknowledged.set(key, events[0]?.eventId ?? '');
    unanswered.delete(key);
    return true;
  };

  for (let round = 0; round < rounds; round += 1) {
    const { child, base } = await startServer(server.folder);
    const ended = once(child, 'exit');
    // What got no answer before is sent again under its key: that is the client's duty, and must not double it.
    await Promise.all([...unanswered].map((key) => send(base, key)));
    let stopped = false;
    // A writer ends with its first failure: what it could not get acknowledged is the next round's to repeat.
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let number = 0; !stopped; number += 1)
        if (!(await send(base, `r${round}-w${writer}-${number}`).catch(() => false))) return;
    });
    await sleep(150 + (round % 5) * 60);
    const database = server.databasePid();
    if (round % 3 !== 0) process.kill(database, 'SIGKILL');
    if (round % 3 !== 1) child.kill('SIGKILL');
    else {
      // The database alone died: the server answers with problems, and is then stopped in the ordinary way.
      await sleep(200);
      child.kill('SIGTERM');
    }
    stopped = true;
    await Promise.all(writing);
    await ended;
  }

  const { child, base } = await startServer(server.folder);
  await Promise.all([...unanswered].map((key) => send(base, key)));
  expect(unanswered.size).toBe(0);
  const client = new pg.Client({
    host: `${server.folder}/socket`,
    port: 5432,
    user: 'ledger_owner',
    database: 'ledger',
  });
  await client.connect();
  const { rows } = await client.query<{ event_id: string; key: string; position: string }>(
    "select event_id, metadata::json ->> 'idempotencyKey' as key, position from ledger.event order by position",
  );
  await client.end();
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(rows.map((row) => row.position)).toEqual(rows.map((_, index) => String(index + 1)));
  const stored = new Map(rows.map((row) => [row.key, row.event_id]));
  expect(stored.size).toBe(rows.length);
  for (const [key, eventId] of acknowledged) expect(stored.get(key), key).toBe(eventId);
  expect(acknowledged.size).toBe(rows.length);
  process.stdout.write(
    `kill -9: ${rounds} rounds, ${acknowledged.size} acknowledged events, 0 lost, 0 doubled\n`,
  );
  expect(acknowledged.size).toBeGreaterThan(rounds * writers);
});
