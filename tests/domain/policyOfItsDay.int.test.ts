import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '../../api/cli/output.ts';
import { adoptPolicyCommand } from '../../infra/cli/policyCommands.ts';
import { tasksCommand } from '../../infra/cli/tasksCommand.ts';
import type { Ledger } from '../../infra/composition.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

const dealer = party('F', 'dealer');
const buyer = party('P', 'buyer');
const folder = mkdtempSync(join(tmpdir(), 'ledger-policy-'));
let ledger: TestLedger;

/** What a command of the command line is given, over the test's ledger. */
const commandLine = () => {
  const printed: string[] = [];
  const output: Output = {
    print: (text) => printed.push(text),
    note: () => undefined,
    progress: () => undefined,
  };
  const { store: eventStore, knownUntil, codec, record, database } = ledger;
  const opened = {
    eventStore,
    knownUntil,
    codec,
    record,
    pool: database.runtime,
    config: { zone: 'Europe/Belgrade' },
  };
  return { opened: opened as unknown as Ledger, output, printed };
};
const adoptByCommand = async (document: object, validFrom: string): Promise<void> => {
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(document));
  const { opened, output } = commandLine();
  await adoptPolicyCommand(
    opened,
    file,
    { validFrom, decision: '18/26', issuer: 'Ministry', date: '2026-06-01', organisation: 'REGISTRY' },
    output,
  );
};
const list = async (url: string) => {
  await ledger.caughtUp();
  const answer = await ledger.get(url, {
    authorization: await ledger.bearer('AUD'),
    'ledger-purpose': 'AUDIT',
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
let serials = 0;
const create = async (now: string): Promise<string> => {
  serials += 1;
  ledger.clock.set(now);
  const answer = await ledger.post('CLK', undefined, registered('2026-05-01', dealer, `PD ${serials}`));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().firearmId;
};
const sold = async (day: string, now: string): Promise<string> => {
  const id = await create(now);
  const sale = transferred(day, dealer, buyer, 'DEALER_TO_PERSON');
  const answer = await ledger.post('DLR', id, sale, { organisation: dealer });
  expect(answer.statusCode, answer.body).toBe(201);
  return id;
};
const destroyed = async (day: string, now: string): Promise<string> => {
  const id = await create(now);
  const answer = await ledger.post('CLK', id, body('FirearmDestroyed', day));
  expect(answer.statusCode, answer.body).toBe(201);
  return id;
};

const later = {
  profile: 'EU_MEMBER',
  deadlines: { transferConfirmation: 'P5D' },
  reportDeadline: { dealer: 'P10D' },
  retention: { workingDayShift: false },
};
const ids: Record<'before' | 'late' | 'after' | 'shifted' | 'plain', string> = {
  before: '',
  late: '',
  after: '',
  shifted: '',
  plain: '',
};

beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['buyer'], F: ['dealer'] });
  ids.before = await sold('2026-06-01', '2026-06-02T10:00:00Z');
  // 2056-06-03 and 2056-06-17 are Saturdays.
  ids.shifted = await destroyed('2026-06-03', '2026-06-04T10:00:00Z');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await ledger.close();
});

const dueDates = (rows: ReadonlyArray<{ subjectId?: string; firearmId?: string; dueOn: string }>) =>
  Object.fromEntries(rows.map((row) => [row.subjectId ?? row.firearmId, row.dueOn]));

describe('legal-basis section 7: a duty is measured by the policy that held when it arose', () => {
  test('a shorter deadline leaves the dates of older duties, and gives newer ones theirs', async () => {
    const earlier = '2026-06-09T10:00:00Z';
    ledger.clock.set('2026-06-10T10:00:00Z');
    const asked = [
      `/v1/tasks?kind=TRANSFER_TO_CONFIRM&knownAt=${earlier}`,
      `/v1/transfers?knownAt=${earlier}`,
      `/v1/retention/due?knownAt=${earlier}`,
      `/v1/dealers/${dealer}/register?knownAt=${earlier}&to=2026-06-09`,
    ];
    const answered = [];
    for (const url of asked) answered.push(await list(url));
    expect(answered[0].tasks).toHaveLength(1);
    await adoptByCommand(later, '2026-06-15');
    ids.late = await sold('2026-06-14', '2026-06-20T10:00:00Z');
    ids.after = await sold('2026-06-18', '2026-06-20T11:00:00Z');
    ids.plain = await destroyed('2026-06-17', '2026-06-20T12:00:00Z');
    const expected = { [ids.before]: '2026-06-15', [ids.late]: '2026-06-28', [ids.after]: '2026-06-23' };
    expect(dueDates((await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM')).tasks)).toEqual(expected);
    expect(dueDates((await list('/v1/transfers')).transfers)).toEqual(expected);
    expect(dueDates((await list('/v1/transfers?dueBefore=2026-06-24')).transfers)).toEqual({
      [ids.before]: '2026-06-15',
      [ids.after]: '2026-06-23',
    });
    for (const [index, url] of asked.entries()) expect(await list(url), url).toEqual(answered[index]);
  });

  test('REQ-REC-08 the end of retention is counted as when the clock began', async () => {
    const { clocks } = await list('/v1/retention/due');
    expect(
      Object.fromEntries(
        clocks.map((clock: { subjectId: string; nominalEnd: string; erasableFrom: string }) => [
          clock.subjectId,
          [clock.nominalEnd, clock.erasableFrom],
        ]),
      ),
    ).toEqual({ [ids.shifted]: ['2056-06-03', '2056-06-06'], [ids.plain]: ['2056-06-17', '2056-06-18'] });
  });

  test('REQ-DLR-04 a report is late by the deadline that held when it happened, in book and statistics alike', async () => {
    const { organisations } = await list('/v1/statistics/report-delays');
    // That of 14 June came after six days under P1D, that of 18 June after two days under P10D.
    expect(organisations).toContainEqual(
      expect.objectContaining({ organisationId: dealer, reports: 3, late: 1 }),
    );
    const { lines } = await list(`/v1/dealers/${dealer}/register`);
    const out = lines.filter(({ direction }: { direction: string }) => direction === 'OUT');
    expect(
      Object.fromEntries(
        out
          .filter(
            ({ firearmId }: { firearmId: string }) => firearmId !== ids.shifted && firearmId !== ids.plain,
          )
          .map(({ firearmId, late }: { firearmId: string; late: boolean }) => [firearmId, late]),
      ),
    ).toEqual({ [ids.before]: false, [ids.late]: true, [ids.after]: false });
  });

  test('the tasks command says the same as the route', async () => {
    const { opened, output, printed } = commandLine();
    await ledger.caughtUp();
    await tasksCommand(opened, { limit: 100, json: true }, output);
    const { tasks } = JSON.parse(printed.join('\n'));
    expect(dueDates(tasks.filter(({ kind }: { kind: string }) => kind === 'TRANSFER_TO_CONFIRM'))).toEqual(
      dueDates((await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM')).tasks),
    );
  });

  test('a version that reaches back is known from its record on; one that knows no such duty ends it from its day on', async () => {
    ledger.clock.set('2026-06-24T10:00:00Z');
    const before = await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM&knownAt=2026-06-24T09:00:00Z');
    ledger.clock.set('2026-06-25T10:00:00Z');
    const adopted = await recordIn(
      ledger,
      'system',
      'CLK',
      undefined,
      body('PolicyAdopted', '2026-06-16', {
        version: 2,
        document: { profile: 'EU_MEMBER', transferConfirmation: 'ONE_SIDED' },
        validFrom: '2026-06-16',
        decisionRef: { kind: 'DECREE', number: '19/26', issuer: 'Ministry', date: '2026-06-16' },
      }),
    );
    expect(adopted.statusCode, adopted.body).toBe(201);
    expect(dueDates((await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM')).tasks)).toEqual({
      [ids.before]: '2026-06-15',
      [ids.late]: '2026-06-28',
    });
    expect(await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM&knownAt=2026-06-24T09:00:00Z')).toEqual(before);
  });
});
