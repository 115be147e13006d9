import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointText } from '../../domain/integrity/checkpoint.ts';
import { verifyNoteSignature } from '../../domain/integrity/cosignature.ts';
import { evaluatePolicy } from '../../domain/integrity/policy.ts';
import { parsePolicy } from '../../domain/integrity/policyFile.ts';
import { noteText, parseNote, signatureText, verifierKeyText } from '../../domain/integrity/signedNote.ts';
import { parseAddCheckpoint } from '../../domain/integrity/witnessRequest.ts';
import { ConfigError } from '../../infra/config.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { readLastCheckpoint, readPublishedKeys } from '../../infra/transparency/checkpoints.ts';
import { signText } from '../../infra/transparency/logKey.ts';
import { readLogKeys } from '../../infra/transparency/logKeyFile.ts';
import { createTreeProofs } from '../../infra/transparency/proofs.ts';
import { createPublishedLog } from '../../infra/transparency/publishedLog.ts';
import { letWitnessesDecide } from '../../infra/transparency/witnesses/publishedHeads.ts';
import { readWitnesses } from '../../infra/transparency/witnesses/readWitnesses.ts';
import { startWitnessing, warnWithoutPolicy } from '../../infra/transparency/witnesses/witnessing.ts';
import { type WitnessMemory, witnessOnce } from '../../infra/transparency/witnesses/witnessOnce.ts';
import { testOrigin, until } from '../harness/logKeys.ts';
import { createPublisher } from '../harness/publishLog.ts';
import { createTestDatabase } from '../harness/testDatabase.ts';
import { cosigner, logSigner, right } from '../integrity/signers.ts';
import {
  createWitnessFolder,
  type RunningWitness,
  startWitness,
  type WitnessFolder,
} from '../integrity/witnessProcess.ts';
import { appendSmall } from './treeOf.ts';

const closing: Array<() => unknown> = [];
const later = <T>(made: T, close: () => unknown): T => {
  closing.push(close);
  return made;
};
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A log on a database of its own; `keyFile` of another one makes two logs that sign with one key. */
const createLog = async (streams?: string) => {
  const database = await createTestDatabase();
  const { runtime: pool } = database;
  const store = createPostgresEventStore(pool, { now: () => Date.parse('2026-01-01T00:00:00Z') });
  const publisher = createPublisher(store, pool);
  later(undefined, async () => {
    publisher.close();
    await database.drop();
  });
  let events = 0;
  return {
    pool,
    keyFile: publisher.keyFile,
    published: createPublishedLog(pool, hashing, testOrigin),
    /** Records and signs so many events more. */
    grow: async (count: number): Promise<void> => {
      await appendSmall(store, events, count, streams);
      events += count;
      expect(await publisher.publish()).toEqual({ kind: 'SIGNED', size: events });
    },
    /** Puts a note where triggers refuse it, as only the owner of the database can. */
    replaceNote: async (size: number, note: string): Promise<void> => {
      await database.owner.query('alter table ledger.checkpoint disable trigger user');
      await database.owner.query('update ledger.checkpoint set note = $2 where size = $1', [size, note]);
      await database.owner.query('alter table ledger.checkpoint enable trigger user');
    },
    vkey: async () => (await readPublishedKeys(pool))[0]?.verifierKey ?? '',
  };
};
type Log = Awaited<ReturnType<typeof createLog>>;

type Witness = WitnessFolder & { running: RunningWitness };
const createWitness = async (name: string, logKey: string): Promise<Witness> => {
  const folder = createWitnessFolder(name);
  const witness = { ...folder, running: await startWitness(folder, [logKey]) };
  return later(witness, async () => {
    await witness.running.kill();
    folder.remove();
  });
};

/** Policy and addresses in files, read as the ledger reads them. */
const planOf = (
  policy: string,
  addresses: ReadonlyArray<{ name: string; url: string; timeoutSeconds?: number }>,
) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-policy-'));
  later(undefined, () => rmSync(folder, { recursive: true }));
  const files = { policyFile: join(folder, 'policy'), witnessesFile: join(folder, 'witnesses.json') };
  writeFileSync(files.policyFile, policy);
  writeFileSync(files.witnessesFile, JSON.stringify(addresses));
  const plan = readWitnesses(files, testOrigin);
  if (plan === undefined) throw new Error('no plan');
  return plan;
};

const portsOf = (log: Log, plan: ReturnType<typeof planOf>, now: () => number = Date.now) => {
  const logged: Array<Record<string, unknown>> = [];
  const ports = {
    pool: log.pool,
    proofs: createTreeProofs(log.pool, hashing.sha256),
    plan,
    now,
    log: (message: string, details: Record<string, unknown>) => logged.push({ message, ...details }),
  };
  return { ports, logged };
};

/** What a stranger with the policy says to what is published. */
const judged = async (log: Log, policy: string) => {
  const note = (await log.published.checkpoint())?.note ?? '';
  return right(
    await evaluatePolicy(
      right(parsePolicy(hashing.sha256, utf8(policy))),
      right(parseNote(note)),
      verifyNoteSignature(verifyEd25519),
    ),
  );
};

describe('a log has its checkpoints witnessed', () => {
  let log: Log;
  beforeEach(async () => {
    log = await createLog();
    await log.grow(9);
  });

  test('what is published carries a quorum that anybody can check; one witness that is away does not matter', async () => {
    const key = await log.vkey();
    const [one, two] = await Promise.all([
      createWitness('w1.example', key),
      createWitness('w2.example', key),
    ]);
    const away = cosigner('w3.example');
    const policy = `log ${key}\nwitness one ${one.vkey}\nwitness two ${two.vkey}\nwitness three ${verifierKeyText(away.key)}\ngroup g 2 one two three\nquorum g\n`;
    const plan = planOf(policy, [
      { name: 'one', url: one.running.url },
      { name: 'two', url: `${two.running.url}/` },
      { name: 'three', url: 'http://127.0.0.1:9', timeoutSeconds: 1 },
    ]);
    const { ports, logged } = portsOf(log, plan);
    const memory: WitnessMemory = new Map();
    await letWitnessesDecide(log.pool);
    expect(await witnessOnce(ports, memory)).toEqual({ size: 9, cosigned: 2, published: true });
    expect(await judged(log, policy)).toMatchObject({ quorum: true, checkpoint: { size: 9 } });
    for (let size = 9; size < 700; size += 230) {
      await log.grow(230);
      expect(await witnessOnce(ports, memory)).toMatchObject({ size: size + 230, published: true });
      expect(await judged(log, policy)).toMatchObject({ quorum: true, checkpoint: { size: size + 230 } });
    }
    expect(logged).toEqual([
      {
        message: 'a witness does not cosign',
        witness: 'three',
        status: 'NO_ANSWER',
        reason: 'it cannot be reached',
      },
    ]);
    const { witnesses, publication } = await log.published.status();
    expect(witnesses.map(({ name, status, size }) => [name, status, size])).toEqual([
      ['one', 'COSIGNED', 929],
      ['three', 'NO_ANSWER', 0],
      ['two', 'COSIGNED', 929],
    ]);
    expect(publication).toEqual({ signed: 929, published: 929, waitingSince: undefined });
  });

  test('without a quorum the last one that had it stays published, signing goes on, and the lag shows; then it catches up', async () => {
    const witness = await createWitness('w1.example', await log.vkey());
    const policy = `log ${await log.vkey()}\nwitness one ${witness.vkey}\nquorum one\n`;
    const address = { name: 'one', url: witness.running.url };
    let time = Date.now();
    const { ports } = portsOf(log, planOf(policy, [address]), () => time);
    const memory: WitnessMemory = new Map();
    await letWitnessesDecide(log.pool);
    expect(await witnessOnce(ports, memory)).toMatchObject({ published: true });
    await witness.running.kill('SIGKILL');
    await log.grow(5);
    expect(await witnessOnce(ports, memory)).toMatchObject({ size: 14, published: false });
    await log.grow(6);
    expect(await witnessOnce(ports, memory)).toMatchObject({ size: 20, published: false });
    expect((await readLastCheckpoint(log.pool))?.size).toBe(20);
    expect(await judged(log, policy)).toMatchObject({ quorum: true, checkpoint: { size: 9 } });
    const { publication, witnesses } = await log.published.status();
    expect(publication).toMatchObject({ signed: 20, published: 9 });
    expect(publication.waitingSince).toBeGreaterThan(0);
    expect(witnesses).toMatchObject([{ name: 'one', status: 'NO_ANSWER', size: 9 }]);
    // It comes back, elsewhere, with its memory, and with a client that has forgotten which size it has.
    witness.running = await startWitness(witness, [await log.vkey()]);
    const again = portsOf(log, planOf(policy, [{ ...address, url: witness.running.url }]), () => time);
    time += 60_000;
    expect(await witnessOnce(again.ports, new Map())).toMatchObject({ size: 20, published: true });
    expect(await judged(log, policy)).toMatchObject({ quorum: true, checkpoint: { size: 20 } });
    expect((await log.published.status()).publication).toMatchObject({
      published: 20,
      waitingSince: undefined,
    });
  });

  test('a witness that does not answer is asked again later and later, and the round does not wait for it twice', async () => {
    const asked: number[] = [];
    let time = 1_000_000;
    const server = await listening((_request, response) => {
      asked.push(time);
      response.statusCode = 503;
      response.end();
    });
    const stub = cosigner('stub.example');
    const plan = planOf(`witness s ${verifierKeyText(stub.key)}\nquorum s\n`, [{ name: 's', url: server }]);
    const { ports } = portsOf(log, plan, () => time);
    const memory: WitnessMemory = new Map();
    for (; time < 1_030_000; time += 100) await witnessOnce(ports, memory);
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(pauses.length).toBeGreaterThan(4);
    expect(pauses.every((pause, index) => pause >= (pauses[index - 1] ?? 0))).toBe(true);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(8000);
  });

  test('a restored or second log is noticed by its witness: nothing of it is published, both sides tell', async () => {
    const key = await log.vkey();
    const witness = await createWitness('w1.example', key);
    const policy = `witness one ${witness.vkey}\nquorum one\n`;
    const address = { name: 'one', url: witness.running.url };
    const { ports } = portsOf(log, planOf(policy, [address]));
    await log.grow(21);
    expect(await witnessOnce(ports, new Map())).toMatchObject({ size: 30, published: true });

    // The same key on another history, as after a theft or a restored machine; its notes are real.
    const other = await createLog('component');
    const forge = async (count: number): Promise<void> => {
      await other.grow(count);
      const { size = 0, root = new Uint8Array(32) } = (await readLastCheckpoint(other.pool)) ?? {};
      const [logKey] = readLogKeys(log.keyFile);
      if (logKey === undefined) throw new Error('no key');
      const text = checkpointText({ origin: testOrigin, size, root });
      await other.replaceNote(size, noteText({ text, signatures: [signText(logKey, text)] }));
    };
    const forged = portsOf(other, planOf(policy, [address]));
    await letWitnessesDecide(other.pool);
    await forge(20);
    expect(await witnessOnce(forged.ports, new Map())).toMatchObject({ published: false });
    expect(forged.logged).toMatchObject([
      { status: 'AHEAD', reason: expect.stringContaining('cosigned 30 events') },
    ]);
    await forge(10);
    expect(await witnessOnce(forged.ports, new Map())).toMatchObject({ published: false });
    expect(forged.logged.at(-1)).toMatchObject({ status: 'INCONSISTENT' });
    await forge(15);
    expect(await witnessOnce(forged.ports, new Map())).toMatchObject({ published: false });
    expect((await other.published.status()).witnesses).toMatchObject([{ status: 'INCONSISTENT', size: 0 }]);
    expect(
      readdirSync(join(witness.state, 'evidence'))
        .map((name) => name.slice(0, 9))
        .sort(),
    ).toEqual(['proof-fai', 'two-roots']);
  });

  test('what is published never goes back: not when a policy comes, not when it goes, and "quorum none" lets it go on', async () => {
    const stub = verifierKeyText(cosigner('stub.example').key);
    const waiting = planOf(`witness s ${stub}\nquorum s\n`, [{ name: 's', url: 'http://127.0.0.1:9' }]);
    const size = async () => (await log.published.checkpoint())?.size;
    expect(await size()).toBe(9);
    const messages: string[] = [];
    const ports = { pool: log.pool, log: (message: string) => messages.push(message) };
    await warnWithoutPolicy(ports);
    expect(messages).toEqual([]);
    // The policy comes; its witness is away.
    await letWitnessesDecide(log.pool);
    await log.grow(3);
    await letWitnessesDecide(log.pool);
    expect(await witnessOnce(portsOf(log, waiting).ports, new Map())).toMatchObject({ published: false });
    expect(await size()).toBe(9);
    // It goes.
    await warnWithoutPolicy(ports);
    expect(messages).toEqual(['the transparency log publishes no further checkpoint']);
    expect(await size()).toBe(9);
    // To publish without witnesses has to be said.
    const { ports: without } = portsOf(log, planOf('quorum none\n', []));
    expect(await witnessOnce(without, new Map())).toMatchObject({ size: 12, published: true });
    expect(await size()).toBe(12);
    await expect(log.pool.query('delete from ledger.published_head')).rejects.toThrow();
    await expect(log.pool.query('update ledger.published_head set size = 9')).rejects.toThrow();
  });

  test('a witness that hangs keeps nobody from stopping', async () => {
    let asked = false;
    const url = await listening(() => {
      asked = true;
    });
    const stub = verifierKeyText(cosigner('stub.example').key);
    const plan = planOf(`witness s ${stub}\nquorum s\n`, [{ name: 's', url, timeoutSeconds: 60 }]);
    const { ports, logged } = portsOf(log, plan);
    const stop = new AbortController();
    const { done } = startWitnessing({ ...ports, intervalMs: 50 }, stop.signal);
    await until(() => asked, 'the request');
    const began = Date.now();
    stop.abort();
    await done;
    expect(Date.now() - began).toBeLessThan(5000);
    expect(logged).toEqual([]);
    expect((await log.published.status()).witnesses).toEqual([]);
  });

  test('the loop goes on by itself, one process at a time, and ends', async () => {
    const witness = await createWitness('w1.example', await log.vkey());
    const policy = `log ${await log.vkey()}\nwitness one ${witness.vkey}\nquorum one\n`;
    const { ports } = portsOf(log, planOf(policy, [{ name: 'one', url: witness.running.url }]));
    const stop = new AbortController();
    const loops = [1, 2].map(() => startWitnessing({ ...ports, intervalMs: 50 }, stop.signal));
    await until(
      async () => (await judged(log, policy).catch(() => undefined))?.quorum === true,
      'the quorum',
    );
    await log.grow(7);
    await until(async () => (await log.published.checkpoint())?.size === 16, 'the next checkpoint');
    const { body } = await fetch(`${witness.running.url}/metrics`).then(async (answer) => ({
      body: await answer.text(),
    }));
    // Of the two processes one asked, once for each checkpoint.
    expect(Number(/answers_total\{[^}]*status="200"\} (\d+)/.exec(body)?.[1])).toBe(2);
    stop.abort();
    await Promise.all(loops.map(({ done }) => done));
  });
});

const listening = async (answer: Parameters<typeof createServer>[1]): Promise<string> => {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  later(server, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('what a witness answers is verified before it is added', () => {
  const stub = cosigner('stub.example');
  const other = cosigner('other.example');
  const now = () => BigInt(Math.floor(Date.now() / 1000));
  type Reply = { status: number; body: string | Buffer; type?: string; wait?: number; location?: string };
  const cases: ReadonlyArray<readonly [string, (text: string) => Reply, string, string?]> = [
    ['nothing', () => ({ status: 200, body: '' }), 'REFUSED'],
    ['garbage', () => ({ status: 200, body: 'hello\n' }), 'REFUSED'],
    ['bytes', () => ({ status: 200, body: Buffer.from([0xff, 0, 1, 2]) }), 'REFUSED'],
    [
      'the cosignature of another',
      (text) => ({ status: 200, body: signatureText(other.cosignature(text, now())) }),
      'REFUSED',
    ],
    [
      'a cosignature of another text',
      () => ({ status: 200, body: signatureText(stub.cosignature('x\n', now())) }),
      'REFUSED',
    ],
    [
      'a cosignature of the time 0',
      (text) => ({ status: 200, body: signatureText(stub.cosignature(text, 0n)) }),
      'REFUSED',
    ],
    [
      'a cosignature of tomorrow',
      (text) => ({ status: 200, body: signatureText(stub.cosignature(text, now() + 86_400n)) }),
      'REFUSED',
    ],
    [
      'a bad line before a good one',
      (text) => ({
        status: 200,
        body: signatureText(stub.cosignature('x\n', now())) + signatureText(stub.cosignature(text, now())),
      }),
      'REFUSED',
    ],
    [
      'another note',
      (text) => ({ status: 200, body: `\n${text}\n${signatureText(stub.cosignature(text, now()))}` }),
      'REFUSED',
    ],
    [
      'too much',
      (text) => ({ status: 200, body: signatureText(stub.cosignature(text, now())).repeat(2000) }),
      'NO_ANSWER',
    ],
    [
      'too late',
      (text) => ({ status: 200, body: signatureText(stub.cosignature(text, now())), wait: 3000 }),
      'NO_ANSWER',
    ],
    [
      'elsewhere',
      () => ({ status: 307, body: '', location: 'http://127.0.0.1:9/add-checkpoint' }),
      'NO_ANSWER',
    ],
    ['forbidden', () => ({ status: 403, body: 'no\n' }), 'REFUSED'],
    ['unknown', () => ({ status: 404, body: 'no\n' }), 'REFUSED'],
    ['too often', () => ({ status: 429, body: 'no\n' }), 'NO_ANSWER'],
    [
      'another size each time',
      () => ({ status: 409, body: `${(count++ % 8) + 1}\n`, type: 'text/x.tlog.size' }),
      'NO_ANSWER',
    ],
    ['a size that is none', () => ({ status: 409, body: '09\n', type: 'text/x.tlog.size' }), 'INCONSISTENT'],
    ['a longer log', () => ({ status: 409, body: '10\n', type: 'text/x.tlog.size' }), 'AHEAD'],
    ['inconsistent', () => ({ status: 422, body: 'no\n' }), 'INCONSISTENT'],
    [
      'a conflict without a size, as v1.0.0 has it for two roots',
      () => ({ status: 409, body: 'no\n' }),
      'INCONSISTENT',
    ],
  ];
  let count = 0;

  test('twenty wrong answers, none of which gets into the note', async () => {
    const log = await createLog();
    await log.grow(9);
    const before = (await readLastCheckpoint(log.pool))?.note;
    let reply: (text: string) => Reply = () => ({ status: 500, body: '' });
    const url = await listening(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const asked = right(parseAddCheckpoint(Buffer.concat(chunks).toString('utf8')));
      const { status, body, type = 'text/plain', wait = 0, location } = reply(asked.note.text);
      await new Promise((resolve) => setTimeout(resolve, wait));
      response.writeHead(status, { 'content-type': type, ...(location === undefined ? {} : { location }) });
      response.end(body);
    });
    const policy = `witness s ${verifierKeyText(stub.key)}\nquorum s\n`;
    const { ports } = portsOf(log, planOf(policy, [{ name: 's', url, timeoutSeconds: 0.5 }]));
    await letWitnessesDecide(log.pool);
    for (const [name, answer, status] of cases) {
      reply = answer;
      expect(await witnessOnce(ports, new Map()), name).toMatchObject({ cosigned: 0, published: false });
      expect((await log.published.status()).witnesses, name).toMatchObject([{ status }]);
      expect((await readLastCheckpoint(log.pool))?.note, name).toBe(before);
    }
    // And the right one, beside lines of strangers, is added alone.
    reply = (text) => ({
      status: 200,
      body: signatureText(other.cosignature(text, now())) + signatureText(stub.cosignature(text, now())),
    });
    expect(await witnessOnce(ports, new Map())).toMatchObject({ cosigned: 1, published: true });
    const note = (await readLastCheckpoint(log.pool))?.note ?? '';
    expect(note.startsWith(before ?? '-')).toBe(true);
    expect(note.slice(before?.length)).toMatch(/^— stub\.example \S+\n$/u);
    // Asked again, nothing is added twice.
    expect(await witnessOnce(ports, new Map())).toMatchObject({ cosigned: 1, published: true });
    expect((await readLastCheckpoint(log.pool))?.note).toBe(note);
  });
});

describe('the configuration of witnesses is refused, in words', () => {
  const vkey = verifierKeyText(cosigner('w.example').key);
  const line = `witness w ${vkey}\nquorum w\n`;
  test.each([
    ['a policy that is none', 'quorum x\n', [], 'line 1'],
    ['no address', line, [], 'cannot be reached'],
    ['an address that nobody has', line, [{ name: 'x', url: 'http://127.0.0.1:1' }], 'no witness x'],
    ['an address that is none', line, [{ name: 'w', url: 'ftp://a' }], 'list of'],
    [
      'the same name twice',
      line,
      [
        { name: 'w', url: 'http://a' },
        { name: 'w', url: 'http://b' },
      ],
      'differ',
    ],
  ])('%s', (_, policy, addresses, part) => {
    expect(() => planOf(policy, addresses)).toThrow(ConfigError);
    expect(() => planOf(policy, addresses)).toThrow(part);
  });
  test('a policy for another log', () => {
    const other = verifierKeyText(logSigner('other.example').key);
    expect(() => planOf(`log ${other}\n${line}`, [{ name: 'w', url: 'http://a' }])).toThrow(testOrigin);
  });
});
