import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyNoteSignature } from '../../domain/integrity/cosignature.ts';
import { evaluatePolicy } from '../../domain/integrity/policy.ts';
import { parsePolicy } from '../../domain/integrity/policyFile.ts';
import { parseNote } from '../../domain/integrity/signedNote.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { createServerFolder, runLedger, startServer } from '../e2e/serverProcess.ts';
import { until } from '../harness/logKeys.ts';
import { right } from '../integrity/signers.ts';
import { createWitnessFolder, startWitness } from '../integrity/witnessProcess.ts';
import { createAuthority, listenAuthority } from './timestampAuthority.ts';

const origin = 'ledger.test/firearms';
const server = createServerFolder();
const witness = createWitnessFolder('authority.test/w1');
const authority = createAuthority();
let tsa: Awaited<ReturnType<typeof listenAuthority>>;
beforeAll(async () => {
  tsa = await listenAuthority(async (query) => ({ body: await authority.reply(query) }));
});
afterAll(async () => {
  tsa.close();
  authority.remove();
  witness.remove();
  await server.remove();
});

const lives = async (firearms: number, environment: Record<string, string>): Promise<void> => {
  const ran = await runLedger(
    server.folder,
    [
      'simulate',
      '--seed',
      '5',
      '--firearms',
      String(firearms),
      '--from',
      '2024-01-01',
      '--until',
      '2024-03-01',
    ],
    environment,
  );
  expect(ran.stderr).not.toContain('rror');
  expect(ran.code).toBe(0);
};

test('a ledger, a witness of another authority and a time-stamping authority, each a process of its own', async () => {
  const base = { LEDGER_LOG_ORIGIN: origin, LEDGER_CHECKPOINT_SECONDS: '0.2' };
  await lives(2, base);
  // The key of the log is made at the first start; the authority gets it from there.
  const first = await startServer(server.folder, base);
  let vkey = '';
  await until(async () => {
    const keys = await (await fetch(`${first.base}/log/keys`)).text();
    vkey = /^ledger\.test\S+/m.exec(keys)?.[0] ?? '';
    return vkey !== '';
  }, 'the key');
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');

  let watching = await startWitness(witness, [vkey]);
  const port = Number(new URL(watching.url).port);
  const policy = `log ${vkey}\nwitness authority ${witness.vkey} ${watching.url}\nquorum authority\n`;
  mkdirSync(join(server.folder, 'config'));
  const policyFile = join(server.folder, 'config', 'policy');
  writeFileSync(policyFile, policy);
  const environment = {
    ...base,
    LEDGER_WITNESS_POLICY_FILE: policyFile,
    LEDGER_WITNESS_SECONDS: '0.2',
    LEDGER_TSA_URL: tsa.url,
  };
  const { child, base: address } = await startServer(server.folder, environment);
  const get = async (path: string) => (await fetch(`${address}${path}`)).text();
  const judged = async () => {
    const note = parseNote(await get('/log/checkpoint'));
    if (E.isLeft(note)) return undefined;
    const verdict = await evaluatePolicy(
      right(parsePolicy(hashing.sha256, utf8(policy))),
      note.right,
      verifyNoteSignature(verifyEd25519),
    );
    return E.isRight(verdict) ? verdict.right : undefined;
  };
  const log = async () => JSON.parse(await get('/health/ready')).transparencyLog;
  try {
    // The tree may still be taking in what was recorded before.
    await until(async () => {
      const { size } = await log();
      const verdict = await judged();
      return size > 0 && verdict?.checkpoint.size === size && verdict?.quorum === true;
    }, 'the quorum');
    const before = (await judged())?.checkpoint.size ?? 0;
    expect(before).toBeGreaterThan(0);

    // The stamp is over a published note; what a stranger needs is two files and OpenSSL.
    await until(async () => (await get('/log/timestamps')) !== '', 'the stamp');
    const [stamped = ''] = (await get('/log/timestamps')).split(' ');
    const reply = new Uint8Array(await (await fetch(`${address}/log/timestamp/${stamped}`)).arrayBuffer());
    const note = await get(`/log/timestamp/${stamped}/note`);
    expect(authority.verify(reply, note)).toContain('Verification: OK');

    // The witness is killed. Recording and signing go on; what is published stays.
    await watching.kill('SIGKILL');
    await lives(4, environment);
    await until(async () => (await log()).signedSize > before, 'the next signed head');
    await until(async () => (await log()).unpublishedSeconds > 0.5, 'the lag');
    expect((await judged())?.checkpoint.size).toBe(before);
    expect(await log()).toMatchObject({
      publishedSize: before,
      witnesses: [{ name: 'authority', status: 'NO_ANSWER', size: before }],
    });
    expect(JSON.parse(await get('/health/ready')).faults).toEqual([]);
    const metrics = await get('/metrics');
    expect(metrics).toContain('ledger_witness_failed{witness="authority"} 1');
    expect(metrics).toContain(`ledger_log_published_size ${before}\n`);

    // It comes back with its memory, and everything is published.
    watching = await startWitness(witness, [vkey], port);
    await until(async () => {
      const { signedSize, publishedSize } = await log();
      return publishedSize > before && publishedSize === signedSize;
    }, 'catching up');
    expect(await judged()).toMatchObject({ quorum: true });
    expect(await get('/metrics')).toContain('ledger_witness_failed{witness="authority"} 0');
    expect(await log()).toMatchObject({ unpublishedSeconds: 0 });
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await watching.kill();
  }
}, 600_000);
