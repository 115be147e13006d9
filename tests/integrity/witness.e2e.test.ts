import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyNoteSignature } from '../../domain/integrity/cosignature.ts';
import { evaluatePolicy } from '../../domain/integrity/policy.ts';
import { parsePolicy } from '../../domain/integrity/policyFile.ts';
import { noteText, parseNote, signatureText, verifierKeyText } from '../../domain/integrity/signedNote.ts';
import { addCheckpointText } from '../../domain/integrity/witnessRequest.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { addCheckpoint } from '../../infra/transparency/witness/addCheckpoint.ts';
import {
  createWitnessKey,
  originHash,
  readLogKey,
  readWitnessKey,
  WitnessFault,
} from '../../infra/transparency/witness/witnessKey.ts';
import { checkHeld, openWitnessState } from '../../infra/transparency/witness/witnessState.ts';
import { cosigner, logSigner, right, treeOf } from './signers.ts';
import {
  createWitnessFolder,
  postBody,
  postCheckpoint,
  type RunningWitness,
  runWitnessCommand,
  startWitness,
  type WitnessFolder,
} from './witnessProcess.ts';

const origin = 'ledger.example/one';
const log = logSigner(origin);
const rotated = logSigner(origin);
const tree = treeOf(40);
/** Another history: like the first up to ten entries. */
const fork = treeOf(40, ' twisted', 10);
const noteAt = (size: number, from = tree) => log.note(from.head(size));
const vkeys = [verifierKeyText(log.key), verifierKeyText(rotated.key)];

/** The checkpoint with the answer's lines, judged as a client of the log would. */
const accepted = async (note: string, lines: string, witnessKey: string) => {
  const policy = right(
    parsePolicy(hashing.sha256, utf8(`log ${vkeys[0]}\nwitness w ${witnessKey}\nquorum w\n`)),
  );
  return right(
    await evaluatePolicy(policy, right(parseNote(note + lines)), verifyNoteSignature(verifyEd25519)),
  );
};

describe('a witness answers by the specification', () => {
  let folder: WitnessFolder;
  let witness: RunningWitness;
  beforeAll(async () => {
    folder = createWitnessFolder('witness.example/w1');
    witness = await startWitness(folder, vkeys);
  });
  afterAll(async () => {
    await witness.kill();
    folder.remove();
  });
  const sizeNow = async (): Promise<number> => {
    const { status, body } = await postCheckpoint(witness.url, 39, [], noteAt(39));
    expect(status).toBe(409);
    return Number(body);
  };

  test('404 for a log that it does not know; nothing is at a checkpoint that was never cosigned', async () => {
    const other = logSigner('other.example');
    const answer = await postCheckpoint(witness.url, 0, [], other.note(tree.head(1)));
    expect(answer).toMatchObject({ status: 404 });
    expect((await fetch(`${witness.url}/${originHash(origin)}/checkpoint`)).status).toBe(404);
  });

  test('200 with its cosignature for the first checkpoint and for one that continues it', async () => {
    const first = await postCheckpoint(witness.url, 0, [], noteAt(3));
    expect(first.status).toBe(200);
    expect(first.body).toMatch(/^— witness\.example\/w1 \S+\n$/u);
    const verdict = await accepted(noteAt(3), first.body, folder.vkey);
    expect(verdict.quorum).toBe(true);
    expect(Math.abs(Number(verdict.witnessed[0]?.time) - Date.now() / 1000)).toBeLessThan(60);
    const next = await postCheckpoint(witness.url, 3, tree.consistency(3, 7), noteAt(7));
    expect(next.status).toBe(200);
    expect((await accepted(noteAt(7), next.body, folder.vkey)).quorum).toBe(true);
  });

  test('200 again for the checkpoint that it has, which is how a lost answer is asked for', async () => {
    const again = await postCheckpoint(witness.url, 7, [], noteAt(7));
    expect(again.status).toBe(200);
    expect((await accepted(noteAt(7), again.body, folder.vkey)).quorum).toBe(true);
  });

  test('what it has is at the monitoring prefix, with the signatures of log and witness', async () => {
    const response = await fetch(`${witness.url}/${originHash(origin)}/checkpoint`);
    expect(response.status).toBe(200);
    expect((await accepted(await response.text(), '', folder.vkey)).checkpoint.size).toBe(7);
  });

  test('409 with the size that it has, and the content type that says so', async () => {
    for (const [old, note] of [
      [0, noteAt(9)],
      [3, noteAt(9)],
      [8, noteAt(9)],
      [0, noteAt(3)],
    ] as const)
      expect(await postCheckpoint(witness.url, old, tree.consistency(0, 9), note)).toEqual({
        status: 409,
        type: 'text/x.tlog.size',
        body: '7\n',
      });
  });

  test('403 without a signature of the log, and with a bad one beside a good one', async () => {
    const stranger = logSigner(origin);
    const unsigned = stranger.note(tree.head(9));
    expect(await postCheckpoint(witness.url, 7, tree.consistency(7, 9), unsigned)).toMatchObject({
      status: 403,
    });
    const cosigned = right(parseNote(noteAt(9)));
    const onlyWitness = { ...cosigned, signatures: [cosigner('w.example').cosignature(cosigned.text, 1n)] };
    expect(await postCheckpoint(witness.url, 7, tree.consistency(7, 9), noteText(onlyWitness))).toMatchObject(
      { status: 403 },
    );
    const spoilt = noteAt(9) + signatureText(rotated.signature('something else\n'));
    expect(await postCheckpoint(witness.url, 7, tree.consistency(7, 9), spoilt)).toMatchObject({
      status: 403,
    });
    const changed = noteAt(9).replace('\n9\n', '\n8\n');
    expect(await postCheckpoint(witness.url, 7, tree.consistency(7, 8), changed)).toMatchObject({
      status: 403,
    });
  });

  test('400 for an old size above the new one', async () => {
    expect(await postCheckpoint(witness.url, 8, [], noteAt(7))).toMatchObject({ status: 400 });
  });

  test('422 for a proof that does not hold, is missing, or is too much', async () => {
    const good = tree.consistency(7, 9);
    for (const proof of [
      [],
      good.slice(1),
      [...good].reverse(),
      [...good, tree.leaf(0)],
      fork.consistency(7, 11),
    ])
      expect(await postCheckpoint(witness.url, 7, proof, noteAt(9))).toMatchObject({ status: 422 });
    expect(await postCheckpoint(witness.url, 7, [tree.leaf(0)], noteAt(7))).toMatchObject({ status: 422 });
    expect(await sizeNow()).toBe(7);
  });

  test.each([
    ['nothing', ''],
    ['no empty line', 'old 7\n'],
    ['no old size', `\n\n${noteAt(7)}`],
    ['a proof without old size', `${Buffer.alloc(32).toString('base64')}\n\n${noteAt(7)}`],
    ['an old size with a zero before it', `old 07\n\n${noteAt(7)}`],
    ['a negative old size', `old -7\n\n${noteAt(7)}`],
    ['an old size that nobody counts to', `old 99999999999999999999\n\n${noteAt(7)}`],
    ['a line of proof that is no hash', `old 7\nAAAA\n\n${noteAt(9)}`],
    ['a line of proof that is no base64', `old 7\n!!\n\n${noteAt(9)}`],
    ['64 lines of proof', `old 7\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}\n${noteAt(9)}`],
    ['no checkpoint', 'old 7\n\nhello\n'],
    ['a note that is no checkpoint', 'old 7\n\nhello\n\n— a AAAAAAAA\n'],
    ['carriage returns', `old 7\r\n\r\n${noteAt(7)}`],
    ['a signature line without end', `old 7\n\n${noteAt(7).trimEnd()}`],
  ])('400 for what is malformed: %s', async (_, body) => {
    expect(await postBody(witness.url, body)).toMatchObject({ status: 400 });
  });

  test('400 for bytes that are no UTF-8, 413 for a body beyond the limit, 404 elsewhere', async () => {
    expect(await postBody(witness.url, new Uint8Array([0xff, 0xfe, 10, 10]))).toMatchObject({ status: 400 });
    const huge = `old 7\n\n${noteAt(7)}`.padEnd(300_000, 'x');
    expect(await postBody(witness.url, huge)).toMatchObject({ status: 413 });
    expect((await fetch(`${witness.url}/add-checkpoint`)).status).toBe(404);
    expect((await fetch(`${witness.url}/health/live`)).status).toBe(200);
  });

  test('every content type is taken, also none', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const response = await fetch(`${witness.url}/add-checkpoint`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: `old 7\n\n${noteAt(7)}`,
      });
      expect(response.status).toBe(200);
    }
    const bare = new Request(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      body: utf8(`old 7\n\n${noteAt(7)}`) as Uint8Array<ArrayBuffer>,
    });
    expect(bare.headers.get('content-type')).toBeNull();
    expect((await fetch(bare)).status).toBe(200);
  });

  test('a checkpoint under the next key of the log is cosigned, with both keys and with the new one alone', async () => {
    const both = noteAt(8) + signatureText(rotated.signature(right(parseNote(noteAt(8))).text));
    expect(await postCheckpoint(witness.url, 7, tree.consistency(7, 8), both)).toMatchObject({ status: 200 });
    const alone = rotated.note(tree.head(9));
    expect(await postCheckpoint(witness.url, 8, tree.consistency(8, 9), alone)).toMatchObject({
      status: 200,
    });
  });

  test('unknown signatures are ignored and not kept', async () => {
    const { text } = right(parseNote(noteAt(10)));
    const more = noteAt(10) + signatureText(cosigner('w.example').cosignature(text, 1n));
    expect(await postCheckpoint(witness.url, 9, tree.consistency(9, 10), more)).toMatchObject({
      status: 200,
    });
    const kept = await (await fetch(`${witness.url}/${originHash(origin)}/checkpoint`)).text();
    expect(kept).not.toContain('w.example');
  });
});

test('a log may begin without entries, with the root of the empty tree and no other', async () => {
  const folder = createWitnessFolder('witness.example/empty');
  const witness = await startWitness(folder, vkeys);
  const empty = { size: 0, root: hashing.sha256(new Uint8Array(0)) };
  try {
    expect(
      await postCheckpoint(witness.url, 0, [], log.note({ size: 0, root: new Uint8Array(32) })),
    ).toMatchObject({ status: 422 });
    expect(await postCheckpoint(witness.url, 0, [tree.leaf(0)], log.note(empty))).toMatchObject({
      status: 422,
    });
    expect(await postCheckpoint(witness.url, 0, [], log.note(empty))).toMatchObject({ status: 200 });
    expect(await postCheckpoint(witness.url, 0, [], log.note(empty))).toMatchObject({ status: 200 });
    expect(await postCheckpoint(witness.url, 0, [], noteAt(2))).toMatchObject({ status: 200 });
  } finally {
    await witness.kill();
    folder.remove();
  }
});

describe('a fork is refused and alarmed', () => {
  test('both checkpoints are kept, the log says it at the level of errors, the metric stands, and the status command ends with 1', async () => {
    const folder = createWitnessFolder('witness.example/fork');
    const witness = await startWitness(folder, vkeys);
    try {
      await postCheckpoint(witness.url, 0, [], noteAt(20));
      expect((await runWitnessCommand('status', '--state', folder.state)).code).toBe(0);
      // The same size and another root: with the right old size it is refused, with another one the size is told.
      expect(await postCheckpoint(witness.url, 20, [], noteAt(20, fork))).toMatchObject({ status: 422 });
      expect(await postCheckpoint(witness.url, 12, [], noteAt(20, fork))).toMatchObject({ status: 409 });
      // Longer, with the proof of the other history.
      const longer = await postCheckpoint(witness.url, 20, fork.consistency(20, 25), noteAt(25, fork));
      expect(longer).toMatchObject({ status: 422 });
      const files = readdirSync(join(folder.state, 'evidence')).sort();
      expect(files.map((name) => name.slice(0, 9))).toEqual(['proof-fai', 'two-roots']);
      const proof = JSON.parse(readFileSync(join(folder.state, 'evidence', files[1] ?? ''), 'utf8'));
      expect(proof).toMatchObject({
        suspicion: 'TWO_ROOTS',
        origin,
        witness: folder.vkey,
        refused: noteAt(20, fork),
      });
      // Both notes show by themselves that the log signed them.
      for (const note of [proof.held, proof.refused])
        expect((await accepted(note, '', folder.vkey)).checkpoint.size).toBe(20);
      const logged = () =>
        witness
          .written()
          .split('\n')
          .slice(0, -1)
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line));
      await vi.waitFor(() => expect(logged()).toHaveLength(3), 10_000);
      expect(logged().map(({ level, alarm }) => [level, alarm])).toEqual([
        [50, 'TWO_ROOTS'],
        [50, 'TWO_ROOTS'],
        [50, 'PROOF_FAILS'],
      ]);
      const metrics = await (await fetch(`${witness.url}/metrics`)).text();
      expect(metrics).toContain(`ledger_witness_evidence{origin="${origin}",kind="TWO_ROOTS"} 1`);
      expect(metrics).toContain(`ledger_witness_answers_total{origin="${origin}",status="422"} 2`);
      expect(metrics).toContain(`ledger_witness_size{origin="${origin}"} 20`);
      const status = await runWitnessCommand('status', '--state', folder.state, '--json');
      expect(status.code).toBe(1);
      expect(JSON.parse(status.stdout)).toMatchObject({ logs: [{ origin, size: 20 }] });
      expect(JSON.parse(status.stdout).evidence).toHaveLength(2);
      // The true history goes on.
      expect(await postCheckpoint(witness.url, 20, tree.consistency(20, 25), noteAt(25))).toMatchObject({
        status: 200,
      });
    } finally {
      await witness.kill();
      folder.remove();
    }
  });

  test('signatures that a stranger adds make no second file', async () => {
    const folder = createWitnessFolder('witness.example/fork');
    const witness = await startWitness(folder, vkeys);
    try {
      await postCheckpoint(witness.url, 0, [], noteAt(20));
      const forged = noteAt(20, fork);
      const { text } = right(parseNote(forged));
      for (let round = 0; round < 5; round += 1)
        await postCheckpoint(
          witness.url,
          20,
          [],
          forged + signatureText(cosigner(`w${round}.example`).cosignature(text, 1n)),
        );
      const [file = '', ...more] = readdirSync(join(folder.state, 'evidence'));
      expect(more).toEqual([]);
      expect(readFileSync(join(folder.state, 'evidence', file), 'utf8')).not.toContain('w0.example');
    } finally {
      await witness.kill();
      folder.remove();
    }
  });
});

test('a disk that is full silences nobody: the fork is refused and alarmed without a file', async () => {
  const folder = createWitnessFolder('witness.example/full');
  try {
    const key = readWitnessKey(folder.key);
    const state = openWitnessState(folder.state, folder.vkey);
    const alarms: unknown[] = [];
    const ports = {
      key,
      state,
      logs: [log.key],
      now: Date.now,
      alarm: (suspicion: string, details: object) => alarms.push({ suspicion, ...details }),
    };
    await addCheckpoint(ports, addCheckpointText(0, [], noteAt(20)));
    rmSync(state.evidenceFolder, { recursive: true });
    writeFileSync(state.evidenceFolder, 'no folder');
    expect(await addCheckpoint(ports, addCheckpointText(20, [], noteAt(20, fork)))).toMatchObject({
      status: 422,
    });
    expect(alarms).toMatchObject([{ suspicion: 'TWO_ROOTS', notKept: expect.stringContaining('ENOTDIR') }]);
  } finally {
    folder.remove();
  }
});

describe('of requests at the same time exactly one wins', () => {
  test('in one process', async () => {
    const folder = createWitnessFolder('witness.example/race');
    const witness = await startWitness(folder, vkeys);
    try {
      for (let size = 0; size < 30; size += 5) {
        const answers = await Promise.all(
          [1, 2, 3, 4, 5].flatMap((step) => [
            postCheckpoint(witness.url, size, tree.consistency(size, size + step), noteAt(size + step)),
          ]),
        );
        const won = answers.filter(({ status }) => status === 200);
        expect(won).toHaveLength(1);
        const [{ body: now } = { body: '' }] = answers.filter(({ status }) => status === 409);
        // The others are told the size that won; from there the next round begins.
        const last = size + 5;
        if (Number(now) !== last)
          expect(
            await postCheckpoint(witness.url, Number(now), tree.consistency(Number(now), last), noteAt(last)),
          ).toMatchObject({ status: 200 });
      }
    } finally {
      await witness.kill();
      folder.remove();
    }
  });

  test('in two processes that were given the same folder by mistake, on two histories', async () => {
    const folder = createWitnessFolder('witness.example/race');
    const [one, two] = await Promise.all([startWitness(folder, vkeys), startWitness(folder, vkeys)]);
    try {
      await postCheckpoint(one.url, 0, [], noteAt(10));
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => {
          const from = index % 2 === 0 ? tree : fork;
          const url = index % 3 === 0 ? one.url : two.url;
          return postCheckpoint(url, 10, from.consistency(10, 20), noteAt(20, from));
        }),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const kept = await (await fetch(`${two.url}/${originHash(origin)}/checkpoint`)).text();
      const winner = answers.findIndex(({ status }) => status === 200) % 2 === 0 ? tree : fork;
      expect(right(parseNote(kept)).text).toBe(right(parseNote(noteAt(20, winner))).text);
    } finally {
      await Promise.all([one.kill(), two.kill()]);
      folder.remove();
    }
  });
});

test('a key is made with its memory, and is the one under which the witness cosigns', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-witness-'));
  const files = { key: join(folder, 'made.key'), state: join(folder, 'made') };
  const made = await runWitnessCommand(
    'key',
    '--name',
    'w.example/1',
    '--key',
    files.key,
    '--state',
    files.state,
  );
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(/^w\.example\/1\+[0-9a-f]{8}\+B\S+\n$/);
  if (process.platform !== 'win32') expect(statSync(files.key).mode & 0o777).toBe(0o600);
  const witness = await startWitness(files, vkeys);
  try {
    const { body } = await postCheckpoint(witness.url, 0, [], noteAt(4));
    expect((await accepted(noteAt(4), body, made.stdout.trim())).quorum).toBe(true);
    expect(await witness.kill()).toBe(0);
  } finally {
    await witness.kill();
    rmSync(folder, { recursive: true });
  }
});

test('killed at any moment, it never cosigns two heads that do not fit, and forgets none', {
  // Six rounds and what follows may each take the half minute that they wait at most.
  timeout: 600_000,
}, async () => {
  const folder = createWitnessFolder('witness.example/killed');
  const length = 300;
  const histories = [treeOf(length), treeOf(length, ' twisted', 10)] as const;
  const cosigned: Array<{ readonly size: number; readonly history: number }> = [];
  let running = await startWitness(folder, vkeys);
  let done = false;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Tries its history from wherever the witness stands, as often as it answers. */
  const client = async (history: 0 | 1): Promise<void> => {
    const from = histories[history];
    let old = 0;
    while (!done) {
      const size = Math.min(length, old + 1);
      const answer = await postCheckpoint(
        running.url,
        old,
        from.consistency(old, size),
        noteAt(size, from),
      ).catch(() => undefined);
      if (answer?.status === 200) {
        cosigned.push({ size, history });
        old = size;
      } else if (answer?.status === 409) old = Number(answer.body);
      else await pause(answer === undefined ? 20 : 5);
      if (old === length) await pause(20);
    }
  };
  const largest = (): number => cosigned.reduce((most, { size }) => Math.max(most, size), 0);
  const clients = [client(0), client(1), client(0), client(1)];
  const sizes: number[] = [];
  try {
    for (let round = 0; round < 6; round += 1) {
      // In the middle of the work: when some more were cosigned, and at no particular moment of the next.
      const goal = Math.min(length - 1, largest() + 9);
      await vi.waitFor(() => expect(largest()).toBeGreaterThanOrEqual(goal), {
        timeout: 30_000,
        interval: 1,
      });
      await pause(round);
      await running.kill('SIGKILL');
      const given = largest();
      running = await startWitness(folder, vkeys);
      const held = openWitnessState(folder.state, folder.vkey).held(origin)?.checkpoint.size ?? 0;
      expect(held).toBeGreaterThanOrEqual(given);
      sizes.push(given);
    }
    const end = Date.now() + 30_000;
    while (largest() <= (sizes.at(-1) ?? 0) && Date.now() < end) await pause(20);
    done = true;
    await Promise.all(clients);
    // The kills fell into the work, not behind it.
    expect(sizes.filter((size) => size > 10 && size < length).length).toBeGreaterThan(2);
    expect(largest()).toBeGreaterThan(sizes.at(-1) ?? length);
    const beyond = new Set(cosigned.filter(({ size }) => size > 10).map(({ history }) => history));
    expect(beyond.size).toBe(1);
  } finally {
    done = true;
    await Promise.allSettled(clients);
    await running.kill();
    folder.remove();
  }
});

describe('a witness that could be wrong does not begin', () => {
  test('without memory, with the memory of another, with a damaged one, with a key that others can read', async () => {
    const folder = createWitnessFolder('witness.example/a');
    const other = createWitnessFolder('witness.example/b');
    try {
      const start = (key: string, state: string) =>
        runWitnessCommand('--key', key, '--state', state, '--log', ...vkeys, '--port', '0');
      const mixed = await start(folder.key, other.state);
      expect(mixed).toMatchObject({ code: 2 });
      expect(mixed.stderr).toContain('memory of');
      const witness = await startWitness(folder, vkeys);
      await postCheckpoint(witness.url, 0, [], noteAt(5));
      await postCheckpoint(witness.url, 5, tree.consistency(5, 6), noteAt(6));
      expect(await witness.kill()).toBe(0);
      const logs = join(folder.state, 'logs', originHash(origin));
      const last = join(logs, readdirSync(logs).sort().at(-1) ?? '');
      const whole = readFileSync(last, 'utf8');
      for (const damaged of ['', whole.slice(0, -20), whole.replace('\n6\n', '\n5\n')]) {
        writeFileSync(last, damaged);
        const { key, vkey } = readWitnessKey(folder.key);
        const opened = () => checkHeld(openWitnessState(folder.state, vkey), key, [origin]);
        await expect((async () => opened())()).rejects.toBeInstanceOf(WitnessFault);
      }
      expect(await start(folder.key, folder.state)).toMatchObject({ code: 2 });
      rmSync(folder.state, { recursive: true });
      const lost = await start(folder.key, folder.state);
      expect(lost).toMatchObject({ code: 2 });
      expect(lost.stderr).toContain('make a new key');
      expect(existsSync(folder.state)).toBe(false);
    } finally {
      folder.remove();
      other.remove();
    }
  });

  test('a key is never replaced, and what is none is refused', async () => {
    const folder = createWitnessFolder('witness.example/a');
    const file = (name: string) => join(folder.folder, name);
    try {
      const before = readFileSync(folder.key, 'utf8');
      const again = await runWitnessCommand('key', '--name', 'x', '--key', folder.key, '--state', file('s2'));
      expect(again.code).toBe(2);
      expect(readFileSync(folder.key, 'utf8')).toBe(before);
      expect(() => createWitnessKey(file('bad.key'), 'a b')).toThrow(WitnessFault);
      expect(existsSync(file('bad.key'))).toBe(false);
      for (const text of [
        '',
        before.replace('PRIVATE', 'private'),
        before.replace('/a+', '/b+'),
        before.slice(0, -9),
      ]) {
        writeFileSync(file('other.key'), text, { mode: 0o600 });
        expect(() => readWitnessKey(file('other.key'))).toThrow(WitnessFault);
      }
      expect(() => readLogKey(folder.vkey)).toThrow('0x01');
      if (process.platform === 'win32') return;
      chmodSync(folder.key, 0o644);
      expect(() => readWitnessKey(folder.key)).toThrow('chmod 600');
    } finally {
      folder.remove();
    }
  });
});
