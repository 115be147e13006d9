import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, party } from '../harness/bodies.ts';
import { createReporter, type Reporter } from '../harness/components.ts';
import { entitledFromTheStart, permitOf } from '../harness/entitled.ts';
import { expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let by: Reporter;
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const dealer = party('F', 'dealer');

beforeAll(async () => {
  ledger = await createTestLedger();
  by = createReporter(ledger);
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'], F: ['dealer'] });
});
afterAll(async () => {
  await expectRebuilt(ledger, 'knownAt=2026-05-20&validAt=2026-03-11');
  await ledger.close();
});

const order = { kind: 'JUDGMENT', number: 'K-9/26', issuer: 'High Court', date: '2026-02-01' };
const transfer = (day: string, more: object = {}) =>
  body('ComponentTransferred', day, {
    supplierId: { absent: 'UNKNOWN' },
    acquirerId: buyer,
    acquirerRole: 'HOLDER',
    acquirerAuthorisationId: permitOf(buyer),
    channel: 'IN_PERSON',
    ...more,
  });

describe('REQ-CMP-01 a loose part given up on its own', () => {
  test('goes to the authority, is forfeited, and then destroyed or disposed of by order only', async () => {
    const [one, two] = [await by.component('2026-01-10', owner), await by.component('2026-01-10', owner)];
    const anonymous = body('FirearmSurrendered', '2026-02-01', { by: 'PARTY', byParty: undefined });
    expect((await by.post('POL', 'components', one, anonymous)).json().code).toBe('R33');
    for (const id of [one, two]) {
      const surrendered = body('FirearmSurrendered', '2026-02-01', { by: 'PARTY', byParty: owner });
      await by.accepted('POL', 'components', id, surrendered, { organisation: 'POLICE' });
      // Whoever answered for it still does, until somebody decides.
      expect(await by.state(id)).toMatchObject({ status: 'AUT', state: { holder: { party: owner } } });
      const forfeited = body('FirearmForfeited', '2026-02-10', { orderRef: order, final: true });
      await by.accepted('JUD', 'components', id, forfeited, { organisation: 'COURT' });
      expect(await by.state(id)).toMatchObject({
        status: 'FRF',
        state: { holder: { party: 'COURT', role: 'AUTHORITY' } },
      });
    }
    const released = body('FirearmReleased', '2026-02-11', { toParty: owner, partyRole: 'HOLDER' });
    expect((await by.post('POL', 'components', one, released)).json().code).toBe('R12');
    await by.accepted('CLK', 'components', one, body('ComponentDestroyed', '2026-02-12'));
    const sale = await by.post('CLK', 'components', two, transfer('2026-02-12', { supplierId: dealer }));
    expect([sale.json().code, sale.json().errors[0].pointer]).toEqual(['R23', '/payload/legalOrderRef']);
    await by.accepted(
      'CLK',
      'components',
      two,
      transfer('2026-02-12', { supplierId: dealer, legalOrderRef: order }),
    );
    expect(await by.state(two)).toMatchObject({ status: 'LOOSE', state: { holder: { party: buyer } } });
  });

  test('a part of a firearm is not forfeited by itself; surrendered it is flagged, and once its removal is recorded it may be', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'LP 1');
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', barrel, firearm));
    const surrendered = body('FirearmSurrendered', '2026-02-05', { by: 'ANONYMOUS' });
    await by.accepted('POL', 'components', barrel, surrendered);
    expect((await by.state(barrel)).state.anomalies).toMatchObject([{ kind: 'UNEXPECTED_PLACE' }]);
    const forfeited = body('FirearmForfeited', '2026-02-10', { orderRef: order, final: true });
    expect((await by.post('JUD', 'components', barrel, forfeited)).json().code).toBe('R17');
    await by
      .accepted('CLK', 'firearms', firearm, by.removed('2026-02-06', barrel, firearm))
      .catch(() => undefined);
  });
});

describe('REQ-REC-11 a legal hold on a component', () => {
  const held = async (id: string) => {
    await ledger.caughtUp();
    const { clocks } = (
      await ledger.get('/v1/retention/due', {
        authorization: await ledger.bearer('AUD'),
        'ledger-purpose': 'AUDIT',
      })
    ).json();
    return clocks.find((clock: { subjectId: string }) => clock.subjectId === id)?.held;
  };
  test('stands in its own stream and in the calendar, placed with it or with the ledger, until it is lifted', async () => {
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('CLK', 'components', barrel, body('ComponentDestroyed', '2026-02-01'));
    expect(await held(barrel)).toBe(false);
    const other = body('LegalHoldPlaced', '2026-03-01', {
      scope: { componentIds: ['T-01J9ZK3C5E7G9JBMDPFRHTKVMX'] },
    });
    expect((await by.post('JUD', 'components', barrel, other)).json().code).toBe('R25');
    const placed = body('LegalHoldPlaced', '2026-03-01', { scope: { componentIds: [barrel] } });
    const hold = await by.accepted('JUD', 'components', barrel, placed, { organisation: 'COURT' });
    expect(await held(barrel)).toBe(true);
    const lifted = body('LegalHoldLifted', '2026-03-02', { holdEventId: hold.events[0].eventId });
    await by.accepted('JUD', 'components', barrel, lifted, { organisation: 'COURT' });
    expect(await held(barrel)).toBe(false);
    const send = async (report: object, key: string) =>
      ledger.app.inject({
        method: 'POST',
        url: '/v1/system/events',
        headers: {
          authorization: await ledger.bearer('JUD', 'COURT'),
          'idempotency-key': key,
          'content-type': 'application/json',
        },
        payload: JSON.stringify(report),
      });
    const ledgers = await send({ ...placed, effectiveAt: '2026-03-03' }, 'hold');
    expect(ledgers.statusCode, ledgers.body).toBe(201);
    expect(await held(barrel)).toBe(true);
    const end = { holdEventId: ledgers.json().events[0].eventId };
    const ended = await send(body('LegalHoldLifted', '2026-03-04', end), 'lift');
    expect(ended.statusCode, ended.body).toBe(201);
    expect(await held(barrel)).toBe(false);
  });
});

describe('REQ-DLR-02 loose parts in the dealer’s book', () => {
  const trader = party('F', 'trader');
  const read = async (query = '', role: 'CLK' | 'DLR' = 'CLK', as = 'register') => {
    await ledger.caughtUp();
    const answer = await ledger.get(`/v1/dealers/${trader}/${as}${query}`, {
      authorization: await ledger.bearer(role, role === 'DLR' ? trader : undefined),
      'ledger-purpose': role === 'DLR' ? 'OWN_RECORDS' : 'LICENSING',
    });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  type Balance = Readonly<Record<'opening' | 'received' | 'disposedOf' | 'closing', number>>;
  const totals = ({ opening, received, disposedOf, closing }: Balance) =>
    [opening, received, disposedOf, closing] as const;
  type Line = { readonly componentId: string | null; readonly direction: string; readonly movement: string };
  const movements = (lines: ReadonlyArray<Line>, id: string) =>
    lines
      .filter(({ componentId }) => componentId === id)
      .map(({ direction, movement }) => `${direction} ${movement}`);

  test('have lines of their own and are counted by themselves: opening + in - out = closing on every day', async () => {
    await entitledFromTheStart(ledger, { F: ['trader'] });
    ledger.clock.set('2026-06-01T12:00:00Z');
    const firearm = await by.firearm('2026-02-01', trader, 'LB 1');
    const [fitted, sold, wanted] = [
      await by.component('2026-02-02', trader),
      await by.component('2026-02-03', trader),
      await by.component('2026-02-04', trader),
    ];
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-10', fitted, firearm), {
      organisation: trader,
    });
    await by.accepted('DLR', 'firearms', firearm, by.removed('2026-03-01', fitted, firearm), {
      organisation: trader,
    });
    const sale = transfer('2026-02-20', { supplierId: trader });
    const reported = await by.accepted('DLR', 'components', sold, sale, { organisation: trader });
    await by.accepted(
      'CLK',
      'components',
      sold,
      body('TransferConfirmed', '2026-02-21', {
        targetEventId: reported.events[0].eventId,
        differences: [],
      }),
    );
    const book = await read();
    expect(totals(book)).toEqual([0, 1, 0, 1]);
    expect(totals(book.components)).toEqual([0, 4, 2, 2]);
    expect(movements(book.lines, fitted)).toEqual(['IN REGISTERED', 'OUT FITTED', 'IN REMOVED']);
    expect(movements(book.lines, sold)).toEqual(['IN REGISTERED', 'OUT DISPOSED']);
    expect(book.lines.find((line: Line) => line.movement === 'DISPOSED')).toMatchObject({
      firearmId: null,
      componentId: sold,
      type: 'BARREL',
      serialNumber: '999',
      counterparty: buyer,
    });
    for (const [from, to] of [
      ['2026-02-01', '2026-02-09'],
      ['2026-02-10', '2026-02-19'],
      ['2026-02-20', '2026-02-28'],
      ['2026-03-01', '2026-05-01'],
    ]) {
      const { components } = await read(`?from=${from}&to=${to}`);
      const [opening, received, disposedOf, closing] = totals(components);
      expect(opening + received - disposedOf, from).toBe(closing);
      const there = await read(`?validAt=${to}&objects=COMPONENTS`, 'CLK', 'stock');
      expect([there.components.length, there.stock.length], to).toEqual([closing, 0]);
    }
    expect((await read('', 'CLK', 'stock')).stock).toHaveLength(1);
    // HC-03: a theft that the police reports shows in the register's book and not in his own.
    const theft = body('TheftReported', '2026-04-01', {
      stolenBetween: { from: '2026-04-01', to: '2026-04-01' },
      discoveredAt: '2026-04-01',
    });
    await by.accepted('POL', 'components', wanted, theft, { organisation: 'POLICE' });
    expect(totals((await read()).components)).toEqual([0, 4, 3, 1]);
    const own = await read('', 'DLR');
    expect(totals(own.components)).toEqual([0, 4, 2, 2]);
    expect(movements(own.lines, wanted)).toEqual(['IN REGISTERED']);
    const csv = await ledger.get(`/v1/dealers/${trader}/register`, {
      authorization: await ledger.bearer('CLK'),
      'ledger-purpose': 'LICENSING',
      accept: 'text/csv',
    });
    expect(csv.body.split('\r\n').filter((line) => line.includes(`,,${sold},`))).toHaveLength(2);
    const [first] = csv.body.split('\r\n');
    expect(first).toContain('firearmId,componentId,type');
    // A page that ends with a part is followed by the next one.
    const pages = [await read('?limit=2')];
    for (let next = pages[0].next; next !== null; next = pages.at(-1)?.next)
      pages.push(await read(`?limit=2&cursor=${next}`));
    expect(pages.flatMap(({ lines }) => lines)).toHaveLength((await read()).lines.length);
  });
});
