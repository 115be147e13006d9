import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64, toHex } from '../../domain/integrity/bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import { openNote, parseNote, parseVerifierKey, plainSignature } from '../../domain/integrity/signedNote.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { createPool } from '../../infra/postgres/pool.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { systemClock } from '../../infra/system/system.ts';
import { readStatuses } from '../../infra/transparency/logStatus.ts';
import { createTreeProofs } from '../../infra/transparency/proofs.ts';
import { readSignedHead } from '../../infra/transparency/signedHead.ts';
import { readTreeHead } from '../../infra/transparency/treeTables.ts';
import { verifyLog } from '../../infra/verification/verifyLog.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';
import { until } from '../harness/logKeys.ts';
import { createServerFolder, runLedger, type ServerFolder, startServer } from './serverProcess.ts';

const rounds = 8;
const writers = 4;
/** A checkpoint every tenth of a second, so that the server dies in the middle of signing too. */
const environment = { LEDGER_CHECKPOINT_SECONDS: '0.1' };

let server: ServerFolder;
beforeAll(() => {
  server = createServerFolder();
});
afterAll(() => server.remove());

const textOf = async (url: string): Promise<string | undefined> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  return answer?.status === 200 ? answer.text() : undefined;
};
/** The published head, its signature checked with a published key. */
const opened = async (note: string, keys: string): Promise<Checkpoint> => {
  const parsed = parseNote(note);
  if (E.isLeft(parsed)) throw new Error(parsed.left.reason);
  const known = keys.split('\n').flatMap((line) => {
    const key = parseVerifierKey(hashing.sha256, line.split(' ')[0] ?? '');
    return E.isRight(key) ? [key.right] : [];
  });
  expect(E.isRight(await openNote(parsed.right, known, plainSignature(verifyEd25519)))).toBe(true);
  const checkpoint = parseCheckpoint(parsed.right.text);
  if (E.isLeft(checkpoint)) throw new Error(checkpoint.left.reason);
  return checkpoint.right;
};
const recorder = async () => {
  const authorization = `Bearer ${await server.token('CLK')}`;
  return (base: string, key: string) =>
    fetch(`${base}/v1/firearms/events`, {
      method: 'POST',
      headers: { authorization, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
      signal: AbortSignal.timeout(10_000),
    });
};
const withDatabase = async <T>(work: (pool: Pool) => Promise<T>): Promise<T> => {
  const socket = {
    host: join(server.folder, 'socket'),
    port: 5432,
    user: 'ledger_owner',
    database: 'ledger',
  };
  const pool = createPool({ socket } as never, { role: 'owner', max: 3 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};
const stop = async (child: Awaited<ReturnType<typeof startServer>>['child']): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
};

/** A server adopts a database that runs already, and leaves it running. */
const stopDatabase = async (): Promise<void> => {
  const file = join(server.folder, 'pg', 'postmaster.pid');
  if (existsSync(file)) process.kill(server.databasePid(), 'SIGINT');
  await until(() => !existsSync(file), 'the end of the database');
};

test(`${rounds} rounds of kill -9 of the process that writes and signs the log: leaves dense, the tree that of the events, no two published heads that differ`, {
  timeout: 600_000,
}, async () => {
  const record = await recorder();
  const published = new Map<string, string>();
  for (let round = 0; round < rounds; round += 1) {
    const { child, base } = await startServer(server.folder, environment);
    const ended = once(child, 'exit');
    let stopped = false;
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let number = 0; !stopped; number += 1)
        if (!(await record(base, `r${round}-w${writer}-${number}`).catch(() => undefined))?.ok) return;
    });
    const watching = (async () => {
      while (!stopped) {
        const note = await textOf(`${base}/log/checkpoint`);
        if (note !== undefined) published.set(note, (await textOf(`${base}/log/keys`)) ?? '');
        await sleep(20);
      }
    })();
    // A slow machine gets the time to sign something; then death comes at another moment of the interval in each round.
    const seen = published.size;
    await until(() => published.size >= seen + 2, 'two heads');
    await sleep((round * 337) % 400);
    if (round % 3 === 2) process.kill(server.databasePid(), 'SIGKILL');
    child.kill('SIGKILL');
    stopped = true;
    await Promise.all([...writing, watching, ended]);
  }

  const { child, base } = await startServer(server.folder, environment);
  const events = await withDatabase(async (pool) => {
    const { rows } = await pool.query<{ count: bigint }>('select count(*) from ledger.event');
    const count = Number(rows[0]?.count ?? 0n);
    await until(async () => (await readTreeHead(pool)).size === count, 'the tree');
    return count;
  });
  const keys = (await textOf(`${base}/log/keys`)) ?? '';
  let last: Checkpoint | undefined;
  await until(async () => {
    last = await opened((await textOf(`${base}/log/checkpoint`)) ?? '', keys);
    return last.size === events;
  }, 'the last checkpoint');
  expect(readSignedHead(join(server.folder, 'log.key'))).toMatchObject({ size: events, root: last?.root });
  await stop(child);

  const { child: again } = await startServer(server.folder, environment);
  await withDatabase(async (pool) => {
    const store = createPostgresEventStore(pool, systemClock);
    const verified = await verifyLog({ store, pool, hashing }, () => undefined);
    expect(verified).toMatchObject({ leaves: events, faults: [] });
    const { rows } = await pool.query<{ dense: boolean }>(
      'select count(*) = max(leaf_index) + 1 and min(leaf_index) = 0 as dense from ledger.leaf',
    );
    expect(rows).toEqual([{ dense: true }]);
    const proofs = createTreeProofs(pool, hashing.sha256);
    for (const note of published.keys()) {
      const { size, root } = await opened(note, keys);
      expect(toBase64(await proofs.rootAt(size)), `published for ${size}`).toBe(toBase64(root));
    }
  });
  await stop(again);
  process.stdout.write(
    `kill -9 of the log: ${rounds} rounds, ${events} events, ${published.size} published heads, all of one history\n`,
  );
  expect(published.size).toBeGreaterThan(rounds);
  expect(events).toBeGreaterThan(rounds * writers);
});

test('a key is rotated while the server runs, and its checkpoints bear both signatures', {
  timeout: 600_000,
}, async () => {
  const { child, base } = await startServer(server.folder, environment);
  await until(async () => (await textOf(`${base}/log/checkpoint`)) !== undefined, 'a checkpoint');
  const rotated = await runLedger(server.folder, ['keys', 'log', 'rotate', '--overlap-days', '30']);
  expect(rotated.code, rotated.stderr).toBe(0);
  await until(
    async () => ((await textOf(`${base}/log/checkpoint`)) ?? '').split('\n— ').length === 3,
    'the second signature',
  );
  const keys = (await textOf(`${base}/log/keys`)) ?? '';
  expect(keys.trim().split('\n')).toHaveLength(3);
  const note = (await textOf(`${base}/log/checkpoint`)) ?? '';
  for (const line of keys.trim().split('\n').slice(1)) await opened(note, line);
  const shown = JSON.parse((await runLedger(server.folder, ['keys', 'log', 'show', '--json'])).stdout);
  expect(shown.signing).toMatchObject([{ until: null }, { until: expect.stringMatching(/^20/) }]);
  expect(shown.refusal).toBeNull();
  await stop(child);
});

test('with the database restored from an older copy nothing is signed; readiness, doctor and the key commands say so', {
  timeout: 600_000,
}, async () => {
  const record = await recorder();
  const pg = join(server.folder, 'pg');
  const copy = join(server.folder, 'copy');
  await stopDatabase();
  cpSync(pg, copy, { recursive: true });
  const first = await startServer(server.folder, environment);
  const log = async (base: string) => {
    const ready = (await (await fetch(`${base}/health/ready`)).json()) as {
      transparencyLog: { size: number; signedSize: number; signer: string; warnings: ReadonlyArray<string> };
    };
    return ready.transparencyLog;
  };
  const before = (await log(first.base)).size;
  const missing = 5;
  for (let number = 0; number < missing; number += 1)
    expect((await record(first.base, `new-${number}`)).status).toBe(201);
  // Of all of them: a head in between would be followed by another after it was looked at.
  await until(async () => (await log(first.base)).signedSize === before + missing, 'the last signature');
  const signed = readSignedHead(join(server.folder, 'log.key'));
  const published = (await textOf(`${first.base}/log/checkpoint`)) ?? '';
  await stop(first.child);
  await stopDatabase();
  rmSync(pg, { recursive: true });
  cpSync(copy, pg, { recursive: true });

  const restored = await startServer(server.folder, environment);
  await until(async () => (await log(restored.base)).signer === 'REFUSED', 'the refusal');
  const status = await log(restored.base);
  expect(status).toMatchObject({ size: before, signedSize: before });
  expect(status.warnings).toEqual([expect.stringMatching(/signer refuses/)]);
  expect(await textOf(`${restored.base}/metrics`)).toMatch(/^ledger_log_signer_refused 1$/m);
  // Also when others are recorded in the place of those that are missing.
  for (let number = 0; number < 9; number += 1)
    expect((await record(restored.base, `other-${number}`)).status).toBe(201);
  await until(async () => (await log(restored.base)).size > signed.size, 'the tree');
  await withDatabase((pool) =>
    until(
      async () => (await readStatuses(pool)).some(({ reason }) => reason?.startsWith('The first ') === true),
      'the refusal of the other history',
    ),
  );
  expect(await log(restored.base)).toMatchObject({ signedSize: before, signer: 'REFUSED' });
  const doctor = await runLedger(server.folder, ['doctor']);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(
    /FAULT: The first \d+ of the \d+ events of the log are not those of the checkpoint/,
  );
  const state = readFileSync(join(server.folder, 'log.key.state'), 'utf8');
  const trust = await runLedger(server.folder, [
    'keys',
    'log',
    'trust',
    '--size',
    String(signed.size),
    '--root',
    toBase64(signed.root),
  ]);
  expect(trust).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/of another history\. Nothing was changed/),
  });
  expect(readFileSync(join(server.folder, 'log.key.state'), 'utf8')).toBe(state);
  expect(published).toContain(`\n${signed.size}\n${toBase64(signed.root)}\n`);
  expect(toHex(signed.root)).toBe(toHex(readSignedHead(join(server.folder, 'log.key')).root));
  await stop(restored.child);
});
