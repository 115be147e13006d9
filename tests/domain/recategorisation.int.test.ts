import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classifyFacts } from '../../domain/category/classify.ts';
import { body, onPaper, party, registered, stolen } from '../harness/bodies.ts';
import { createReporter, type Reporter } from '../harness/components.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let by: Reporter;
beforeAll(async () => {
  ledger = await createTestLedger();
  by = createReporter(ledger);
});
afterAll(async () => {
  await expectRebuiltEqual(ledger);
  await ledger.close();
});

const owner = party('P', 'owner');
const rifle = {
  type: 'RIFLE',
  action: 'AUTOMATIC',
  bore: 'RIFLED',
  ignition: 'CENTREFIRE',
  barrelLengthMm: 415,
  overallLengthMm: 870,
  chambers: 1,
  deviceCapacity: 30,
  category: 'A',
  subcategory: 'A2',
};
const firearm = async (effectiveAt: string, serial: string, identity: object): Promise<string> => {
  const report = registered(effectiveAt, owner, serial);
  const payload = report.payload as { identity: object };
  const given = { ...report, payload: { ...payload, identity: { ...payload.identity, ...identity } } };
  return (await by.accepted('CLK', 'firearms', undefined, onPaper(given))).firearmId;
};
const recategorised = (effectiveAt: string, payload: Record<string, unknown>) =>
  body('FirearmRecategorised', effectiveAt, { cause: 'AUTHORITY', ...payload });
const toSemi = body('FirearmModified', '2017-05-02', {
  what: 'ACTION',
  before: { action: 'AUTOMATIC' },
  after: { action: 'SEMI_AUTO' },
});
const a6 = recategorised('2017-05-02', {
  from: { category: 'A', subcategory: 'A2' },
  to: { category: 'A', subcategory: 'A6' },
  facts: { action: 'SEMI_AUTO', convertedFromAutomatic: true },
});

describe('REQ-REC-06 a conversion that changes the category', () => {
  test('A2 to A6 on 2017-05-02, recorded 2018-01-10, is A6 as of 2017-06-01', async () => {
    ledger.clock.set('2016-03-01T12:00:00Z');
    const id = await firearm('2016-03-01', 'AK 1', rifle);
    ledger.clock.set('2018-01-10T12:00:00Z');
    const converted = await by.accepted('DLR', 'firearms', id, toSemi);
    expect((await by.register(id)).categoryCheckDue).toBe(converted.events[0].eventId);
    await by.accepted('CLK', 'firearms', id, a6);
    const category = async (query: string) => {
      const { identity } = await by.register(id, query);
      return [identity.action, identity.subcategory];
    };
    expect(await category('?validAt=2017-06-01')).toEqual(['SEMI_AUTO', 'A6']);
    expect(await category('?validAt=2017-04-30')).toEqual(['AUTOMATIC', 'A2']);
    expect(await category('?validAt=2017-06-01&knownAt=2017-12-31')).toEqual(['AUTOMATIC', 'A2']);
    expect((await by.register(id)).categoryCheckDue).toBeNull();
  });
});

describe('REQ-CAT-01 a category is stored with its facts', () => {
  test('and can be recomputed from them', async () => {
    ledger.clock.set('2018-02-01T12:00:00Z');
    const id = await firearm('2016-03-01', 'AK 2', rifle);
    await by.accepted('DLR', 'firearms', id, toSemi);
    await by.accepted('CLK', 'firearms', id, a6);
    const { events } = (await ledger.get(`/v1/firearms/${id}/events`)).json();
    const { payload } = events.at(-1);
    expect(classifyFacts(payload.facts)).toMatchObject({ kind: 'PROPOSED', ...payload.to });
  });

  test('one that does not follow, or whose facts are missing or contradict the register, is refused', async () => {
    const id = await firearm('2016-03-01', 'AK 3', rifle);
    const code = async (payload: Record<string, unknown>) => {
      const refused = await by.post('CLK', 'firearms', id, { ...a6, payload: { ...a6.payload, ...payload } });
      return refused.json().code;
    };
    expect(await code({})).toBe('RECORDED_VALUE_DIFFERS');
    await by.accepted('DLR', 'firearms', id, toSemi);
    expect(await code({ from: { category: 'B', subcategory: 'B4' } })).toBe('RECORDED_VALUE_DIFFERS');
    expect(await code({ to: { category: 'B', subcategory: 'B4' } })).toBe('CATEGORY_CONTRADICTS_FACTS');
    expect(await code({ to: { category: 'B', subcategory: 'A6' } })).toBe('CATEGORY_CONTRADICTS_FACTS');
    expect(await code({ facts: { action: 'SEMI_AUTO' } })).toBe('R31');
    expect(await code({ facts: { action: 'AUTOMATIC' } })).toBe('RECORDED_VALUE_DIFFERS');
    expect(
      await code({ to: { category: 'C', subcategory: 'C6' }, facts: { deactivationCertified: true } }),
    ).toBe('R53');
    expect((await by.post('DLR', 'firearms', id, a6)).json().code).toBe('ROLE_MAY_NOT_RECORD');
    await by.accepted('CLK', 'firearms', id, a6);
  });

  test('a proposal comes with reasons, or with the facts that would decide', async () => {
    const ask = async (facts: object) =>
      (
        await ledger.app.inject({
          method: 'POST',
          url: '/v1/classification',
          headers: { authorization: await ledger.bearer('DLR', 'F-1') },
          payload: { facts },
        })
      ).json();
    expect(await ask({ action: 'AUTOMATIC' })).toMatchObject({
      kind: 'PROPOSED',
      subcategory: 'A2',
      reasons: expect.arrayContaining([expect.objectContaining({ fact: 'action', value: 'AUTOMATIC' })]),
    });
    expect(await ask({ action: 'SEMI_AUTO', ignition: 'CENTREFIRE' })).toMatchObject({
      kind: 'FACT_MISSING',
      missing: expect.arrayContaining(['barrelLengthMm']),
    });
    expect((await ask({ colour: 'black' })).code).toBe('INVALID_REQUEST');
  });
});

describe('FirearmModified', () => {
  test('states what was, needs what is concerned, and is refused under alert', async () => {
    const id = await firearm('2016-03-01', 'AK 4', rifle);
    const cut = (before: object, after: object) =>
      body('FirearmModified', '2017-05-02', { what: 'BARREL_LENGTH', before, after });
    const code = async (report: object) => (await by.post('DLR', 'firearms', id, report)).json().code;
    expect(await code(cut({}, {}))).toBe('R31');
    expect(await code(cut({}, { barrelLengthMm: 250 }))).toBe('R31');
    expect(await code(cut({ barrelLengthMm: 400 }, { barrelLengthMm: 250 }))).toBe('RECORDED_VALUE_DIFFERS');
    await by.accepted('POL', 'firearms', id, stolen('2017-06-01'));
    expect(
      await code({ ...cut({ barrelLengthMm: 415 }, { barrelLengthMm: 250 }), effectiveAt: '2017-07-01' }),
    ).toBe('CANNOT_BE_PROCESSED');
    const late = await by.accepted(
      'DLR',
      'firearms',
      id,
      cut({ barrelLengthMm: 415 }, { barrelLengthMm: 250 }),
    );
    expect(late.events[0].disputes).toEqual(['UNDER_REVIEW']);
    expect((await by.register(id)).identity.barrelLengthMm).toBe(415);
  });

  test('a change that leaves the category as it was asks for no check', async () => {
    const id = await firearm('2016-03-01', 'AK 5', rifle);
    const cut = { what: 'BARREL_LENGTH', before: { barrelLengthMm: 415 }, after: { barrelLengthMm: 400 } };
    await by.accepted('DLR', 'firearms', id, body('FirearmModified', '2017-05-02', cut));
    expect(await by.register(id)).toMatchObject({
      categoryCheckDue: null,
      identity: { barrelLengthMm: 400 },
    });
  });
});

describe('HC-22 a category changed by law', () => {
  test('is one FirearmRecategorised per firearm with cause LAW from the day of the law, in bulk and resumable', async () => {
    ledger.clock.set('2018-10-01T12:00:00Z');
    const ids: string[] = [];
    for (const no of [1, 2, 3])
      ids.push(
        await firearm('2010-03-01', `DEACT ${no}`, {
          ...rifle,
          action: 'SEMI_AUTO',
          category: 'C',
          subcategory: 'C5',
        }),
      );
    const stranger = await firearm('2010-03-01', 'LIVE 9', { ...rifle, category: 'A', subcategory: 'A2' });
    const law = recategorised('2018-09-14', {
      from: { category: 'C', subcategory: 'C5' },
      to: { category: 'C', subcategory: 'C6' },
      facts: { deactivationCertified: true },
      cause: 'LAW',
    });
    const lines = [...ids, stranger].map((firearmId) => JSON.stringify({ firearmId, ...law })).join('\n');
    const send = async () =>
      (
        await ledger.app.inject({
          method: 'POST',
          url: '/v1/batches',
          headers: {
            authorization: await ledger.bearer('CLK'),
            'idempotency-key': 'law-2018',
            'content-type': 'application/x-ndjson',
          },
          payload: `${lines}\n`,
        })
      ).body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const first = await send();
    expect(JSON.stringify(first.at(-1))).toContain('RECORDED_VALUE_DIFFERS');
    expect(JSON.stringify(first.slice(0, 3))).not.toContain('code');
    const head = await ledger.head();
    await send();
    expect(await ledger.head()).toBe(head);
    for (const id of ids) {
      expect((await by.register(id, '?validAt=2018-09-20')).identity.subcategory).toBe('C6');
      expect((await by.register(id, '?validAt=2018-09-13')).identity.subcategory).toBe('C5');
      const { events } = (await ledger.get(`/v1/firearms/${id}/events`)).json();
      expect(events.map((event: { type: string }) => event.type)).toEqual([
        'FirearmRegistered',
        'FirearmRecategorised',
      ]);
    }
    expect((await by.register(stranger)).identity.subcategory).toBe('A2');
  });
});
