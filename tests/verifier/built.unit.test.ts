import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtVerifier } from '../../api/verifier/build.ts';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { logFile } from './logFile.ts';
import { type SampleRegister, sampleRegister } from './sampleRegister.ts';

const folder = new URL('../../api/verifier/', import.meta.url).pathname;
const committed = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the one file', () => {
  test('the committed verifier is the one that the sources give', async () => {
    for (const [name, text] of Object.entries(await builtVerifier()))
      expect(committed(name) === text, `${name}: run npm run verifier and commit it`).toBe(true);
  });
  test('it depends on Node’s own modules alone, and names no place of the machine it was made on', () => {
    const script = committed('ledger-verify.mjs');
    const imported = [...script.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, from]) => from);
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((from) => !from?.startsWith('node:'))).toEqual([]);
    expect(script).not.toMatch(/\brequire\(|\bimport\(/);
    for (const text of [script, committed('ledger-verify.html')])
      expect(text).not.toContain(new URL('../..', import.meta.url).pathname);
  });
});

type Ran = { readonly code: number; readonly out: string; readonly err: string };
const run = promisify(execFile);
const verifier = join(folder, 'ledger-verify.mjs');

/** Nodes on this machine: the one that runs the tests, and the system's own where there is one. */
const nodes = [process.execPath, '/usr/bin/node'].filter((node) => existsSync(node));

describe.each(nodes)('on the command line, %s', (node) => {
  let work: string;
  let register: SampleRegister;
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'ledger-verify-'));
    register = await sampleRegister(3);
    const [firearmId = ''] = register.firearms;
    const bundle = await register.firearmBundle(firearmId);
    writeFileSync(join(work, 'good.json'), bundle);
    const bytes = utf8(bundle);
    const at = bundle.indexOf('"payload":"') + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(join(work, 'bad.json'), bytes);
    writeFileSync(join(work, 'log.ndjson'), logFile(register));
    writeFileSync(join(work, 'policy'), `log ${register.key.vkey}\nquorum none\n`);
  }, 600_000);
  afterAll(() => rmSync(work, { recursive: true }));
  const ran = (...args: ReadonlyArray<string>): Promise<Ran> =>
    // An empty environment and another folder: nothing but the file itself is there.
    run(node, [verifier, ...args], { cwd: work, env: {} }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => ({
        code: error.code,
        out: error.stdout,
        err: error.stderr,
      }),
    );

  test('0 and a report for what is good', async () => {
    const good = await ran('good.json', '--key', register.key.vkey);
    expect(good.err).toBe('');
    expect(good.code).toBe(0);
    expect(good.out).toMatch(/^VERIFIED\. /);
    const policy = await ran('good.json', '--policy', 'policy', '--json');
    expect(policy.code).toBe(0);
    expect(JSON.parse(policy.out)).toMatchObject({ good: true, notes: [] });
  });
  test('it says when nobody but the file vouches for the keys', async () => {
    const own = await ran('good.json');
    expect(own.code).toBe(0);
    expect(own.out).toMatch(/^VERIFIED, BUT ONLY BY KEYS THAT THE FILE ITSELF NAMES\./);
  });
  test('1 and the place for what is not', async () => {
    const bad = await ran('bad.json', '--key', register.key.vkey, '--json');
    expect(bad.code).toBe(1);
    const { faults } = JSON.parse(bad.out);
    expect(faults).toContainEqual(
      expect.objectContaining({
        kind: 'PAYLOAD_CHANGED',
        at: expect.objectContaining({ event: 0, revision: 0 }),
      }),
    );
  });
  test('2 for a file that is not there and for wrong use', async () => {
    expect((await ran('missing.json')).code).toBe(2);
    expect((await ran()).code).toBe(2);
    expect((await ran('good.json', '--nonsense')).code).toBe(2);
    expect((await ran('good.json', 'good.json')).code).toBe(2);
    expect((await ran('--help')).out).toContain('Exit codes: 0');
  });
  test.each(['1', '3'])('a whole log, read by %s threads', async (threads) => {
    const log = await ran('--log', 'log.ndjson', '--key', register.key.vkey, '--threads', threads, '--json');
    expect(log.err).toBe('');
    expect(JSON.parse(log.out)).toMatchObject({
      good: true,
      faults: [],
      subject: { events: register.events.length },
    });
    expect(log.code).toBe(0);
  });
  test('its parts as files for other tools', async () => {
    const extracted = await ran('good.json', '--key', register.key.vkey, '--extract', 'parts');
    expect(extracted.code).toBe(0);
    const bundle = JSON.parse(readFileSync(join(work, 'good.json'), 'utf8'));
    expect(readFileSync(join(work, 'parts', 'checkpoint'), 'utf8')).toBe(bundle.checkpoint);
    const { index } = bundle.events[0];
    expect(readFileSync(join(work, 'parts', `${index}.entry`)).length).toBe(32);
    expect(readFileSync(join(work, 'parts', `${index}.tlog-proof`), 'utf8')).toMatch(
      new RegExp(`^c2sp\\.org/tlog-proof@v1\nindex ${index}\n`),
    );
  });
});
