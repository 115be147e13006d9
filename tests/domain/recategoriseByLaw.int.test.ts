import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandFailed } from '../../api/cli/output.ts';
import { lawChangeSchema } from '../../api/recategorisation/recategorise.ts';
import type { Role } from '../../domain/event/envelope.ts';
import { type LawChange, lawChangeFault } from '../../domain/firearm/changeByLaw.ts';
import { recategoriseCommand } from '../../infra/cli/recategoriseCommand.ts';
import type { Ledger } from '../../infra/composition.ts';
import { recordIn, typesIn } from '../harness/anyStream.ts';
import { body, party, registered, stolen } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

const hunter = party('P', 'hunter');
const shooter = party('P', 'shooter');
const folder = mkdtempSync(join(tmpdir(), 'ledger-law-'));
let ledger: TestLedger;

const carbine = {
  type: 'CARBINE',
  model: 'S1',
  manufacturerCode: 'ZASTAVA',
  action: 'SEMI_AUTO',
  bore: 'RIFLED',
  ignition: 'CENTREFIRE',
  barrelLengthMm: 420,
  overallLengthMm: 950,
  minLengthMm: 950,
  chambers: 1,
  deviceCapacity: 9,
  loadingDeviceDetachable: true,
  category: 'B',
  subcategory: 'B4',
};
/** National law may be stricter (Dir. 3): it takes semi-automatic carbines with eight rounds and more into category A. */
const act = {
  decisionRef: { kind: 'LAW', number: '31/26', issuer: 'Parliament', date: '2026-04-20' },
  legalBasis: ['National firearms act:7'],
  effectiveOn: '2026-05-01',
  select: {
    categories: ['B'],
    subcategories: ['B4'],
    facts: { action: ['SEMI_AUTO'], deviceCapacity: { min: 8 } },
  },
  to: { category: 'A', subcategory: 'A7b' },
};
const ids: Record<string, string> = {};
const accepted = async (role: Role, id: string | undefined, report: object): Promise<string> => {
  const answer = await ledger.post(role, id, report);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().firearmId;
};
const create = async (
  name: string,
  identity: object = {},
  holder = hunter,
  day = '2026-03-01',
): Promise<void> => {
  const report = registered(day, holder, `LAW ${name}`);
  const payload = report.payload as { identity: object };
  ids[name] = await accepted('CLK', undefined, {
    ...report,
    payload: { ...payload, identity: { ...payload.identity, ...carbine, ...identity } },
  });
};
const id = (name: string): string => ids[name] ?? '';

beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T10:00:00Z');
  await entitled(ledger.asClerk, 'F', 'dealer');
  await entitled(ledger.asClerk, 'P', 'hunter');
  await entitled(ledger.asClerk, 'P', 'shooter', { kind: 'TARGET_SHOOTER', categories: ['A', 'B'] });
  ledger.clock.set('2026-03-02T10:00:00Z');
  await create('concerned');
  await create('ofShooter', {}, shooter);
  await create('stolen');
  await create('fewRounds', { deviceCapacity: 5 });
  const { deviceCapacity: _unknown, ...withoutCapacity } = carbine;
  const report = registered('2026-03-01', hunter, 'LAW unknown');
  const payload = report.payload as { identity: object };
  ids['unknown'] = await accepted('CLK', undefined, {
    ...report,
    payload: { ...payload, identity: { ...payload.identity, ...withoutCapacity } },
  });
  await create('bolt', { action: 'REPEATING_BOLT', category: 'C', subcategory: 'C1' });
  await create('destroyed', {}, party('F', 'dealer'));
  await create('modified');
  ledger.clock.set('2026-05-20T10:00:00Z');
  await create('later', {}, hunter, '2026-05-10');
  await accepted('POL', id('stolen'), stolen('2026-04-01'));
  await accepted('CLK', id('destroyed'), body('FirearmDestroyed', '2026-05-15'));
  await recordIn(
    ledger,
    'firearms',
    'DLR',
    id('modified'),
    body('FirearmModified', '2026-05-12', {
      what: 'CAPACITY',
      before: { deviceCapacity: 9 },
      after: { deviceCapacity: 3 },
    }),
  );
  ledger.clock.set('2026-05-21T10:00:00Z');
  await ledger.caughtUp();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await expectRebuiltEqual(ledger);
  await ledger.close();
});

const send = async (path: string, given: object, role: Role = 'CLK') =>
  ledger.app.inject({
    method: 'POST',
    url: `/v1/recategorisations${path}`,
    headers: {
      authorization: await ledger.bearer(role),
      'ledger-purpose': role === 'POL' ? 'INVESTIGATION' : 'LICENSING',
      'content-type': 'application/json',
    },
    payload: JSON.stringify(given),
  });
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const command = async (given: object, options: { readonly confirm: boolean }) => {
  const file = join(folder, 'act.json');
  const report = join(folder, 'report.ndjson');
  writeFileSync(file, JSON.stringify(given));
  const printed: string[] = [];
  const { store: eventStore, codec, record, database, workers } = ledger;
  const opened = {
    eventStore,
    codec,
    record,
    pool: database.runtime,
    config: { zone: 'Europe/Belgrade' },
    startWorkers: () => workers,
  };
  const failed = await recategoriseCommand(
    opened as unknown as Ledger,
    file,
    { ...options, report, organisation: 'REGISTRY', json: true },
    { print: (text) => printed.push(text), note: () => undefined, progress: () => undefined },
  ).then(
    () => undefined,
    (error: unknown) => error as CommandFailed,
  );
  const written = failed !== undefined && printed.length === 0 ? '' : readFileSync(report, 'utf8');
  return {
    failed,
    summary: JSON.parse(printed.join('\n') || '{}'),
    report: written === '' ? [] : lines(written),
  };
};

describe('HC-22 a change of category by law', () => {
  test('the preview counts, gives examples, names who loses his right, and records nothing', async () => {
    const head = await ledger.head();
    const preview = await send('/preview', { act });
    expect(preview.statusCode, preview.body).toBe(200);
    expect(preview.json()).toMatchObject({
      firearms: 7,
      outcomes: { WOULD_BE_RECORDED: 3, UNDECIDED: 1, LEFT: 3 },
      reasons: { RECORDED_SINCE: 1, CHANGED_SINCE: 1, IDENTITY_ENDED: 1, 'not recorded: deviceCapacity': 1 },
      holdersWithoutRight: { count: 1, listed: [hunter] },
    });
    expect(await ledger.head()).toBe(head);
  });

  test('the command refuses without --confirm, after it has shown the same', async () => {
    const head = await ledger.head();
    const { failed, summary, report } = await command(act, { confirm: false });
    expect(failed?.message).toContain('--confirm');
    expect(failed?.exitCode).toBe(1);
    expect(summary).toMatchObject({ firearms: 7, outcomes: { WOULD_BE_RECORDED: 3 }, dryRun: true });
    expect(report).toHaveLength(7);
    expect(await ledger.head()).toBe(head);
    const unconfirmed = await send('', { act });
    expect([unconfirmed.statusCode, unconfirmed.json().errors[0].pointer]).toEqual([400, '/confirm']);
    expect(await ledger.head()).toBe(head);
  });

  test('records one event a firearm with the act as decision from its day on, and only of those concerned', async () => {
    const answer = await send('', { act, confirm: true });
    expect(answer.statusCode, answer.body).toBe(200);
    const answered = lines(answer.body);
    expect(answered.at(-1).summary.outcomes).toEqual({ RECORDED: 3, UNDECIDED: 1, LEFT: 3 });
    const outcome = Object.fromEntries(answered.slice(0, -1).map((line) => [line.firearmId, line]));
    expect(outcome[id('concerned')]).toMatchObject({
      outcome: 'RECORDED',
      holderLosesRight: true,
      holder: hunter,
    });
    expect(outcome[id('ofShooter')]).toMatchObject({ outcome: 'RECORDED', holderLosesRight: false });
    expect(outcome[id('stolen')]).toMatchObject({ outcome: 'RECORDED' });
    expect(outcome[id('unknown')]).toMatchObject({ outcome: 'UNDECIDED', missing: ['deviceCapacity'] });
    expect(outcome[id('later')]).toMatchObject({ outcome: 'LEFT', because: 'RECORDED_SINCE' });
    expect(outcome[id('destroyed')]).toMatchObject({ outcome: 'LEFT', because: 'IDENTITY_ENDED' });
    expect(outcome[id('modified')]).toMatchObject({ outcome: 'LEFT', because: 'CHANGED_SINCE' });
    for (const name of ['fewRounds', 'bolt']) expect(outcome[id(name)]).toBeUndefined();
    for (const name of ['concerned', 'ofShooter', 'stolen']) {
      const { events } = (await ledger.get(`/v1/firearms/${id(name)}/events`)).json();
      expect(events.at(-1)).toMatchObject({
        type: 'FirearmRecategorised',
        effectiveAt: '2026-05-01',
        legalBasis: act.legalBasis,
        disputes: [],
        payload: {
          cause: 'LAW',
          from: { category: 'B', subcategory: 'B4' },
          to: act.to,
          decisionRef: { number: '31/26' },
          facts: { action: 'SEMI_AUTO', deviceCapacity: 9 },
        },
      });
      const category = async (day: string) =>
        (await ledger.get(`/v1/firearms/${id(name)}?validAt=${day}`)).json().identity.subcategory;
      expect([await category('2026-04-30'), await category('2026-05-02')]).toEqual(['B4', 'A7b']);
    }
    for (const name of ['fewRounds', 'bolt', 'unknown', 'later', 'destroyed', 'modified'])
      expect(await typesIn(ledger, 'firearms', id(name)), name).not.toContain('FirearmRecategorised');
  });

  test('the same act again records nothing twice, and reports what was recorded before', async () => {
    await ledger.caughtUp();
    const head = await ledger.head();
    const { failed, summary, report } = await command(act, { confirm: true });
    expect(failed).toBeUndefined();
    expect(summary.outcomes).toEqual({ ALREADY_RECORDED: 3, UNDECIDED: 1, LEFT: 3 });
    expect(report).toHaveLength(7);
    expect(await ledger.head()).toBe(head);
  });

  test('a category that does not follow is refused with the reason, firearm by firearm', async () => {
    const wrong = {
      ...act,
      select: { categories: ['C'], subcategories: ['C1'] },
      to: { category: 'C', subcategory: 'C2' },
    };
    const { failed, summary } = await command(wrong, { confirm: true });
    expect(failed?.message).toContain('1 firearms were refused');
    expect(Object.keys(summary.reasons)[0]).toContain('CATEGORY_CONTRADICTS_FACTS');
  });

  test('only the registry may, and an act that says too little is refused with its place', async () => {
    expect((await send('/preview', { act }, 'POL')).statusCode).toBe(403);
    expect((await send('', { act, confirm: true }, 'POL')).statusCode).toBe(403);
    const pointer = async (given: object) =>
      (await send('/preview', { act: { ...act, ...given } })).json().errors[0].pointer;
    expect(await pointer({ select: {} })).toBe('/act/select');
    expect(await pointer({ to: { category: 'A', subcategory: 'B4' } })).toBe('/act/to/subcategory');
    expect(await pointer({ effectiveOn: 'soon' })).toBe('/act/effectiveOn');
    expect((await command({ ...act, select: {} }, { confirm: true })).failed).toMatchObject({ exitCode: 2 });
  });

  test('the example of an act is one', () => {
    const example = lawChangeSchema.parse(
      JSON.parse(readFileSync('examples/law-2018-deactivated.json', 'utf8')),
    ) as LawChange;
    expect(lawChangeFault(example)).toBeUndefined();
  });
});
