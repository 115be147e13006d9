import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let keys = 0;
beforeEach(async () => {
  ledger = await createTestLedger();
});
afterEach(async () => {
  await ledger.caughtUp();
  expect(ledger.failures).toEqual([]);
  await ledger.close();
});

const holder = party('P', 'holder');
const buyer = party('P', 'buyer');
const report = async (id: string, type: string, effectiveAt: string, payload: object) => {
  keys += 1;
  const answer = await ledger.asClerk(
    { plural: 'parties', id, key: `party-${keys}`, body: { type, effectiveAt, payload } },
    'test',
  );
  return { status: answer.statusCode, json: answer.json() };
};
const moved = (validFrom: string, street: string, cause = 'CHANGED') =>
  report(holder, 'PartyDetailsChanged', validFrom, {
    validFrom,
    cause,
    details: { address: { street, locality: 'Bar', country: 'ME' } },
  });
const firearm = async (serial: string, effectiveAt = '2019-02-01'): Promise<string> => {
  const made = await ledger.post('CLK', undefined, onPaper(registered(effectiveAt, holder, serial)));
  expect(made.statusCode, made.body).toBe(201);
  return made.json().firearmId;
};
const details = async (query = '', headers: Record<string, string> = {}) =>
  (await ledger.get(`/v1/parties/${holder}/details${query}`, headers)).json();

describe('REQ-REC-05 names and addresses with their dates', () => {
  test('a holder who moved in 2022: the interval of 2019 still shows the address of 2019', async () => {
    await entitled(ledger.asClerk, 'P', 'holder');
    const id = await firearm('MV 1');
    ledger.clock.set('2026-06-02T10:00:00Z');
    expect((await moved('2022-05-01', '99 Example Street')).status).toBe(201);

    const street = async (query: string) => (await details(query)).details.address.value.street;
    expect(await street('?validAt=2019-06-01')).toBe('1 Example Street');
    expect(await street('?validAt=2022-05-01')).toBe('99 Example Street');
    expect(await street('')).toBe('99 Example Street');
    expect(await street('?knownAt=2026-06-01')).toBe('1 Example Street');
    expect((await details('?validAt=2014-06-01')).details).toEqual({});
    expect((await details()).history.address.map((each: { validFrom: string }) => each.validFrom)).toEqual([
      '2015-01-01',
      '2022-05-01',
    ]);

    const chain = (await ledger.get(`/v1/firearms/${id}/chain/holders?validAt=2019-06-01`)).json();
    expect(chain.intervals).toMatchObject([
      { party: holder, details: { address: { value: { street: '1 Example Street' } } }, changes: [] },
    ]);
    const today = (await ledger.get(`/v1/firearms/${id}/chain/holders`)).json();
    expect(today.intervals).toMatchObject([
      {
        details: { address: { value: { street: '1 Example Street' } } },
        changes: [{ detail: 'address', validFrom: '2022-05-01', value: { street: '99 Example Street' } }],
      },
    ]);
  });
  test('a wrong address is stated again for its day; what was known before stays known then', async () => {
    await entitled(ledger.asClerk, 'P', 'holder');
    ledger.clock.set('2026-06-02T10:00:00Z');
    expect((await moved('2015-01-01', '7 Example Street', 'WRONG_RECORD')).status).toBe(201);
    const street = async (query: string) => (await details(query)).details.address.value.street;
    expect(await street('?validAt=2019-06-01')).toBe('7 Example Street');
    expect(await street('?validAt=2019-06-01&knownAt=2026-06-01')).toBe('1 Example Street');
  });
  test('REQ-DPR-01 REQ-DPR-02 personal values are sealed in the log, opened for some purposes only, and each opening is logged', async () => {
    await entitled(ledger.asClerk, 'P', 'holder');
    const openings = async () =>
      (
        await ledger.database.owner.query<{ count: bigint }>(
          `select count(*) from ledger.access where operation = 'vault.open'`,
        )
      ).rows[0]?.count;
    const before = await openings();
    const auditor = {
      authorization: await ledger.bearer('AUD', 'AUDIT'),
      'ledger-purpose': 'AUDIT',
    };
    const sealed = await details('', auditor);
    expect(sealed.details.name.status).toBe('SEALED');
    expect(sealed.details.residenceState).toMatchObject({ status: 'VALUE', value: 'ME' });
    expect(JSON.stringify(sealed)).not.toContain('Example Street');
    expect(await openings()).toBe(before);
    for (const [role, purpose] of [
      ['CLK', 'LICENSING'],
      ['FFP', 'TRACING'],
      ['DPO', 'DATA_PROTECTION'],
    ] as const) {
      const read = await details('', {
        authorization: await ledger.bearer(role, 'REGISTRY'),
        'ledger-purpose': purpose,
      });
      expect(read.details.name, purpose).toMatchObject({ status: 'VALUE', value: 'Party holder' });
    }
    expect(Number(await openings())).toBeGreaterThan(Number(before));
    const { rows } = await ledger.database.owner.query<{ found: bigint }>(
      `select count(*) as found from ledger.event where payload like '%Example Street%' or payload like '%Party holder%'`,
    );
    expect(rows[0]?.found).toBe(0n);
  });
  test('REQ-REC-11 an erased party shows as erased at every moment', async () => {
    await entitled(ledger.asClerk, 'P', 'holder');
    await ledger.record.vault.erase([holder], 'REQ-REC-11')();
    for (const query of ['', '?validAt=2019-06-01', '?knownAt=2026-06-01'])
      expect((await details(query)).details.address, query).toMatchObject({
        status: 'ERASED',
        ruleId: 'REQ-REC-11',
      });
  });
});

describe('who a party is', () => {
  test('the id says person or firm; names, addresses and residence are required; only authorities have State stock', async () => {
    const first = async (payload: object) => {
      keys += 1;
      const answer = await ledger.asClerk(
        {
          plural: 'parties',
          key: `first-${keys}`,
          body: { type: 'PartyRegistered', effectiveAt: '2026-01-01', payload },
        },
        'test',
      );
      return answer.json();
    };
    const known = {
      name: 'Desk 1',
      address: { street: '5 Example Street', locality: 'Podgorica', country: 'ME' },
      residenceState: 'ME',
    };
    const of = (kind: string, capacities: ReadonlyArray<string>, details: object = known) =>
      first({ kind, capacities, validFrom: '2026-01-01', details });
    expect((await of('NATURAL_PERSON', ['HOLDER'])).partyId).toMatch(/^P-/);
    expect((await of('NATIONAL_CONTACT_POINT', [])).partyId).toMatch(/^F-/);
    expect((await of('STATE_BODY', ['STATE'])).partyId).toMatch(/^F-/);
    expect((await of('FIRM', ['STATE'])).code).toBe('R31');
    const { address: _address, ...nowhere } = known;
    expect(await of('FIRM', ['TRADE'], nowhere)).toMatchObject({
      code: 'R31',
      errors: [{ pointer: '/payload/details/address' }],
    });
  });
  test('a right for somebody who is not registered is refused', async () => {
    const answer = await ledger.asClerk(
      {
        plural: 'authorisations',
        key: 'stranger',
        body: {
          type: 'AuthorisationApplied',
          effectiveAt: '2026-01-01',
          payload: {
            applicantId: party('P', 'stranger'),
            kind: 'PERMIT',
            categories: ['C'],
            purpose: 'Hunting',
          },
        },
      },
      'test',
    );
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'PARTY_NOT_REGISTERED']);
  });
  test('two ids of one party: the right of the alias serves after the merge and not after the split', async () => {
    await entitled(ledger.asClerk, 'P', 'holder');
    await entitled(ledger.asClerk, 'P', 'buyer');
    await entitled(ledger.asClerk, 'P', 'twin');
    const twin = party('P', 'twin');
    const sale = (right: string) => transferred('2026-05-10', holder, buyer, 'PERSON_TO_PERSON', right);
    const id = await firearm('AL 1');
    expect((await ledger.post('CLK', id, sale(permitOf(twin)))).json().code).toBe('R41');
    const merged = await report(twin, 'PartyMerged', '2026-05-01', { survivorId: buyer, aliasId: twin });
    expect(merged.json.elsewhere, JSON.stringify(merged.json)).toMatchObject([
      { id: buyer, type: 'PartyMerged' },
    ]);
    expect((await ledger.get(`/v1/parties/${buyer}`)).json()).toMatchObject({
      status: 'ACTIVE',
      state: { aliases: [twin] },
    });
    expect((await ledger.get(`/v1/parties/${twin}`)).json()).toMatchObject({
      status: 'MERGED',
      state: { mergedInto: buyer },
    });
    expect((await ledger.post('CLK', id, sale(permitOf(twin)))).statusCode).toBe(201);
    expect(
      (await report(twin, 'PartyMerged', '2026-05-02', { survivorId: holder, aliasId: twin })).json.code,
    ).toBe('R17');
    const split = await report(buyer, 'PartySplit', '2026-05-20', { survivorId: buyer, aliasId: twin });
    expect(split.status, JSON.stringify(split.json)).toBe(201);
    expect((await ledger.get(`/v1/parties/${twin}`)).json().status).toBe('ACTIVE');
    expect((await ledger.post('CLK', await firearm('AL 2'), sale(permitOf(twin)))).json().code).toBe('R41');
  });
});

test('HC-17 party side: a death moves no firearm, the responsible party is never empty, and the dead acquire nothing', async () => {
  await entitled(ledger.asClerk, 'P', 'holder');
  await entitled(ledger.asClerk, 'P', 'buyer');
  const id = await firearm('DD 1');
  expect((await report(holder, 'PartyDied', '2026-05-01', { dateOfDeath: '2026-05-01' })).status).toBe(201);
  expect((await ledger.get(`/v1/parties/${holder}`)).json()).toMatchObject({
    status: 'DECEASED',
    state: { dateOfDeath: '2026-05-01' },
  });
  expect((await ledger.get(`/v1/firearms/${id}/holder`)).json()).toMatchObject({
    custody: 'HLD',
    holder: { party: holder },
  });
  await report(buyer, 'PartyDied', '2026-05-05', { dateOfDeath: '2026-05-05' });
  expect((await ledger.post('CLK', id, transferred('2026-05-10', holder, buyer))).json().code).toBe('R41');
  expect((await ledger.post('CLK', id, transferred('2026-05-04', holder, buyer))).statusCode).toBe(201);
});

test('HC-01 guard of the release: only to who is authorised on that day; a court may order otherwise', async () => {
  await entitled(ledger.asClerk, 'P', 'holder', { validTo: '2026-05-08' });
  const id = await firearm('RL 1');
  await ledger.post('POL', id, stolen('2026-05-02'));
  const found = await ledger.post('POL', id, body('FirearmFound', '2026-05-05'));
  await ledger.post(
    'POL',
    id,
    body('AlertDischarged', '2026-05-06', { recoveryEventId: found.json().events[0].eventId }),
  );
  const release = (day: string, more: object = {}, source: object = { kind: 'DIRECT' }) =>
    ledger.post('POL', id, {
      ...body('FirearmReleased', day, { toParty: holder, partyRole: 'HOLDER', ...more }),
      source,
    });
  const right = { receiverAuthorisationId: permitOf(holder) };
  expect((await release('2026-05-10')).json().code).toBe('R41');
  expect((await release('2026-05-10', right)).json().code).toBe('R41');
  // Authorised on the day, not any more today: recorded, without effect until the authority decides.
  expect((await release('2026-05-08', right)).json().events[0].disputes).toEqual(['R41']);
  expect((await ledger.get(`/v1/firearms/${id}`)).json().custody).toBe('AUT');
  expect((await release('2026-05-10', {}, { kind: 'COURT', ref: 'K-1' })).statusCode).toBe(201);
  expect((await ledger.get(`/v1/firearms/${id}`)).json()).toMatchObject({
    custody: 'HLD',
    holder: { party: holder },
  });
});
