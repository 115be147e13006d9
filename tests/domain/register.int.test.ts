import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuildProjection } from '../../infra/projections/rebuild.ts';
import { projections } from '../../projections/catalogue.ts';
import { body, party, registered, stolen } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner'], F: ['dealer'] });
});
afterAll(() => ledger.close());

const owner = party('P', 'owner');
const dealer = party('F', 'dealer');
const recorded = async (
  role: 'CLK' | 'POL' | 'DLR' | 'MIG',
  id: string | undefined,
  entry: object,
  more = {},
) => {
  const answer = await ledger.post(role, id, entry, more);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer;
};
const search = async (serial: string) => {
  await ledger.caughtUp();
  const answer = await ledger.app.inject({
    method: 'POST',
    url: '/v1/search/firearms',
    headers: { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': 'INVESTIGATION' },
    payload: { serial },
  });
  return answer.json();
};

test('REQ-REC-01 a registered firearm is answered by its id, and rebuilding yields the same row', async () => {
  const { firearmId } = (await recorded('CLK', undefined, registered('2026-05-01', owner, 'RG 1'))).json();
  await ledger.caughtUp();
  const row = async () =>
    (await ledger.get('/v1/registry'))
      .json()
      .firearms.find((each: { firearmId: string }) => each.firearmId === firearmId);
  const live = await row();
  expect(live).toMatchObject({ firearmId, custody: 'HLD', holder: owner, serialRaw: 'RG 1' });
  expect((await ledger.get(`/v1/firearms/${firearmId}`)).json()).toMatchObject({ firearmId, custody: 'HLD' });
  const registry = projections.find(({ name }) => name === 'current_registry');
  if (registry === undefined) throw new Error('no register');
  const ports = { store: ledger.store, history: ledger.history, owner: ledger.database.owner };
  expect(await rebuildProjection(ports, registry, () => undefined)).toMatchObject({ equal: true });
  expect(await row()).toEqual(live);
});

test('REQ-REC-02 a new firearm needs its calibre; an old record may lack it and is a finding', async () => {
  const entry = registered('2026-05-01', owner, 'RG 2');
  const identity = { ...(entry.payload['identity'] as object), calibre: { absent: 'UNKNOWN' } };
  const refused = await ledger.post('CLK', undefined, { ...entry, payload: { ...entry.payload, identity } });
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'R31']);
  expect(refused.json().errors).toMatchObject([{ pointer: '/payload/identity/calibre' }]);
  const example = body('LegacyRecordDigitised', '2026-05-01');
  const legacy = {
    ...example,
    payload: {
      ...example.payload,
      identity: { ...(example.payload['identity'] as object), calibre: { absent: 'UNKNOWN' } },
      findings: ['CALIBRE_UNKNOWN'],
    },
    source: { kind: 'LEGACY_IMPORT', ref: 'BOOK-1/7' },
  };
  const { firearmId } = (await recorded('MIG', undefined, legacy)).json();
  await ledger.caughtUp();
  expect((await ledger.get('/v1/registry?finding=CALIBRE_UNKNOWN')).json().firearms).toMatchObject([
    { firearmId, calibre: null },
  ]);
});

test('REQ-REC-03 the mark on the frame is the identifier, one on the slide another mark', async () => {
  const made = await ledger.post(
    'MFR',
    undefined,
    body('FirearmManufactured', '2026-05-01', {
      identity: {
        ...(registered('2026-05-01', owner, '456').payload['identity'] as object),
        serialRaw: { absent: 'NONE' },
      },
    }),
    { organisation: dealer },
  );
  const { firearmId } = made.json();
  const mark = body('FirearmMarked', '2026-05-02').payload['mark'] as { elements: object };
  for (const [location, serialRaw] of [
    ['FRAME', '456'],
    ['SLIDE', '123'],
  ] as const) {
    const answer = await ledger.post(
      'MFR',
      firearmId,
      body('FirearmMarked', '2026-05-02', {
        mark: { ...mark, location, elements: { ...mark.elements, country: 'RS', year: 2026, serialRaw } },
      }),
      { organisation: dealer },
    );
    expect(answer.statusCode, answer.body).toBe(201);
  }
  expect(await search('456')).toMatchObject({ rung: 'EXACT', candidates: [{ firearmId }] });
  expect(await search('123')).toMatchObject({ rung: 'EXACT_OTHER_MARK', candidates: [{ firearmId }] });
});

test('REQ-REC-12, REQ-LST-01 a stolen firearm still has its last lawful owner, with the alert beside', async () => {
  const { firearmId } = (await recorded('CLK', undefined, registered('2026-05-01', owner, 'RG 4'))).json();
  await recorded('POL', firearmId, stolen('2026-05-10'));
  expect((await ledger.get(`/v1/firearms/${firearmId}/holder`)).json()).toMatchObject({
    custody: 'STL',
    holder: { party: owner, role: 'HOLDER' },
  });
  expect((await ledger.get(`/v1/firearms/${firearmId}`)).json().alerts).toMatchObject([{ kind: 'STOLEN' }]);
});

test('REQ-REC-13 a query that names the position of a report sees it', async () => {
  const answer = await recorded('CLK', undefined, registered('2026-05-01', owner, 'RG 5'));
  const position = answer.headers['ledger-position'];
  const found = await ledger.get(`/v1/parties/${owner}/holdings`, {
    'ledger-min-position': String(position),
  });
  expect(found.json().holdings.map((each: { firearmId: string }) => each.firearmId)).toContain(
    answer.json().firearmId,
  );
});

test('REQ-DPR-01 a read without a purpose, or for one that the role does not have, is refused', async () => {
  const { firearmId } = (await recorded('CLK', undefined, registered('2026-05-01', owner, 'RG 6'))).json();
  const read = async (headers: Record<string, string>) =>
    ledger.app.inject({
      url: `/v1/firearms/${firearmId}`,
      headers: { authorization: await ledger.bearer('POL', 'POLICE'), ...headers },
    });
  expect((await read({})).statusCode).toBe(400);
  expect((await read({ 'ledger-purpose': 'CURIOSITY' })).statusCode).toBe(400);
  const other = await read({ 'ledger-purpose': 'LICENSING' });
  expect([other.statusCode, other.json().code]).toEqual([403, 'PURPOSE_NOT_ALLOWED']);
  expect((await read({ 'ledger-purpose': 'INVESTIGATION' })).statusCode).toBe(200);
});

test('REQ-DPR-02 the auditor sees who looked at a firearm, when and why; others do not', async () => {
  const { firearmId } = (await recorded('CLK', undefined, registered('2026-05-01', owner, 'RG 7'))).json();
  await ledger.get(`/v1/firearms/${firearmId}`);
  await ledger.get(`/v1/firearms/${firearmId}/chain`);
  const log = async (role: 'AUD' | 'POL', purpose: string, query = '') =>
    ledger.app.inject({
      url: `/v1/audit/access?subject=${firearmId}${query}`,
      headers: { authorization: await ledger.bearer(role, 'AUDIT'), 'ledger-purpose': purpose },
    });
  const seen = await log('AUD', 'AUDIT');
  expect(seen.statusCode, seen.body).toBe(200);
  expect(seen.json().entries).toMatchObject([
    { actorId: 'actor-POL', role: 'POL', purpose: 'INVESTIGATION', regime: 'LED', operation: 'firearm' },
    { operation: 'chain', subject: firearmId },
  ]);
  const first = await log('AUD', 'AUDIT', '&limit=1');
  expect(first.json().entries).toHaveLength(1);
  expect((await log('AUD', 'AUDIT', `&limit=1&cursor=${first.json().next}`)).json().entries).toMatchObject([
    { operation: 'chain' },
  ]);
  expect((await log('AUD', 'AUDIT', '&to=2001-01-01')).json().entries).toEqual([]);
  expect((await log('POL', 'INVESTIGATION')).statusCode).toBe(403);
});
