import { once } from 'node:events';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createServerFolder, startServer } from '../e2e/serverProcess.ts';
import { onPaper, party, registered } from '../harness/bodies.ts';

/** The database refuses each insert with what it says when its disk is full. */
const fullDisk = `
  create function ledger.full_disk() returns trigger language plpgsql as $$
  begin
    raise exception 'could not extend file "base/16384/16687": No space left on device' using errcode = '53100';
  end $$;
  create trigger full_disk before insert on ledger.event execute function ledger.full_disk();
  create trigger full_disk before insert on ledger.access execute function ledger.full_disk()`;

test('a disk that is full refuses what has to be written, and tells the operator why once; the rest goes on', {
  timeout: 600_000,
}, async () => {
  const server = createServerFolder();
  try {
    let printed = '';
    const { child, base } = await startServer(server.folder, { LOG_LEVEL: 'error' }, (chunk) => {
      printed += chunk;
    });
    const authorization = `Bearer ${await server.token('CLK')}`;
    const record = async (key: string) => {
      const answer = await fetch(`${base}/v1/firearms/events`, {
        method: 'POST',
        headers: { authorization, 'idempotency-key': key, 'content-type': 'application/json' },
        body: JSON.stringify(onPaper(registered('2026-01-05', party('P', key), key))),
        signal: AbortSignal.timeout(30_000),
      });
      return { status: answer.status, body: (await answer.json()) as { readonly firearmId?: string } };
    };
    const ready = async () => {
      const answer = await fetch(`${base}/health/ready`);
      return { status: answer.status, ...((await answer.json()) as { warnings: ReadonlyArray<string> }) };
    };
    const { body } = await record('before');
    expect(await ready()).toMatchObject({ status: 200, warnings: [] });

    const client = new pg.Client({
      host: `${server.folder}/socket`,
      port: 5432,
      user: 'ledger_owner',
      database: 'ledger',
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(fullDisk);
    for (let number = 0; number < 12; number += 1)
      expect(await record(`full-${number}`)).toMatchObject({
        status: 503,
        body: { code: 'STORE_UNAVAILABLE', detail: expect.stringContaining('same Idempotency-Key') },
      });
    expect(await ready()).toMatchObject({
      status: 200,
      warnings: ['the disk of the database is full: nothing can be recorded until there is room'],
    });
    // Who reads leaves a trace, and without one nothing is shown; what is open to all goes on.
    const chain = async () => {
      const answer = await fetch(`${base}/v1/firearms/${body.firearmId}/chain`, {
        headers: { authorization, 'ledger-purpose': 'LICENSING' },
      });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await chain()).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
    expect((await fetch(`${base}/log/keys`)).status).toBe(200);
    const said = printed.split('\n').filter((line) => line.includes('the database fails'));
    expect(said.map((line) => JSON.parse(line))).toMatchObject([
      { level: 50, reason: expect.stringContaining('No space left on device') },
    ]);

    expect(printed).not.toContain('request failed');

    await client.query('drop function ledger.full_disk() cascade');
    await client.end();
    for (let number = 0; number < 12; number += 1) expect((await record(`full-${number}`)).status).toBe(201);
    expect((await chain()).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    await server.remove();
  }
});
