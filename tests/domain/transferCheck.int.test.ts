import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
const { told, refused, firearm } = createStory(() => ledger);
const dealer = party('F', 'dealer');
const buyer = party('P', 'buyer');
const hunter = party('P', 'hunter');
const own = ['DLR', dealer] as const;

beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T12:00:00Z');
  await entitled(ledger.asClerk, 'F', 'dealer');
  await entitled(ledger.asClerk, 'P', 'buyer');
  await entitled(ledger.asClerk, 'P', 'hunter', { categories: ['C'] });
});
afterAll(async () => {
  await expectRebuilt(ledger, 'knownAt=2026-02-20&validAt=2026-02-11');
  await ledger.close();
});

let serials = 0;
const inStock = async (day: string): Promise<string> => {
  serials += 1;
  return (await told('CLK', undefined, registered(day, dealer, `DS ${serials}`))).id;
};
const check = async (
  firearmId: string,
  acquirerId = buyer,
  [role, organisation]: readonly [Role, string] = own,
  more: Record<string, unknown> = {},
) => {
  const begun = performance.now();
  const answer = await ledger.app.inject({
    method: 'POST',
    url: '/v1/checks/transfer',
    headers: {
      authorization: await ledger.bearer(role, organisation),
      'ledger-purpose': role === 'CLK' ? 'LICENSING' : role === 'POL' ? 'INVESTIGATION' : 'OWN_RECORDS',
      'content-type': 'application/json',
    },
    payload: JSON.stringify({
      firearmId,
      acquirerId,
      acquirerAuthorisationId: permitOf(acquirerId),
      transferKind: 'DEALER_TO_PERSON',
      effectiveAt: '2026-02-09',
      ...more,
    }),
  });
  return { answer, slot: Math.floor((performance.now() - begun) / 100) };
};
/** After how many tenths of a second the answer leaves; the quickest of three, because other work may hold up one. */
const slotOf = async (firearmId: string): Promise<number> => {
  const slots: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) slots.push((await check(firearmId)).slot);
  return Math.min(...slots);
};
type Attempt = {
  readonly ownerRole: string;
  readonly data: Record<string, string>;
  readonly subjectKind: string;
};
const attemptsAt = async (firearmId: string, role: Role = 'POL'): Promise<ReadonlyArray<Attempt>> => {
  await ledger.caughtUp();
  const { tasks } = (
    await ledger.get('/v1/tasks?kind=ATTEMPT_UNDER_ALERT', {
      authorization: await ledger.bearer(role, role === 'DLR' ? dealer : undefined),
      'ledger-purpose': role === 'POL' ? 'INVESTIGATION' : role === 'DLR' ? 'OWN_RECORDS' : 'LICENSING',
    })
  ).json();
  return (tasks as ReadonlyArray<Attempt>).filter(({ data }) => data['firearmId'] === firearmId);
};

describe('users-and-jobs 3: may I hand it over?', () => {
  test('yes, or no with the reason, and no transfer is recorded', async () => {
    const id = await inStock('2026-02-01');
    ledger.clock.set('2026-02-10T12:00:00Z');
    expect((await check(id)).answer.json()).toEqual({ answer: 'YES', reasons: [] });
    // A right for category C does not cover a pistol of category B.
    expect((await check(id, hunter)).answer.json()).toMatchObject({
      answer: 'NO',
      reasons: [{ code: 'R41' }],
    });
    expect((await firearm(id)).streamVersion).toBe(1);
  });
});

describe('HC-03 the check of a firearm under alert', () => {
  test('answers like any other matter of the authority, in status, body, headers and time, and the police hears of it', async () => {
    const id = await inStock('2026-02-03');
    serials += 1;
    // Somebody else's firearm is a matter of the authority too.
    const foreign = (await told('CLK', undefined, registered('2026-02-03', buyer, `DS ${serials}`))).id;
    await told('POL', id, stolen('2026-02-04'));
    ledger.clock.set('2026-02-10T12:00:00Z');
    const head = await ledger.head();
    for (const other of [foreign, 'W-00000000000000000000000000']) {
      const asked = await check(id);
      const compared = await check(other);
      expect(asked.answer.statusCode).toBe(compared.answer.statusCode);
      expect(asked.answer.body).toBe(compared.answer.body);
      expect(asked.answer.json()).toEqual({ answer: 'ASK_AUTHORITY', reasons: [] });
      expect(Object.keys(asked.answer.headers)).toEqual(Object.keys(compared.answer.headers));
      expect(asked.answer.headers['content-length']).toBe(compared.answer.headers['content-length']);
      expect(await slotOf(id)).toBe(await slotOf(other));
    }
    expect(await attemptsAt(id)).toMatchObject([
      { ownerRole: 'POL', data: { attempted: 'FirearmTransferred', code: 'R11', asked: 'yes' } },
    ]);
    // Asked twice on one day it is one question; nothing else was recorded.
    expect(await ledger.head()).toBe(head + 1n);
    ledger.clock.set('2026-02-11T12:00:00Z');
    await check(id);
    expect(await attemptsAt(id)).toHaveLength(2);
    for (const role of ['DLR', 'CLK'] as const) expect(await attemptsAt(id, role)).toEqual([]);
  });

  test('an authority that asks sees the alert anyway and leaves no notice', async () => {
    const id = await inStock('2026-02-05');
    await told('POL', id, stolen('2026-02-06'));
    ledger.clock.set('2026-02-12T12:00:00Z');
    const head = await ledger.head();
    for (const role of ['CLK', 'POL'] as const)
      await check(id, buyer, [role, 'REGISTRY'], { supplierId: dealer });
    expect(await ledger.head()).toBe(head);
  });

  test('trying the sale out without recording it is noticed as well', async () => {
    const id = await inStock('2026-02-07');
    await told('POL', id, stolen('2026-02-08'));
    ledger.clock.set('2026-02-13T12:00:00Z');
    const sale = transferred('2026-02-09', dealer, buyer, 'DEALER_TO_PERSON');
    const more = { organisation: dealer, query: '?dryRun=true' };
    expect((await ledger.post('DLR', id, sale, more)).json().code).toBe('CANNOT_BE_PROCESSED');
    expect(await attemptsAt(id)).toHaveLength(1);
    const batch = await ledger.app.inject({
      method: 'POST',
      url: '/v1/batches?dryRun=true',
      headers: {
        authorization: await ledger.bearer('DLR', dealer),
        'idempotency-key': 'trial',
        'content-type': 'application/x-ndjson',
      },
      payload: JSON.stringify({ firearmId: id, ...sale, effectiveAt: '2026-02-10' }),
    });
    expect(JSON.parse(batch.body)).toMatchObject({ problem: { code: 'CANNOT_BE_PROCESSED' } });
    expect(await attemptsAt(id)).toHaveLength(2);
  });
});

describe('HC-03 a dealer sells a stolen firearm', () => {
  test('is refused neutrally, and the attempt is a task of the police alone', async () => {
    const id = await inStock('2026-02-14');
    await told('POL', id, stolen('2026-02-15'));
    const sale = await refused(own, id, transferred('2026-02-16', dealer, buyer, 'DEALER_TO_PERSON'));
    expect(sale.code).toBe('CANNOT_BE_PROCESSED');
    expect(JSON.stringify(sale)).not.toMatch(/R1\d|alert|stolen|lost|theft/i);
    expect(await attemptsAt(id)).toMatchObject([
      { subjectKind: 'alert', ownerRole: 'POL', data: { attempted: 'FirearmTransferred', code: 'R11' } },
    ]);
    expect((await attemptsAt(id))[0]?.data['asked']).toBeUndefined();
    for (const role of ['DLR', 'CLK'] as const) expect(await attemptsAt(id, role)).toEqual([]);
    const { custody, holder } = await firearm(id);
    expect([custody, holder.party]).toEqual(['STL', dealer]);
  });

  test('the same report under the same key about another missing firearm is another attempt', async () => {
    const ids = [await inStock('2026-02-17'), await inStock('2026-02-17')];
    for (const id of ids) await told('POL', id, stolen('2026-02-18'));
    const sale = transferred('2026-02-19', dealer, buyer, 'DEALER_TO_PERSON');
    ledger.clock.set('2026-02-19T12:00:00Z');
    for (const id of ids) await ledger.post('DLR', id, sale, { organisation: dealer, key: 'careless' });
    for (const id of ids) expect(await attemptsAt(id), id).toHaveLength(1);
  });
});
