import { afterAll, beforeAll, expect, test } from 'vitest';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { createReporter } from '../harness/components.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  for (const name of ['seller', 'buyer', 'stranger']) await entitled(ledger.asClerk, 'P', name);
  await entitled(ledger.asClerk, 'F', 'dealer');
});
afterAll(async () => {
  await ledger.close();
});

const [seller, buyer, stranger] = ['seller', 'buyer', 'stranger'].map((name) => party('P', name)) as [
  string,
  string,
  string,
];
const dealer = party('F', 'dealer');

/** A sale between two persons that the registry recorded. */
const sold = async (serial: string) => {
  const first = await ledger.post('CLK', undefined, registered('2026-01-10', seller, serial));
  const id = first.json().firearmId as string;
  const sale = await ledger.post('CLK', id, transferred('2026-02-01', seller, buyer));
  expect(sale.statusCode, sale.body).toBe(201);
  return { id, target: sale.json().events[0].eventId as string };
};

test.each([
  ['DLR', dealer],
  ['HLD', stranger],
] as const)(
  'REQ-REC-05 a %s who has no part in a transfer neither confirms nor disputes it',
  async (role, who) => {
    const { id, target } = await sold(`ANSWER ${role}`);
    for (const type of ['TransferConfirmed', 'TransferDisputed']) {
      const report = body(type, '2026-02-05', { targetEventId: target, differences: [] });
      const answer = await ledger.post(role, id, report, { organisation: who });
      expect([answer.statusCode, answer.json().code], answer.body).toEqual([403, 'NOT_YOUR_FIREARM']);
    }
  },
);

test.each([seller, buyer])('REQ-REC-05 either side answers what the registry recorded', async (who) => {
  const { id, target } = await sold(`SIDE ${who}`);
  const report = body('TransferConfirmed', '2026-02-05', { targetEventId: target, differences: [] });
  const answer = await ledger.post('HLD', id, report, { organisation: who });
  expect(answer.statusCode, answer.body).toBe(201);
});

test('REQ-CMP-01 only the two sides answer the transfer of a loose component', async () => {
  const by = createReporter(ledger);
  for (const [index, answers] of (['TransferConfirmed', 'TransferDisputed'] as const).entries()) {
    const barrel = await by.component('2026-01-10', seller);
    const sale = await by.accepted(
      'CLK',
      'components',
      barrel,
      body('ComponentTransferred', `2026-02-0${index + 1}`, {
        supplierId: seller,
        acquirerId: buyer,
        acquirerRole: 'HOLDER',
        acquirerAuthorisationId: permitOf(buyer),
        reportingSide: 'AUTHORITY',
        channel: 'IN_PERSON',
      }),
    );
    const report = body(answers, '2026-02-05', {
      targetEventId: sale.events[0].eventId,
      differences: [],
    });
    for (const [role, who] of [
      ['DLR', dealer],
      ['HLD', stranger],
    ] as const) {
      const answer = await by.post(role, 'components', barrel, report, { organisation: who });
      expect([answer.statusCode, answer.json().code], answer.body).toEqual([403, 'NOT_YOUR_FIREARM']);
    }
    const before = await by.state(barrel);
    await by.accepted('HLD', 'components', barrel, report, { organisation: index === 0 ? buyer : seller });
    expect((await by.state(barrel)).streamVersion).toBe(before.streamVersion + 1);
  }
});
