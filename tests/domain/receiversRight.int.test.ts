import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';
import { validMark } from '../harness/validMark.ts';

let ledger: TestLedger;
const { told, refused, firearm } = createStory(() => ledger);
const holder = party('P', 'holder');
const hunter = party('P', 'hunter');
const limited = party('P', 'limited');
const stranger = party('P', 'stranger');
const foreigner = party('P', 'foreigner');
const friend = party('P', 'friend');
const dealer = party('F', 'dealer');
const maker = party('F', 'maker');

beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T12:00:00Z');
  await entitled(ledger.asClerk, 'P', 'holder');
  await entitled(ledger.asClerk, 'P', 'hunter', { categories: ['C'], validTo: '2026-03-31' });
  await entitled(ledger.asClerk, 'P', 'limited', { acquisitions: 1 });
  await entitled(ledger.asClerk, 'P', 'foreigner', { residenceState: 'IT', categories: ['C'] });
  await entitled(ledger.asClerk, 'P', 'friend');
  await entitled(ledger.asClerk, 'F', 'dealer');
  await entitled(ledger.asClerk, 'F', 'maker', { kind: 'MANUFACTURER' });
});
afterAll(async () => {
  await expectRebuilt(ledger, 'knownAt=2026-03-20&validAt=2026-03-15');
  await ledger.close();
});

let serials = 0;
const registration = (day: string, partyId: string, more: object = {}, identity: object = {}) => {
  serials += 1;
  const report = registered(day, partyId, `RR ${serials}`);
  const payload = report.payload as Record<string, unknown>;
  const known = { ...(payload['identity'] as object), ...identity };
  return { ...report, payload: { ...payload, identity: known, ...more } };
};
const arrival = (day: string, partyId: string, more: object = {}) =>
  body('FirearmImported', day, {
    ...registration(day, partyId).payload,
    fromCountry: 'AT',
    licenceNo: 'IMP-1',
    customsRef: 'C-1',
    kind: 'NEW',
    frameMark: undefined,
    ...more,
  });
const recorded = async (id: string) => {
  const { events } = (await ledger.get(`/v1/firearms/${id}/events`)).json();
  return events.map((event: { type: string; payload: Record<string, unknown> }) => event.payload);
};
const suspend = (partyId: string, type: string, day: string) => {
  ledger.clock.set(`${day}T12:00:00Z`);
  const report = { plural: 'authorisations' as const, id: permitOf(partyId), key: `${type}-${partyId}` };
  return ledger.asClerk({ ...report, body: body(type, day) }, 'test');
};

describe('REQ-CAT-02, REQ-CAT-03, REQ-DLR-01 who is registered for a firearm may have it on that day', () => {
  test('the right is looked up, and the record says which one it was', async () => {
    const { id } = await told('CLK', undefined, registration('2026-01-10', holder));
    expect((await recorded(id))[0]).toMatchObject({ responsibleAuthorisationId: permitOf(holder) });
    expect((await firearm(id)).holder.party).toBe(holder);
  });

  test('no right, one for another category, one that is another one’s, one that had ended: R41 with the reason', async () => {
    expect(await refused('CLK', undefined, registration('2026-01-10', stranger))).toMatchObject({
      code: 'R41',
      pointer: '/payload/responsibleAuthorisationId',
    });
    const other = await refused('CLK', undefined, registration('2026-01-10', hunter));
    expect([other.code, JSON.stringify(other)]).toEqual(['R41', expect.stringContaining('C, not B')]);
    const borrowed = registration('2026-01-10', stranger, { responsibleAuthorisationId: permitOf(holder) });
    expect((await refused('CLK', undefined, borrowed)).code).toBe('R41');
    const rifle = { type: 'RIFLE', category: 'C', subcategory: 'C1' };
    await told('CLK', undefined, registration('2026-03-31', hunter, {}, rifle));
    expect((await refused('CLK', undefined, registration('2026-04-01', hunter, {}, rifle))).code).toBe('R41');
    // Known late, it counts as of its day.
    await told('CLK', undefined, registration('2026-03-30', hunter, {}, rifle), '2026-04-02');
  });

  test('catalogue 6.1 what a maker made is in the trade: registered for him or a dealer, and sold to a person', async () => {
    const made = async (serial: string) => {
      const { id } = await told(
        ['MFR', maker],
        undefined,
        body('FirearmManufactured', '2026-01-05', { completedOn: '2026-01-05' }),
        '2026-04-02',
      );
      const mark = validMark({}, { serialRaw: serial });
      await told(['MFR', maker], id, body('FirearmMarked', '2026-01-06', { mark }), '2026-04-02');
      return id;
    };
    const own = await made('MK 1');
    await told(['MFR', maker], own, registration('2026-01-07', maker), '2026-04-02');
    const other = await made('MK 2');
    for (const person of [stranger, holder])
      expect(await refused('CLK', other, registration('2026-01-07', person), '2026-04-02')).toMatchObject({
        code: 'R17',
        pointer: '/payload/partyRole',
      });
    const unlicensed = registration('2026-01-07', stranger, { partyRole: 'TRADE' });
    expect((await refused('CLK', other, unlicensed, '2026-04-02')).code).toBe('R41');
    await told('CLK', other, registration('2026-01-07', dealer), '2026-04-02');
    expect(await firearm(other)).toMatchObject({ custody: 'TRD', holder: { party: dealer, role: 'TRADE' } });
    await told('CLK', other, transferred('2026-01-08', dealer, holder, 'DEALER_TO_PERSON'), '2026-04-02');
    expect(await firearm(other)).toMatchObject({ custody: 'HLD', holder: { party: holder, role: 'HOLDER' } });
  });

  test('the number of acquisitions counts, and a retry is no second one', async () => {
    const first = registration('2026-01-10', limited);
    const key = { key: 'limited-1' };
    ledger.clock.set('2026-04-03T12:00:00Z');
    expect((await ledger.post('CLK', undefined, first, key)).statusCode).toBe(201);
    expect((await ledger.post('CLK', undefined, first, key)).headers['idempotency-hit']).toBe('true');
    expect((await refused('CLK', undefined, registration('2026-01-11', limited), '2026-04-03')).code).toBe(
      'R41',
    );
  });

  test('REQ-CAT-04 the registration of category C is its declaration; B is not declared', async () => {
    const rifle = { type: 'RIFLE', category: 'C', subcategory: 'C1' };
    const declared = { kind: 'DECLARATION' };
    await told('CLK', undefined, registration('2026-01-12', stranger, declared, rifle), '2026-04-04');
    const pistol = registration('2026-01-12', stranger, declared);
    expect((await refused('CLK', undefined, pistol, '2026-04-04')).code).toBe('R41');
  });

  test('REQ-TRF-07 a resident of another State needs its consent, or for category C his declaration', async () => {
    const rifle = { type: 'RIFLE', category: 'C', subcategory: 'C1' };
    const bought = registration('2026-01-12', foreigner, {}, rifle);
    expect((await refused('CLK', undefined, bought, '2026-04-04')).code).toBe('R42');
    const declared = registration('2026-01-12', foreigner, { kind: 'DECLARATION' }, rifle);
    await told('CLK', undefined, declared, '2026-04-04');
  });

  test('the State needs none; an old register says what was; an amnesty is recorded and flagged', async () => {
    await told('CLK', undefined, registration('2026-01-13', stranger, { partyRole: 'STATE' }), '2026-04-05');
    await told('CLK', undefined, registration('2026-01-13', stranger, { kind: 'LEGACY' }), '2026-04-05');
    await told('CLK', undefined, onPaper(registration('2026-01-13', stranger)), '2026-04-05');
    const amnesty = await told(
      'CLK',
      undefined,
      registration('2026-01-13', stranger, { kind: 'AMNESTY' }),
      '2026-04-05',
    );
    expect(amnesty.disputes).toEqual(['RECEIVER_NOT_ENTITLED']);
    expect((await firearm(amnesty.id)).holder.party).toBe(stranger);
    const entitledOne = registration('2026-01-13', holder, { kind: 'AMNESTY' });
    expect((await told('CLK', undefined, entitledOne, '2026-04-05')).disputes).toEqual([]);
  });

  test('a dealer cannot call his own report an old paper', async () => {
    const report = onPaper(registration('2026-01-13', holder));
    const own = {
      ...report,
      payload: { ...report.payload, responsiblePartyId: dealer, partyRole: 'HOLDER' },
    };
    expect((await refused(['DLR', dealer], undefined, own, '2026-04-05')).code).toBe('R41');
  });
});

describe('REQ-CAT-02, REQ-CAT-03, REQ-DLR-01 who receives an import may have it on that day', () => {
  test('as for a transfer; a visitor has it under the law of his own State (HC-23)', async () => {
    await told(['CUS', 'CUSTOMS'], undefined, arrival('2026-01-14', dealer), '2026-04-06');
    await told(['CUS', 'CUSTOMS'], undefined, arrival('2026-01-14', holder), '2026-04-06');
    for (const partyId of [stranger, hunter])
      expect(
        await refused(['CUS', 'CUSTOMS'], undefined, arrival('2026-01-14', partyId), '2026-04-06'),
      ).toMatchObject({
        code: 'R41',
        pointer: '/payload/responsibleAuthorisationId',
      });
    const visit = arrival('2026-01-14', stranger, { kind: 'TEMPORARY' });
    await told(['CUS', 'CUSTOMS'], undefined, visit, '2026-04-06');
    const nobody = arrival('2026-01-14', dealer, { responsiblePartyId: { absent: 'UNKNOWN' } });
    expect((await refused(['CUS', 'CUSTOMS'], undefined, nobody, '2026-04-06')).code).toBe('R31');
  });
});

describe('REQ-LST-03 under an open alert nobody is registered for a firearm', () => {
  test('found after a theft it is not registered for somebody else until the alert is closed', async () => {
    const { id } = await told('CLK', undefined, registration('2026-01-15', holder), '2026-04-07');
    await told('POL', id, stolen('2026-02-01'), '2026-04-07');
    const found = await told('POL', id, body('FirearmFound', '2026-02-10'), '2026-04-07');
    const amnesty = registration('2026-02-11', dealer, { kind: 'AMNESTY' });
    expect((await refused('CLK', id, amnesty, '2026-04-07')).code).toBe('R11');
    const neutral = await refused(['DLR', dealer], id, registration('2026-02-11', dealer), '2026-04-07');
    expect(neutral.code).toBe('CANNOT_BE_PROCESSED');
    await told(
      'POL',
      id,
      body('AlertDischarged', '2026-02-12', { recoveryEventId: found.eventId }),
      '2026-04-07',
    );
    await told('CLK', id, registration('2026-02-13', dealer, { kind: 'AMNESTY' }), '2026-04-07');
    expect((await firearm(id)).holder.party).toBe(dealer);
  });
});

describe('REQ-DLR-01 after the suspension of a licence', () => {
  test('reports are accepted and flagged, new acquisitions refused', async () => {
    expect((await suspend(dealer, 'AuthorisationSuspended', '2026-05-01')).statusCode).toBe(201);
    expect((await suspend(maker, 'AuthorisationSuspended', '2026-05-01')).statusCode).toBe(201);
    expect((await refused(['DLR', dealer], undefined, registration('2026-05-02', dealer))).code).toBe('R41');
    expect((await refused(['CUS', 'CUSTOMS'], undefined, arrival('2026-05-02', dealer))).code).toBe('R41');
    // Of the last day on which he had it, reported late.
    await told(['DLR', dealer], undefined, registration('2026-04-30', dealer), '2026-05-02');
    const made = await told(
      ['MFR', maker],
      undefined,
      body('FirearmManufactured', '2026-05-02', { completedOn: '2026-05-02' }),
    );
    expect(made.disputes).toEqual(['LICENCE_NOT_VALID']);
  });
});

describe('Dir. 9, 10 possession of what is lent', () => {
  test('a loan to who has no right and a repair without a trade are recorded and flagged', async () => {
    const lend = async (custodianId: string, purpose: string) => {
      const { id } = await told('CLK', undefined, registration('2026-01-20', holder), '2026-05-03');
      const lent = body('TemporaryCustodyStarted', '2026-02-01', { custodianId, purpose });
      return (await told('CLK', id, lent, '2026-05-03')).disputes;
    };
    expect(await lend(stranger, 'LOAN')).toEqual(['RECEIVER_NOT_ENTITLED']);
    expect(await lend(limited, 'HIRE')).toEqual(['RECEIVER_NOT_ENTITLED']);
    expect(await lend(friend, 'LOAN')).toEqual([]);
    expect(await lend(dealer, 'REPAIR')).toEqual([]);
    expect(await lend(friend, 'REPAIR')).toEqual(['RECEIVER_NOT_ENTITLED']);
    expect(await lend(stranger, 'TRANSPORT')).toEqual([]);
  });
});
