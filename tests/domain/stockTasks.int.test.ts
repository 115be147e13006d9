import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
const { told } = createStory(() => ledger);
const dealer = party('F', 'dealer');
const rival = party('F', 'rival');
const buyer = party('P', 'buyer');

beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T12:00:00Z');
  for (const name of ['dealer', 'rival']) await entitled(ledger.asClerk, 'F', name);
  await entitled(ledger.asClerk, 'P', 'buyer');
});
afterAll(async () => {
  await expectRebuilt(ledger, 'knownAt=2026-03-20&validAt=2026-03-11');
  await ledger.close();
});

let serials = 0;
const inStock = async (day: string, holder = dealer): Promise<string> => {
  serials += 1;
  return (await told('CLK', undefined, registered(day, holder, `SC ${serials}`))).id;
};
const count = async (
  who: string,
  day: string,
  firearmIds: ReadonlyArray<string>,
  discrepancies?: ReadonlyArray<object>,
) => {
  ledger.clock.set(`${day}T18:00:00Z`);
  const answer = await ledger.app.inject({
    method: 'POST',
    url: `/v1/parties/${who}/events`,
    headers: {
      authorization: await ledger.bearer('DLR', who),
      'idempotency-key': `count-${who}-${day}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify({
      type: 'StockInventoryRecorded',
      effectiveAt: day,
      payload: { asOf: day, firearmIds, ...(discrepancies === undefined ? {} : { discrepancies }) },
    }),
  });
  return { statusCode: answer.statusCode, body: answer.json() };
};
type Task = {
  readonly kind: string;
  readonly subjectId: string;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
};
const tasks = async (
  who: string,
  state = 'OPEN',
  role: Role = 'DLR',
  more = '',
): Promise<ReadonlyArray<Task>> => {
  await ledger.caughtUp();
  const headers = {
    authorization: await ledger.bearer(role, role === 'DLR' ? who : undefined),
    'ledger-purpose': role === 'DLR' ? 'OWN_RECORDS' : role === 'POL' ? 'INVESTIGATION' : 'LICENSING',
  };
  const page = async (of: string): Promise<{ tasks: ReadonlyArray<Task>; next: string | null }> => {
    const answer = await ledger.get(`/v1/tasks?party=${who}&state=${state}${more}${of}`, headers);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const { tasks: whole } = await page('');
  const one: Task[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const found = await page(`&limit=1${next === '' ? '' : `&cursor=${next}`}`);
    one.push(...found.tasks);
    next = found.next;
  }
  expect(one, 'pages of one task each').toEqual(whole);
  return whole.filter(({ kind }) => kind.startsWith('STOCK_'));
};
const shown = (found: ReadonlyArray<Task>) =>
  found.map(({ kind, subjectId }) => `${kind} ${subjectId}`).sort();

test('catalogue 5.2 what a count finds missing is a task for each firearm, closed by the event that explains it', async () => {
  const [there, sold, lost, unexplained] = [
    await inStock('2026-02-01'),
    await inStock('2026-02-01'),
    await inStock('2026-02-01'),
    await inStock('2026-02-01'),
  ];
  const taken = await count(dealer, '2026-03-10', [there]);
  expect(taken.statusCode, JSON.stringify(taken.body)).toBe(201);
  const inventory = taken.body.events[0].eventId;
  const missing = [sold, lost, unexplained].map((id) => `STOCK_MISSING ${id}`).sort();
  expect(shown(await tasks(dealer))).toEqual(missing);
  expect(shown(await tasks(dealer, 'OPEN', 'CLK'))).toEqual(missing);
  expect((await tasks(dealer))[0]).toMatchObject({
    subjectKind: 'firearm',
    openedBy: inventory,
    ownerRole: 'DLR',
    party: dealer,
    dueOn: '2026-03-24',
    overdue: false,
    data: { inventory },
  });
  // Nobody else's business, and no loss.
  expect(await tasks(rival)).toEqual([]);
  expect((await ledger.get(`/v1/firearms/${lost}`)).json()).toMatchObject({ custody: 'TRD', alerts: [] });
  const sale = await told(
    ['DLR', dealer],
    sold,
    transferred('2026-03-09', dealer, buyer, 'DEALER_TO_PERSON'),
    '2026-03-12',
  );
  const loss = await told(
    ['DLR', dealer],
    lost,
    body('LossReported', '2026-03-12', {
      lostBetween: { from: '2026-03-01', to: '2026-03-10' },
      discoveredAt: '2026-03-10',
    }),
  );
  expect(shown(await tasks(dealer))).toEqual([`STOCK_MISSING ${unexplained}`]);
  const closed = new Map((await tasks(dealer, 'CLOSED')).map((task) => [task.subjectId, task.closedBy]));
  expect([closed.get(sold), closed.get(lost)]).toEqual([sale.eventId, loss.eventId]);
  // As it was known before, all three were missing.
  expect(shown(await tasks(dealer, 'OPEN', 'CLK', '&knownAt=2026-03-11'))).toEqual(missing);
  // Counted next time, it is there again.
  const next = await count(dealer, '2026-03-20', [there, unexplained]);
  expect(next.statusCode).toBe(201);
  expect(await tasks(dealer)).toEqual([]);
  const last = (await tasks(dealer, 'CLOSED')).find(({ subjectId }) => subjectId === unexplained);
  expect(last?.closedBy).toBe(next.body.events[0].eventId);
});

test('what is too much is a task until it is registered for him, and what differs until it is corrected', async () => {
  const own = await inStock('2026-02-02', rival);
  const foreign = await inStock('2026-02-02');
  const repaired = (await told('CLK', undefined, registered('2026-02-02', buyer, 'SC R'))).id;
  await told(
    'CLK',
    repaired,
    body('TemporaryCustodyStarted', '2026-02-03', { custodianId: rival, purpose: 'REPAIR' }),
  );
  const reading = { firearmId: own, field: 'serialRaw', asRead: 'SC 5?' };
  expect((await count(rival, '2026-03-21', [own], [{ ...reading, firearmId: foreign }])).body.code).toBe(
    'R33',
  );
  const taken = await count(rival, '2026-03-22', [own, foreign, repaired], [reading]);
  expect(taken.statusCode, JSON.stringify(taken.body)).toBe(201);
  expect(shown(await tasks(rival))).toEqual([`STOCK_DIFFERS ${own}`, `STOCK_SURPLUS ${foreign}`].sort());
  const differs = (await tasks(rival)).find(({ kind }) => kind === 'STOCK_DIFFERS');
  expect(differs).toMatchObject({ data: { field: 'serialRaw', asRead: 'SC 5?' } });
  const bought = await told(
    ['DLR', rival],
    foreign,
    transferred('2026-03-20', dealer, rival, 'DEALER_TO_DEALER'),
    '2026-03-23',
  );
  expect(shown(await tasks(rival))).toEqual([`STOCK_DIFFERS ${own}`]);
  const { events } = (await ledger.get(`/v1/firearms/${own}/events`)).json();
  const corrected = await told(
    'CLK',
    own,
    body('RecordCorrected', '2026-03-24', {
      targetEventId: events[0].eventId,
      changes: [
        {
          path: '/payload/identity/serialRaw',
          recordedValue: events[0].payload.identity.serialRaw,
          correctValue: 'SC 55',
        },
      ],
    }),
  );
  expect(await tasks(rival)).toEqual([]);
  const closed = new Map((await tasks(rival, 'CLOSED')).map((task) => [task.kind, task.closedBy]));
  expect(closed.get('STOCK_SURPLUS')).toBe(bought.eventId);
  expect(closed.get('STOCK_DIFFERS')).toBe(corrected.eventId);
});

test('HC-03 the dealer’s tasks do not tell of an alert; the register’s do', async () => {
  const trader = party('F', 'trader');
  await entitled(ledger.asClerk, 'F', 'trader');
  const [gone, alike, lent, repaired] = [
    await inStock('2026-02-04', trader),
    await inStock('2026-02-04', trader),
    (await told('CLK', undefined, onPaper(registered('2026-02-04', buyer, 'SC L')))).id,
    (await told('CLK', undefined, onPaper(registered('2026-02-04', buyer, 'SC M')))).id,
  ];
  for (const id of [lent, repaired])
    await told(
      'CLK',
      id,
      body('TemporaryCustodyStarted', '2026-02-05', { custodianId: trader, purpose: 'REPAIR' }),
    );
  await told('POL', lent, stolen('2026-03-01'), '2026-03-24');
  await count(trader, '2026-03-25', [lent, repaired]);
  const before = [`STOCK_MISSING ${gone}`, `STOCK_MISSING ${alike}`].sort();
  expect(shown(await tasks(trader))).toEqual(before);
  await told('POL', gone, stolen('2026-03-20'), '2026-03-26');
  expect(shown(await tasks(trader))).toEqual(before);
  expect(shown(await tasks(trader, 'OPEN', 'POL'))).toEqual([`STOCK_MISSING ${alike}`]);
});

test('catalogue 5.3 the stock of a firm that was merged twice is counted with that of the last survivor', async () => {
  const [last, between, first] = [party('F', 'last'), party('F', 'between'), party('F', 'earliest')];
  for (const name of ['last', 'between', 'earliest']) await entitled(ledger.asClerk, 'F', name);
  const [there, missing] = [await inStock('2026-02-06', first), await inStock('2026-02-06', first)];
  const own = await inStock('2026-02-06', last);
  const merged = async (survivorId: string, aliasId: string, day: string) => {
    ledger.clock.set(`${day}T12:00:00Z`);
    const report = { plural: 'parties' as const, id: survivorId, key: `merge-${aliasId}` };
    const payload = { survivorId, aliasId };
    const answer = await ledger.asClerk({ ...report, body: body('PartyMerged', day, payload) }, 'test');
    expect(answer.statusCode, answer.body).toBe(201);
  };
  await merged(between, first, '2026-03-27');
  await merged(last, between, '2026-03-28');
  const taken = await count(last, '2026-03-29', [own, there]);
  expect(taken.statusCode, JSON.stringify(taken.body)).toBe(201);
  expect(shown(await tasks(last, 'OPEN', 'CLK'))).toEqual([`STOCK_MISSING ${missing}`]);
});
