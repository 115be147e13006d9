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
    const anonymous = body('FirearmSurrendered', '2026-02-01', { by: 'PARTY', byPartyId: undefined });
    expect((await by.post('POL', 'components', one, anonymous)).json().code).toBe('R33');
    for (const id of [one, two]) {
      const surrendered = body('FirearmSurrendered', '2026-02-01', { by: 'PARTY', byPartyId: owner });
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
    const released = body('FirearmReleased', '2026-02-11', { toPartyId: owner, partyRole: 'HOLDER' });
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
