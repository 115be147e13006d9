import { afterAll, beforeAll, expect, test } from 'vitest';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
const { told } = createStory(() => ledger);
const firm = party('F', 'firm');
const twin = party('F', 'twin');
const buyer = party('P', 'buyer');

beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T12:00:00Z');
  for (const name of ['firm', 'twin']) await entitled(ledger.asClerk, 'F', name);
  await entitled(ledger.asClerk, 'P', 'buyer');
});
afterAll(async () => {
  await expectRebuilt(ledger, 'knownAt=2026-03-20&validAt=2026-03-11');
  await ledger.close();
});

const merging = async (type: 'PartyMerged' | 'PartySplit', day: string) => {
  ledger.clock.set(`${day}T12:00:00Z`);
  const payload = { survivorId: firm, aliasId: twin };
  const report = { plural: 'parties' as const, id: firm, key: `${type}-${day}` };
  const answer = await ledger.asClerk({ ...report, body: body(type, day, payload) }, 'test');
  expect(answer.statusCode, answer.body).toBe(201);
};
const read = async (url: string) => {
  await ledger.caughtUp();
  const answer = await ledger.get(url);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const own = async (url: string) => {
  await ledger.caughtUp();
  return (
    await ledger.get(url, {
      authorization: await ledger.bearer('DLR', firm),
      'ledger-purpose': 'OWN_RECORDS',
    })
  ).json();
};
const balanceOf = ({ opening, received, disposedOf, closing }: Record<string, number>) => [
  opening,
  received,
  disposedOf,
  closing,
];
const ids = (rows: ReadonlyArray<{ readonly firearmId: string }>) =>
  rows.map(({ firearmId }) => firearmId).sort();

test('PartyMerged: the survivor’s book, stock and holdings hold those of the alias; after PartySplit they part again', async () => {
  const [a, b, sold] = [
    (await told('CLK', undefined, registered('2026-02-01', firm, 'MB 1'))).id,
    (await told('CLK', undefined, registered('2026-02-02', twin, 'MB 2'))).id,
    (await told('CLK', undefined, registered('2026-02-03', twin, 'MB 3'))).id,
  ];
  await told(['DLR', twin], sold, transferred('2026-02-10', twin, buyer, 'DEALER_TO_PERSON'));
  const register = `/v1/dealers/${firm}/register`;
  expect(balanceOf(await read(register))).toEqual([0, 1, 0, 1]);
  await merging('PartyMerged', '2026-03-01');
  const merged = await read(register);
  expect(balanceOf(merged)).toEqual([0, 3, 1, 2]);
  expect(merged.lines).toHaveLength(4);
  expect(balanceOf(await read(`${register}?from=2026-02-05`))).toEqual([3, 0, 1, 2]);
  expect(ids((await read(`/v1/dealers/${firm}/stock`)).stock)).toEqual([a, b].sort());
  const holdings = (await read(`/v1/parties/${firm}/holdings`)).holdings;
  expect(ids(holdings)).toEqual([a, b].sort());
  expect(holdings.find((each: { firearmId: string }) => each.firearmId === b).recordedFor).toBe(twin);
  // The firm itself sees the same, page by page.
  expect(ids((await own(`/v1/parties/${firm}/holdings`)).holdings)).toEqual([a, b].sort());
  const first = await own(`${register}?limit=2`);
  const second = await own(`${register}?limit=2&cursor=${first.next}`);
  expect([...first.lines, ...second.lines]).toHaveLength(4);
  // As it was known before the merge, and the alias by itself.
  expect(balanceOf(await read(`${register}?knownAt=2026-02-20`))).toEqual([0, 1, 0, 1]);
  expect(balanceOf(await read(`/v1/dealers/${twin}/register`))).toEqual([0, 2, 1, 1]);
  const count = await ledger.app.inject({
    method: 'POST',
    url: `/v1/parties/${firm}/events`,
    headers: {
      authorization: await ledger.bearer('DLR', firm),
      'idempotency-key': 'count',
      'content-type': 'application/json',
    },
    payload: JSON.stringify({
      type: 'StockInventoryRecorded',
      effectiveAt: '2026-03-01',
      payload: { asOf: '2026-03-01', firearmIds: [a, b] },
    }),
  });
  expect(count.statusCode, count.body).toBe(201);
  const counted = count.json().events[0].eventId;
  const differences = async () => {
    const { missing, extra } = await read(`/v1/dealers/${firm}/discrepancies?inventory=${counted}`);
    const { tasks } = await read(`/v1/tasks?party=${firm}`);
    const kinds = tasks.map(({ kind }: { kind: string }) => kind);
    return [missing, extra, kinds.filter((kind: string) => kind.startsWith('STOCK_'))];
  };
  expect(await differences()).toEqual([[], [], []]);

  await merging('PartySplit', '2026-03-10');
  expect(balanceOf(await read(register))).toEqual([0, 1, 0, 1]);
  expect(ids((await read(`/v1/parties/${firm}/holdings`)).holdings)).toEqual([a]);
  expect(ids((await own(`/v1/parties/${firm}/holdings`)).holdings)).toEqual([a]);
  expect(balanceOf(await read(`${register}?knownAt=2026-03-05`))).toEqual([0, 3, 1, 2]);
  expect(await differences()).toEqual([[], [b], ['STOCK_SURPLUS']]);
});
