import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, type BundleContent, bundleText } from '../../domain/integrity/bundle/format.ts';
import {
  type NoteSignature,
  noteText,
  parseNote,
  type SignedNote,
  verifierKeyText,
} from '../../domain/integrity/signedNote.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { readPublishedKeys } from '../../infra/transparency/checkpoints.ts';
import { createTreeProofs } from '../../infra/transparency/proofs.ts';
import { letWitnessesDecide } from '../../infra/transparency/witnesses/publishedHeads.ts';
import { readWitnesses } from '../../infra/transparency/witnesses/readWitnesses.ts';
import { witnessOnce } from '../../infra/transparency/witnesses/witnessOnce.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { testOrigin } from '../harness/logKeys.ts';
import { createPublisher } from '../harness/publishLog.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';
import { cosigner, right } from '../integrity/signers.ts';
import { createWitnessFolder, type RunningWitness, startWitness } from '../integrity/witnessProcess.ts';

/** The log of a ledger that two other authorities witness, each a process with a key of its own; a third is away. */

let ledger: TestLedger;
let publisher: ReturnType<typeof createPublisher>;
let running: ReadonlyArray<RunningWitness> = [];
const witnesses = ['w1.example', 'w2.example'].map(createWitnessFolder);
const away = cosigner('w3.example');
/** Where whoever receives a bundle verifies it: nothing of the register is there. */
const elsewhere = mkdtempSync(join(tmpdir(), 'ledger-court-'));
const bundles: Record<string, string> = {};
const story: Record<string, string> = {};

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const evidence = { kind: 'COMPARISON', number: '7/26', issuer: 'Forensic laboratory', date: '2026-05-01' };
const recorded = async (id: string | undefined, what: unknown, role: 'CLK' | 'POL' = 'CLK') => {
  const answer = await ledger.post(role, id, what);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const at = (text: string): void => ledger.clock.set(text);
const conflict = (streams: ReadonlyArray<string>, basis: string) =>
  body('IdentityConflictOpened', '2026-05-01', { streams, basis });
const resolved = (streams: ReadonlyArray<string>, more: object) =>
  body('IdentityConflictResolved', '2026-05-02', { streams, evidence, ...more });

/** Two records of one pistol, merged; a record of two, split; a third pistol that was traced. */
const recordStories = async (): Promise<void> => {
  const created = async (day: string, serial: string): Promise<string> =>
    (await recorded(undefined, registered(day, owner, serial))).firearmId;
  at('2026-02-01T10:00:00Z');
  const [survivor, merged] = [await created('2026-01-10', 'WB 1'), await created('2026-01-20', 'WB 17')];
  const [mixed, traced] = [await created('2026-01-10', 'WB 2'), await created('2026-01-10', 'WB 3')];
  at('2026-03-01T10:00:00Z');
  await recorded(survivor, transferred('2026-02-20', owner, buyer));
  await recorded(mixed, transferred('2026-02-20', owner, buyer));
  at('2026-04-01T10:00:00Z');
  await recorded(merged, stolen('2026-03-30'), 'POL');
  const theft = (await recorded(mixed, stolen('2026-03-30'), 'POL')).events[0].eventId;
  at('2026-05-10T10:00:00Z');
  await recorded(survivor, conflict([survivor, merged], 'SAME_MARKS'));
  await recorded(survivor, resolved([survivor, merged], { resolution: 'SAME', survivorId: survivor }));
  await recorded(mixed, conflict([mixed], 'MIXED_RECORDS'));
  const split = await recorded(mixed, resolved([mixed], { resolution: 'DIFFERENT', splitEventIds: [theft] }));
  const into = split.elsewhere.find((each: { readonly id: string }) => each.id !== mixed).id;
  at('2026-05-11T10:00:00Z');
  await recorded(into, onPaper(registered('2026-01-15', owner, 'WB 29')));
  at('2026-06-01T12:00:00Z');
  const request = body('TraceRequestReceived', '2026-05-20', {
    ...{ caseRef: 'CASE-1', intendedUse: 'INVESTIGATION', legalJustification: 'Weapons law art. 61' },
    ...{ circumstances: 'Found in a car', marksSeen: [{ location: 'FRAME', serialRaw: 'WB 3' }] },
    ...{ requester: { country: 'DE', authority: 'BKA', scope: 'FOREIGN' }, useRestriction: { kind: 'NONE' } },
    firearmId: traced,
  });
  const opened = await recordIn(ledger, 'traces', 'FFP', undefined, request);
  expect(opened.statusCode, opened.body).toBe(201);
  const trace = opened.json().traceId;
  const asOf = { valid: '2026-05-20', known: '2026-06-01' };
  const told = body('TraceAnswered', '2026-05-25', {
    ...{ extent: 'FULL', asOf, disclosedFields: ['chain'], firearmId: traced },
  });
  const answered = await recordIn(ledger, 'traces', 'FFP', trace, told);
  expect(answered.statusCode, answered.body).toBe(201);
  Object.assign(story, { survivor, merged, mixed, into, traced, trace });
};

const witnessAll = async (): Promise<void> => {
  const pool = ledger.database.runtime;
  const logKey = (await readPublishedKeys(pool))[0]?.verifierKey ?? '';
  running = await Promise.all(witnesses.map((each) => startWitness(each, [logKey])));
  const lines = [...witnesses.map(({ vkey }) => vkey), verifierKeyText(away.key)].map(
    (vkey, index) => `witness w${index} ${vkey}\n`,
  );
  const policyFile = join(elsewhere, 'policy');
  writeFileSync(policyFile, `log ${logKey}\n${lines.join('')}group g 2 w0 w1 w2\nquorum g\n`);
  const witnessesFile = join(elsewhere, 'witnesses.json');
  writeFileSync(witnessesFile, JSON.stringify(running.map(({ url }, index) => ({ name: `w${index}`, url }))));
  const plan = readWitnesses({ policyFile, witnessesFile }, testOrigin);
  if (plan === undefined) throw new Error('no plan');
  const proofs = createTreeProofs(pool, hashing.sha256);
  await letWitnessesDecide(pool);
  const outcome = await witnessOnce({ pool, proofs, plan, now: Date.now, log: () => undefined }, new Map());
  expect(outcome).toMatchObject({ cosigned: 2, published: true });
};

beforeAll(async () => {
  ledger = await createTestLedger();
  publisher = createPublisher(ledger.followed, ledger.database.runtime);
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'] });
  await recordStories();
  await publisher.publish();
  await witnessAll();
  for (const [name, url] of Object.entries({
    traced: `/v1/firearms/${story['traced']}/proof`,
    survivor: `/v1/firearms/${story['survivor']}/proof`,
    before: `/v1/firearms/${story['merged']}/proof?knownAt=2026-04-30`,
    mixed: `/v1/firearms/${story['mixed']}/proof`,
    into: `/v1/firearms/${story['into']}/proof`,
    trace: `/v1/traces/${story['trace']}/proof?withFirearm=true`,
  })) {
    const answer = await ledger.get(url);
    expect(answer.statusCode, `${name} ${answer.body.slice(0, 300)}`).toBe(200);
    bundles[name] = answer.body;
  }
  copyFileSync(
    new URL('../../api/verifier/ledger-verify.mjs', import.meta.url),
    join(elsewhere, 'verify.mjs'),
  );
}, 600_000);
afterAll(async () => {
  for (const each of running) await each.kill();
  for (const each of witnesses) each.remove();
  rmSync(elsewhere, { recursive: true });
  publisher.close();
  await ledger.close();
});

type Verdict = {
  readonly good: boolean;
  readonly checks: ReadonlyArray<{ readonly name: string; readonly result: string; readonly says: string }>;
  readonly faults: ReadonlyArray<{ readonly kind: string }>;
};
/** The verifier as its receiver runs it, in a folder and an environment where there is nothing else. */
const verify = (text: string): Promise<Verdict & { readonly code: number }> => {
  writeFileSync(join(elsewhere, 'bundle.json'), text);
  const args = ['verify.mjs', 'bundle.json', '--policy', 'policy', '--json'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: elsewhere, env: {} }, (error, stdout) =>
      resolve({ ...(JSON.parse(stdout) as Verdict), code: error === null ? 0 : Number(error.code) }),
    );
  });
};
const resultOf = ({ checks }: Verdict, name: string): string | undefined =>
  checks.find((check) => check.name === name)?.result;
const bundle = (name: string): Bundle => JSON.parse(bundles[name] ?? '') as Bundle;
/** A bundle whose checkpoint carries other signatures, with digests that fit. */
const withSignatures = (change: (note: SignedNote) => ReadonlyArray<NoteSignature>): string => {
  const { digests: _old, ...content } = bundle('traced');
  const note = right(parseNote(content.checkpoint));
  const checkpoint = noteText({ ...note, signatures: [...change(note)] });
  return bundleText(hashing.sha256, { ...content, checkpoint } as BundleContent);
};
const isWitness = ({ name }: NoteSignature): boolean => name !== testOrigin;

describe('bundles of a log with real witnesses and a quorum of two of three', () => {
  test.each([
    ['of a firearm that was traced', 'traced', 1],
    ['of a firearm whose two records were merged', 'survivor', 10],
    ['of the merged record, as it was known before', 'before', 2],
    ['of a record that was split', 'mixed', 5],
    ['of the firearm that was split off', 'into', 3],
  ])('%s', async (_, name, events) => {
    const verdict = await verify(bundles[name] ?? '');
    expect(verdict.faults).toEqual([]);
    expect(verdict.code).toBe(0);
    for (const check of ['SIGNATURE', 'WITNESSES', 'INCLUSION', 'STREAMS', 'STATEMENT'])
      expect(resultOf(verdict, check), check).toBe('PASSED');
    expect(bundle(name).events.length).toBeGreaterThanOrEqual(events);
  });
  test('the chain of a merged firearm rests on both records, and the old id leads to the survivor', async () => {
    const streams = new Set(bundle('survivor').events.map(({ envelope }) => JSON.parse(envelope).stream));
    expect(streams).toEqual(new Set([`firearm-${story['survivor']}`, `firearm-${story['merged']}`]));
    const pointer = await ledger.get(`/v1/firearms/${story['merged']}/proof`);
    expect(pointer.statusCode).toBe(307);
    expect(pointer.headers.location).toBe(`/v1/firearms/${story['survivor']}/proof`);
  });
  test.each([
    ['survivor', 'merged'],
    ['into', 'mixed'],
  ])('the bundle of the %s without the events of the %s record does not verify', async (name, other) => {
    const { digests: _old, ...content } = bundle(name);
    const events = content.events.filter(
      ({ envelope }) => JSON.parse(envelope).stream !== `firearm-${story[other]}`,
    );
    expect(events.length).toBeLessThan(content.events.length);
    const verdict = await verify(bundleText(hashing.sha256, { ...content, events }));
    expect(verdict.code).toBe(1);
    expect(resultOf(verdict, 'STATEMENT')).toBe('FAILED');
  });
  test('the chain of what was split off rests on the record that it was split from', () => {
    const streams = new Set(bundle('into').events.map(({ envelope }) => JSON.parse(envelope).stream));
    expect(streams).toEqual(new Set([`firearm-${story['into']}`, `firearm-${story['mixed']}`]));
  });
  test('of the answer to a trace, with the chain that it told computed again', async () => {
    const verdict = await verify(bundles['trace'] ?? '');
    expect(verdict.faults).toEqual([]);
    expect(resultOf(verdict, 'WITNESSES')).toBe('PASSED');
    expect(resultOf(verdict, 'STATEMENT')).toBe('PASSED');
  });
});

describe('what the policy does not accept', () => {
  const refused = async (text: string, kind: string): Promise<void> => {
    const verdict = await verify(text);
    expect(verdict.code).toBe(1);
    expect(verdict.faults.map((fault) => fault.kind)).toContain(kind);
    expect(resultOf(verdict, 'STATEMENT')).not.toBe('FAILED');
  };
  const ofWitness = (one: number) => (signature: NoteSignature) =>
    signature.name === `w${one}.example` || !isWitness(signature);

  test('one cosignature of two, whichever it is', async () => {
    for (const one of [1, 2])
      await refused(
        withSignatures(({ signatures }) => signatures.filter(ofWitness(one))),
        'QUORUM_NOT_REACHED',
      );
  });
  test('none', () =>
    refused(
      withSignatures(({ signatures }) => signatures.filter((each) => !isWitness(each))),
      'QUORUM_NOT_REACHED',
    ));
  test('a cosignature by a key that is not in the policy, also under the name of a witness', async () => {
    for (const name of ['stranger.example', 'w2.example'])
      await refused(
        withSignatures(({ text, signatures }) => [
          ...signatures.filter(ofWitness(1)),
          cosigner(name).cosignature(text, 1_780_000_000n),
        ]),
        'QUORUM_NOT_REACHED',
      );
  });
  test('the cosignature of one witness twice', () =>
    refused(
      withSignatures(({ signatures }) => {
        const own = signatures.filter(ofWitness(1));
        return [...own, ...own.filter(isWitness)];
      }),
      'QUORUM_NOT_REACHED',
    ));
  test('a cosignature whose time was changed', () =>
    refused(
      withSignatures(({ signatures }) =>
        signatures.map((each) =>
          each.name === 'w2.example'
            ? { ...each, signature: each.signature.map((byte, index) => (index === 7 ? byte ^ 1 : byte)) }
            : each,
        ),
      ),
      'BAD_SIGNATURE',
    ));
  test('a stranger’s cosignature beside a quorum changes nothing; the third witness makes up for one', async () => {
    const beside = await verify(
      withSignatures(({ text, signatures }) => [
        ...signatures,
        cosigner('stranger.example').cosignature(text, 1_780_000_000n),
      ]),
    );
    expect([beside.code, beside.faults]).toEqual([0, []]);
    const instead = await verify(
      withSignatures(({ text, signatures }) => [
        ...signatures.filter(ofWitness(1)),
        away.cosignature(text, 1_780_000_000n),
      ]),
    );
    expect([instead.code, instead.faults]).toEqual([0, []]);
  });
});
