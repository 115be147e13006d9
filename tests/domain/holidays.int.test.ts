import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyOf } from '../../domain/policy/policyFrom.ts';
import { holidaysIn } from '../../domain/policy/workingDays.ts';
import { dueOn } from '../../domain/tasks/due.ts';
import { addDays } from '../../domain/time/calendarDate.ts';
import { retentionClock } from '../../domain/time/retention.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

const dealer = party('F', 'dealer');
const buyer = party('P', 'buyer');
const document = {
  profile: 'EU_MEMBER' as const,
  workingDays: {
    holidays: [
      { name: 'New Year', on: 'EVERY_YEAR' as const, monthDay: '01-01', moves: 'AFTER_SUNDAY' as const },
      { name: 'Orthodox Good Friday', on: 'ORTHODOX_EASTER' as const, daysFromEaster: -2 },
      { name: 'Orthodox Easter Monday', on: 'ORTHODOX_EASTER' as const, daysFromEaster: 1 },
      { name: 'Statehood Day', on: 'EVERY_YEAR' as const, monthDay: '07-13' },
    ],
    movedDeadlines: ['transferConfirmation' as const],
  },
};
const policy = policyOf(document);
let ledger: TestLedger;
let serials = 0;

const adopt = (version: number, given: object, validFrom: string, effective = validFrom) =>
  recordIn(
    ledger,
    'system',
    'CLK',
    undefined,
    body('PolicyAdopted', effective, {
      version,
      document: given,
      validFrom,
      decisionRef: { kind: 'DECREE', number: `${version}/26`, issuer: 'Ministry', date: '2015-01-01' },
    }),
  );
const record = async (role: 'CLK' | 'DLR', id: string | undefined, given: object, organisation?: string) => {
  const more = organisation === undefined ? {} : { organisation };
  const answer = await ledger.post(role, id, given, more);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().firearmId as string;
};
const create = (day: string) => {
  serials += 1;
  return record('CLK', undefined, registered(day, dealer, `HD ${serials}`));
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

beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['buyer'], F: ['dealer'] });
  const adopted = await adopt(1, document, '2015-01-01');
  expect(adopted.statusCode, adopted.body).toBe(201);
});
afterAll(() => ledger.close());

test('REQ-REC-08 the calendar of retention moves ends by the holidays of the policy as the guard of erasure does', async () => {
  const expected: Record<string, string> = {};
  // Days around New Year and around Orthodox Easter thirty years later.
  const around = (day: string) => Array.from({ length: 7 }, (_, index) => addDays(day, index));
  for (const day of [...around('2024-12-29'), ...around('2026-04-06')]) {
    const id = await create('2024-02-01');
    await record('CLK', id, body('FirearmDestroyed', day));
    const end = retentionClock(day, { workingDayShift: true, holidays: holidaysIn(policy) });
    expected[id] = end?.erasableFrom ?? '';
  }
  const { clocks } = await list('/v1/retention/due');
  expect(
    Object.fromEntries(
      clocks.map((clock: { subjectId: string; erasableFrom: string }) => [
        clock.subjectId,
        clock.erasableFrom,
      ]),
    ),
  ).toEqual(expected);
  // Destroyed on 7 April 2026: thirty years later is Good Friday, and the next working day Tuesday.
  expect(Object.values(expected)).toContain('2056-04-12');
  const byDay = clocks.map((clock: { erasableFrom: string }) => clock.erasableFrom);
  expect(byDay).toEqual([...byDay].sort());
});

test('a task and a transfer due on a holiday move where the policy says so', async () => {
  ledger.clock.set('2026-07-20T12:00:00Z');
  const expected: Record<string, string> = {};
  for (const day of ['2026-06-24', '2026-06-26', '2026-06-27', '2026-06-28', '2026-06-29', '2026-06-30']) {
    const id = await create('2026-05-10');
    await record('DLR', id, transferred(day, dealer, buyer, 'DEALER_TO_PERSON'), dealer);
    expected[id] = dueOn({ term: 'transferConfirmation', from: day, zone: 'Europe/Belgrade' }, policy);
  }
  // 14 days after 29 June is Monday, 13 July: Statehood Day.
  expect(new Set(Object.values(expected))).toEqual(new Set(['2026-07-08', '2026-07-10', '2026-07-14']));
  const due = (rows: ReadonlyArray<{ subjectId?: string; firearmId?: string; dueOn: string }>) =>
    Object.fromEntries(rows.map((row) => [row.subjectId ?? row.firearmId, row.dueOn]));
  expect(due((await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM')).tasks)).toEqual(expected);
  expect(due((await list('/v1/transfers')).transfers)).toEqual(expected);
  const before = Object.entries(expected).filter(([, day]) => day < '2026-07-14');
  expect(due((await list('/v1/tasks?kind=TRANSFER_TO_CONFIRM&dueBefore=2026-07-14')).tasks)).toEqual(
    Object.fromEntries(before),
  );
});

test('half a rule is refused with its place', async () => {
  const faulty = { profile: 'EU_MEMBER', workingDays: { holidays: [{ name: 'X', on: 'EVERY_YEAR' }] } };
  const refused = await adopt(2, faulty, '2026-07-01');
  expect(refused.json()).toMatchObject({
    code: 'POLICY_INVALID',
    errors: [{ pointer: '/payload/document/workingDays/holidays/0/monthDay' }],
  });
});
