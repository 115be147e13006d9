import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, onPaper, party, registered, transferred } from '../harness/bodies.ts';
import { type Entitlement, entitled, permitOf } from '../harness/entitled.ts';
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

type Payload = Readonly<Record<string, unknown>>;
/** Records with a party or authorisation; answers status, code, and the receipt. */
const record = async (
  plural: 'parties' | 'authorisations',
  id: string | undefined,
  type: string,
  effectiveAt: string,
  payload: Payload,
  organisation = 'test',
) => {
  keys += 1;
  const answer = await ledger.asClerk(
    {
      plural,
      ...(id === undefined ? {} : { id }),
      key: `story-${keys}`,
      body: { type, effectiveAt, payload },
    },
    organisation,
  );
  return { status: answer.statusCode, code: answer.json().code as string | undefined, json: answer.json() };
};
const authorise = (id: string | undefined, type: string, effectiveAt: string, payload: Payload = {}) =>
  record('authorisations', id, type, effectiveAt, {
    ...(type === 'AuthorisationApplied' ? { purpose: 'Hunting' } : {}),
    ...payload,
  });
const created = async (type: string, effectiveAt: string, payload: Payload): Promise<string> => {
  const made = await authorise(undefined, type, effectiveAt, payload);
  expect(made.status, JSON.stringify(made.json)).toBe(201);
  return made.json.authorisationId;
};
const person = (name: string, more: Entitlement = {}) => entitled(ledger.asClerk, 'P', name, more);
const dealer = (name: string, more: Entitlement = {}) => entitled(ledger.asClerk, 'F', name, more);

let serials = 0;
const firearm = async (holder: string, category = 'B', subcategory: unknown = 'B5'): Promise<string> => {
  serials += 1;
  const first = registered('2026-01-05', holder, `AU ${serials}`);
  const identity = { ...(first.payload as { identity: object }).identity, category, subcategory };
  // How its first holder came to it is no matter here.
  const made = await ledger.post(
    'CLK',
    undefined,
    onPaper({ ...first, payload: { ...first.payload, identity } }),
  );
  expect(made.statusCode, made.body).toBe(201);
  return made.json().firearmId;
};
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const sell = async (id: string, more: Payload = {}, day = '2026-05-10', kind = 'PERSON_TO_PERSON') => {
  const sale = transferred(day, owner, buyer, kind);
  const answer = await ledger.post('CLK', id, { ...sale, payload: { ...sale.payload, ...more } });
  return { status: answer.statusCode, code: answer.json().code, json: answer.json() };
};
const stateOf = async (id: string, query = '') =>
  (await ledger.get(`/v1/authorisations/${id}${query}`)).json();
const order = { kind: 'DECISION', number: '1', issuer: 'Registry', date: '2026-05-01' };

describe('the acquirer’s right on the effective date', () => {
  beforeEach(async () => {
    await person('owner');
  });
  test('REQ-CAT-02 an A7b for a holder with only a B permit is R41, with the reason', async () => {
    await person('buyer');
    const refused = await sell(await firearm(owner, 'A', 'A7b'));
    expect([refused.status, refused.code]).toEqual([422, 'R41']);
    expect(refused.json.detail).toContain('B, C, not A');
    expect(refused.json.errors[0].pointer).toBe('/payload/acquirerAuthorisationId');
  });
  test('REQ-CAT-02 a permit for hunters cannot reach category A; a collector’s can, and its subcategories bind', async () => {
    await person('buyer', { kind: 'COLLECTOR', categories: ['A'], subcategories: ['A7a'] });
    expect((await sell(await firearm(owner, 'A', 'A7a'))).status).toBe(201);
    const other = await sell(await firearm(owner, 'A', 'A7b'));
    expect([other.code, other.json.detail.includes('A7a, not A7b')]).toEqual(['R41', true]);
    const hunter = await authorise(undefined, 'AuthorisationApplied', '2026-02-01', {
      applicantId: buyer,
      kind: 'HUNTER',
      categories: ['A'],
    });
    expect([hunter.status, hunter.code]).toEqual([422, 'R41']);
  });
  test('REQ-CAT-03 a permit that expired before the transfer is R41, on its last day it still serves', async () => {
    await person('buyer', { validTo: '2026-05-09' });
    const id = await firearm(owner);
    const refused = await sell(id);
    expect([refused.code, refused.json.detail.includes('not valid any more on 2026-05-10')]).toEqual([
      'R41',
      true,
    ]);
    expect((await sell(id, {}, '2026-05-09')).status).toBe(201);
  });
  test('REQ-CAT-03 what became of the right later does not undo a transfer of its own day', async () => {
    await person('buyer');
    await authorise(permitOf(buyer), 'AuthorisationWithdrawn', '2026-05-20', { reason: 'AT_OWN_REQUEST' });
    const id = await firearm(owner);
    const late = await sell(id, {}, '2026-05-10');
    expect([late.status, late.json.events[0].disputes]).toEqual([201, []]);
    expect((await sell(await firearm(owner), {}, '2026-05-21')).code).toBe('R41');
  });
  test('REQ-CAT-03 a coarse date is covered only if the right held all the time', async () => {
    await person('buyer', { validFrom: '2026-05-05' });
    const id = await firearm(owner);
    expect((await sell(id, {}, '2026-05')).code).toBe('R41');
    expect((await sell(id, {}, '2026-05-06')).status).toBe(201);
  });
  test('R41 for a missing, another party’s and an unknown authorisation, and for a category not established', async () => {
    await person('buyer');
    const id = await firearm(owner);
    for (const acquirerAuthorisationId of [
      { absent: 'NONE' },
      permitOf(owner),
      permitOf(party('P', 'nobody')),
    ])
      expect((await sell(id, { acquirerAuthorisationId })).code).toBe('R41');
    const unknown = await sell(await firearm(owner, 'B', { absent: 'UNKNOWN' }));
    expect(unknown.status).toBe(201);
    const coarse = await firearm(owner);
    await ledger.post(
      'CLK',
      coarse,
      body('RecordCorrected', '2026-02-01', {
        targetEventId: (await ledger.get(`/v1/firearms/${coarse}/events`)).json().events[0].eventId,
        changes: [
          { path: '/payload/identity/category', recordedValue: 'B', correctValue: { absent: 'UNKNOWN' } },
        ],
      }),
    );
    const wayOut = await sell(coarse);
    expect([wayOut.code, wayOut.json.detail.includes('FirearmRecategorised')]).toEqual(['R41', true]);
  });
  test('a permit of limited number is used up by acquisitions, and no more', async () => {
    await person('buyer');
    const limited = await created('AuthorisationApplied', '2026-02-01', {
      applicantId: buyer,
      kind: 'PERMIT',
      categories: ['B'],
    });
    await authorise(limited, 'RefusalLookupPerformed', '2026-02-01', {
      channel: 'IMI',
      result: 'NO_REFUSAL',
    });
    const granted = await authorise(limited, 'AuthorisationGranted', '2026-02-02', {
      holderId: buyer,
      kind: 'PERMIT',
      categories: ['B'],
      licenceNo: 'ONE-1',
      validFrom: '2026-02-02',
      validTo: '2026-12-31',
      limits: { acquisitions: 1 },
    });
    expect(granted.status, JSON.stringify(granted.json)).toBe(201);
    const first = await sell(await firearm(owner), { acquirerAuthorisationId: limited });
    expect(first.json.elsewhere).toMatchObject([{ id: limited, type: 'AuthorisationUsed' }]);
    for (const day of ['2026-05-11', '2026-04-01'])
      expect((await sell(await firearm(owner), { acquirerAuthorisationId: limited }, day)).code, day).toBe(
        'R41',
      );
  });
  test('REQ-CAT-05 an overdue review is on the authorisation and blocks no transfer by itself', async () => {
    await person('buyer', { reviewDue: '2026-02-01' });
    expect((await sell(await firearm(owner))).status).toBe(201);
    const reviewed = await stateOf(permitOf(buyer));
    expect(reviewed.state.reviewDue).toBeLessThan(Date.parse('2026-02-02T00:00:00Z'));
    await authorise(permitOf(buyer), 'AuthorisationReviewed', '2026-05-20', {
      outcome: 'CONTINUES',
      nextReviewDue: '2031-05-19',
    });
    expect((await stateOf(permitOf(buyer))).state.reviewDue).toBeGreaterThan(
      Date.parse('2031-05-01T00:00:00Z'),
    );
  });
  test('REQ-CAT-06 HC-19 a withdrawal moves no firearm and bars new ones; the holder’s firearms are listed', async () => {
    await person('buyer');
    const id = await firearm(owner);
    await sell(id);
    const withdrawn = await authorise(permitOf(buyer), 'AuthorisationWithdrawn', '2026-05-20', {
      reason: 'OVER_CAPACITY_LOADING_DEVICE',
    });
    expect(withdrawn.status).toBe(201);
    expect(await stateOf(permitOf(buyer))).toMatchObject({
      status: 'WITHDRAWN',
      state: { ended: { reason: 'OVER_CAPACITY_LOADING_DEVICE' } },
    });
    expect((await ledger.get(`/v1/firearms/${id}`)).json()).toMatchObject({
      custody: 'HLD',
      holder: { party: buyer },
    });
    await ledger.caughtUp();
    expect((await ledger.get(`/v1/parties/${buyer}/holdings`)).json().holdings).toMatchObject([
      { firearmId: id },
    ]);
    expect((await sell(await firearm(owner), {}, '2026-05-21')).code).toBe('R41');
  });
  test('REQ-DLR-07 R43 a distance sale needs the check, made before or at delivery', async () => {
    await person('buyer');
    const id = await firearm(owner);
    const check = { by: 'DEALER', checkerId: 'F-1', at: '2026-05-09', method: 'IDENTITY_DOCUMENT' };
    expect((await sell(id, { channel: 'DISTANCE' })).code).toBe('R43');
    expect(
      (await sell(id, { channel: 'DISTANCE', identityCheck: { ...check, at: '2026-05-11' } })).code,
    ).toBe('R43');
    expect((await sell(id, { channel: 'DISTANCE', identityCheck: check })).status).toBe(201);
  });
  test('REQ-DEA-03 R53 a deactivated firearm does not pass on without certificate', async () => {
    await person('buyer');
    expect((await sell(await firearm(owner, 'C', 'C6'))).code).toBe('R53');
  });
});

describe('REQ-DLR-01 a dealer with a suspended licence', () => {
  test('reports are accepted and flagged, new acquisitions are rejected, a review lets him go on', async () => {
    const { partyId: shop, authorisationId: licence } = await dealer('shop');
    await person('buyer');
    await person('owner');
    const sold = async (day: string) =>
      ledger.post('DLR', await firearm(shop), transferred(day, shop, buyer, 'DEALER_TO_PERSON'), {
        organisation: shop,
      });
    expect((await sold('2026-05-01')).json().events[0].disputes).toEqual([]);
    await authorise(licence, 'AuthorisationSuspended', '2026-05-05', { reason: 'CONDITIONS_NOT_MET' });
    const flagged = await sold('2026-05-06');
    expect([flagged.statusCode, flagged.json().events[0].disputes]).toEqual([201, ['LICENCE_NOT_VALID']]);
    const id = flagged.json().firearmId;
    expect((await ledger.get(`/v1/firearms/${id}`)).json()).toMatchObject({
      custody: 'HLD',
      holder: { party: buyer },
    });
    const stock = async (day: string) =>
      ledger.post('CLK', await firearm(owner), transferred(day, owner, shop, 'PERSON_TO_DEALER'));
    expect((await stock('2026-05-06')).json().code).toBe('R41');
    await authorise(licence, 'AuthorisationReviewed', '2026-05-20', {
      outcome: 'CONTINUES',
      nextReviewDue: '2031-05-19',
    });
    expect((await stock('2026-05-21')).statusCode).toBe(201);
    expect((await sold('2026-05-21')).json().events[0].disputes).toEqual([]);
  });
  test('a private permit does not let a shop take stock', async () => {
    await dealer('shop', { kind: 'COLLECTOR', categories: ['B'] });
    await person('owner');
    const shop = party('F', 'shop');
    const refused = await ledger.post(
      'CLK',
      await firearm(owner),
      transferred('2026-05-06', owner, shop, 'PERSON_TO_DEALER'),
    );
    expect(refused.json().code).toBe('R41');
  });
});

describe('refusals', () => {
  const applied = async (categories: ReadonlyArray<string>) => {
    await person('buyer');
    return created('AuthorisationApplied', '2026-02-01', { applicantId: buyer, kind: 'PERMIT', categories });
  };
  const grant = {
    holderId: buyer,
    kind: 'PERMIT',
    licenceNo: 'G-1',
    validFrom: '2026-02-05',
    validTo: '2029-01-01',
  };
  test('REQ-EXC-04 R44 a grant for category B without look-up is refused, for C it is not needed', async () => {
    const forB = await applied(['B']);
    const first = await authorise(forB, 'AuthorisationGranted', '2026-02-05', {
      ...grant,
      categories: ['B'],
    });
    expect([first.status, first.code]).toEqual([422, 'R44']);
    await authorise(forB, 'RefusalLookupPerformed', '2026-02-05', { channel: 'IMI', result: 'NO_REFUSAL' });
    expect(
      (await authorise(forB, 'AuthorisationGranted', '2026-02-05', { ...grant, categories: ['B'] })).status,
    ).toBe(201);
    const forC = await created('AuthorisationApplied', '2026-02-01', {
      applicantId: buyer,
      kind: 'DECLARATION',
      categories: ['C'],
    });
    expect(
      (
        await authorise(forC, 'AuthorisationGranted', '2026-02-05', {
          ...grant,
          kind: 'DECLARATION',
          categories: ['C'],
        })
      ).status,
    ).toBe(201);
  });
  test.each([
    ['OTHER', ['B'], []],
    ['RELIABILITY', ['B'], ['SEND']],
    ['SECURITY', ['C'], []],
  ] as const)(
    'REQ-EXC-03 ground %s for category %s: other States are told %j',
    async (ground, categories, sent) => {
      const id = await applied(categories);
      expect(
        (await authorise(id, 'AuthorisationRefused', '2026-03-01', { ground, final: false })).status,
      ).toBe(201);
      const { status, state } = await stateOf(id);
      expect([status, state.notices.map((notice: { action: string }) => notice.action)]).toEqual([
        'REFUSED',
        [...sent],
      ]);
    },
  );
  test('REQ-EXC-05 a refusal that a court quashes is deleted where it was sent', async () => {
    const id = await applied(['B']);
    const refused = await authorise(id, 'AuthorisationRefused', '2026-03-01', {
      ground: 'SECURITY',
      final: true,
    });
    const targetEventId = refused.json.events[0].eventId;
    expect(
      (await authorise(id, 'RefusalAnnulled', '2026-04-01', { targetEventId, decisionRef: order })).status,
    ).toBe(201);
    const { status, state } = await stateOf(id);
    expect([status, state.notices.map((notice: { action: string }) => notice.action)]).toEqual([
      'APPLIED',
      ['SEND', 'DELETE'],
    ]);
  });
});

describe('residents of other States', () => {
  beforeEach(async () => {
    await person('owner');
  });
  const consent = (more: Payload = {}) =>
    created('PriorConsentReceived', '2026-02-01', {
      state: 'HR',
      firearmIds: [],
      acquirerId: buyer,
      reference: 'HR-1',
      validFrom: '2026-02-01',
      validTo: '2026-12-31',
      ...more,
    });
  const register = () =>
    entitled(ledger.asClerk, 'P', 'buyer', { residenceState: 'HR', kind: 'DECLARATION', categories: ['C'] });
  const permitForB = async (foreignConsentRef?: string) => {
    const id = await created('AuthorisationApplied', '2026-02-01', {
      applicantId: buyer,
      kind: 'PERMIT',
      categories: ['B'],
    });
    await authorise(id, 'RefusalLookupPerformed', '2026-02-01', { channel: 'IMI', result: 'NO_REFUSAL' });
    const granted = await authorise(id, 'AuthorisationGranted', '2026-02-05', {
      holderId: buyer,
      kind: 'PERMIT',
      categories: ['B'],
      licenceNo: 'G-2',
      validFrom: '2026-02-05',
      validTo: '2029-01-01',
      ...(foreignConsentRef === undefined ? {} : { foreignConsentRef }),
    });
    return { ...granted, id };
  };
  test('REQ-CAT-07 R42 no permit for category B without the agreement of the State of residence', async () => {
    await register();
    expect((await permitForB()).code).toBe('R42');
    expect((await permitForB(await consent({ state: 'DE' }))).code).toBe('R42');
    expect((await permitForB(await consent({ validTo: '2026-02-03' }))).code).toBe('R42');
    const granted = await permitForB(await consent());
    expect(granted.status, JSON.stringify(granted.json)).toBe(201);
    expect((await sell(await firearm(owner), { acquirerAuthorisationId: granted.id })).status).toBe(201);
  });
  test('REQ-TRF-07 R42 handing over to a non-resident with none of consent, licence and declaration', async () => {
    await register();
    const id = await firearm(owner, 'C', 'C1');
    const refused = await sell(id);
    expect([refused.status, refused.code]).toEqual([422, 'R42']);
    expect(
      (await sell(id, { foreignConsentRef: await consent({ firearmIds: [await firearm(owner)] }) })).code,
    ).toBe('R42');
    expect((await sell(id, { possessionDeclaration: order })).status).toBe(201);
    const second = await firearm(owner, 'C', 'C1');
    expect((await sell(second, { foreignConsentRef: await consent() })).status).toBe(201);
  });
  test('REQ-TRF-06 R18 a distance sale across the border without licence', async () => {
    await register();
    const refused = await sell(await firearm(owner, 'C', 'C1'), {
      channel: 'DISTANCE',
      identityCheck: { by: 'DEALER', checkerId: 'F-1', at: '2026-05-09', method: 'IDENTITY_DOCUMENT' },
      possessionDeclaration: order,
    });
    expect(refused.code).toBe('R18');
  });
});

describe('transfers to another Member State', () => {
  const particulars = (firearmId: string, more: Payload = {}) => ({
    supplierId: owner,
    acquirerId: buyer,
    betweenDealers: false,
    destinationState: 'HR',
    transitStates: [],
    deliveryAddress: { street: '2 Example Street', locality: 'Zagreb', country: 'HR' },
    firearms: [{ firearmId, proofChecked: true }],
    count: 1,
    meansOfTransfer: 'Road',
    departOn: '2026-05-20',
    arriveOn: '2026-05-21',
    ...more,
  });
  const without = ({ meansOfTransfer: _means, departOn: _depart, arriveOn: _arrive, ...rest }: Payload) =>
    rest;
  const request = (given: unknown, applicantId = owner) =>
    authorise(undefined, 'TransferAuthorisationRequested', '2026-05-01', {
      applicantId,
      particulars: given as Payload,
    });
  const licence = { licenceNo: 'TL-1', kind: 'DEFINITIVE', validFrom: '2026-05-10', validTo: '2026-06-30' };
  beforeEach(async () => {
    await person('owner');
    await person('buyer', { residenceState: 'HR', kind: 'DECLARATION', categories: ['C'] });
  });
  const consentFor = (firearmId: string) =>
    created('PriorConsentReceived', '2026-05-01', {
      state: 'HR',
      firearmIds: [firearmId],
      reference: 'HR-9',
      validFrom: '2026-05-01',
      validTo: '2026-12-31',
    });

  test('REQ-TRF-01 R33 a private transfer without means of transfer; a dealer’s to a dealer lacks it lawfully', async () => {
    const id = await firearm(owner);
    const refused = await request(without(particulars(id)));
    expect([refused.status, refused.code]).toEqual([422, 'R33']);
    expect((await request(particulars(id, { count: 2 }))).code).toBe('R33');
    expect((await request(without(particulars(id, { betweenDealers: true })))).code).toBe('R33');
    const { partyId: shop } = await dealer('shop');
    const { partyId: abroad } = await dealer('abroad', { residenceState: 'HR' });
    const stock = await firearm(shop);
    const between = without(
      particulars(stock, { supplierId: shop, acquirerId: abroad, betweenDealers: true }),
    );
    const accepted = await request(between, shop);
    expect(accepted.status, JSON.stringify(accepted.json)).toBe(201);
    const other = await request(particulars(stock));
    expect([other.code, other.json.detail]).toEqual(['R33', 'This party is not the holder of the firearm.']);
  });
  test('REQ-TRF-02 REQ-TRF-05 the licence carries the particulars byte for byte, and needs the consent', async () => {
    const id = await firearm(owner);
    const asked = await request(particulars(id));
    expect(asked.status, JSON.stringify(asked.json)).toBe(201);
    const { authorisationId } = asked.json;
    expect((await authorise(authorisationId, 'TransferAuthorised', '2026-05-10', licence)).code).toBe('R42');
    const wrong = await authorise(authorisationId, 'TransferAuthorised', '2026-05-10', {
      ...licence,
      particulars: particulars(id),
    });
    expect(wrong.code).toBe('R33');
    const foreignConsentRef = await consentFor(id);
    const issued = await authorise(authorisationId, 'TransferAuthorised', '2026-05-10', {
      ...licence,
      foreignConsentRef,
    });
    expect(issued.status, JSON.stringify(issued.json)).toBe(201);
    const { rows } = await ledger.database.owner.query<{ type: string; payload: string }>(
      'select type, payload from ledger.event where stream_id = $1 order by revision',
      [`authorisation-${authorisationId}`],
    );
    const part = (payload: string) => /"particulars":(\{.*\})(,"validFrom"|\})/.exec(payload)?.[1];
    const [requested, licensed] = rows.map(({ payload }) => part(payload)?.replace(/\}+$/, ''));
    expect(licensed).toBe(requested);
    expect(licensed).toContain('"serialRaw"');
    expect(rows.map(({ payload }) => payload).join()).not.toContain('2 Example Street');
    expect((await stateOf(authorisationId)).state.licence).toMatchObject({
      movement: 'TRANSFER',
      firearmIds: [id],
      quantity: 1,
      importCountry: 'HR',
    });
    await authorise(authorisationId, 'TransferRevoked', '2026-05-12', { ground: 'SECURITY' });
    expect((await stateOf(authorisationId)).status).toBe('WITHDRAWN');
  });
  test('a stolen or seized firearm gets no licence', async () => {
    const id = await firearm(owner);
    const { authorisationId } = (await request(particulars(id))).json;
    await ledger.post('POL', id, body('FirearmSeized', '2026-05-05'));
    const foreignConsentRef = await consentFor(id);
    const refused = await authorise(authorisationId, 'TransferAuthorised', '2026-05-10', {
      ...licence,
      foreignConsentRef,
    });
    expect(refused.code).toBe('R13');
  });
  test('REQ-TRF-04 R34 a dealer’s notice comes before departure; the general permission lasts three years at most', async () => {
    const { partyId: shop } = await dealer('shop');
    const { partyId: abroad } = await dealer('abroad', { residenceState: 'HR' });
    const id = await firearm(shop);
    const grant = {
      holderId: shop,
      kind: 'DEALER_TRANSFER',
      categories: ['A', 'B', 'C'],
      licenceNo: 'GP-1',
      validFrom: '2026-01-01',
    };
    const long = await authorise(undefined, 'AuthorisationGranted', '2026-01-01', {
      ...grant,
      validTo: '2029-01-02',
    });
    expect(long.code).toBe('PERIOD_TOO_LONG');
    const permission = await created('AuthorisationGranted', '2026-01-01', {
      ...grant,
      validTo: '2029-01-01',
    });
    const notice = (departOn: string) =>
      authorise(permission, 'DealerTransferNotified', '2026-05-30', {
        particulars: without(particulars(id, { supplierId: shop, acquirerId: abroad, betweenDealers: true })),
        departOn,
      });
    expect((await notice('2026-05-29')).code).toBe('R34');
    const accepted = await notice('2026-06-02');
    expect(accepted.status, JSON.stringify(accepted.json)).toBe(201);
    await authorise(permission, 'AuthorisationSuspended', '2026-05-30', { reason: 'OTHER' });
    expect((await notice('2026-06-03')).code).toBe('R18');
  });
  test('REQ-PAS-01 REQ-PAS-03 a pass lasts five years, lists firearms, and a journey without basis is flagged', async () => {
    const id = await firearm(owner);
    const pass = {
      passNo: 'EFP-1',
      holderId: owner,
      firearmIds: [id],
      validFrom: '2026-02-01',
      validTo: '2031-02-01',
    };
    expect(
      (await authorise(undefined, 'PassIssued', '2026-02-01', { ...pass, validTo: '2031-02-02' })).code,
    ).toBe('PERIOD_TOO_LONG');
    const passId = await created('PassIssued', '2026-02-01', pass);
    const journey = (basis: string) =>
      authorise(passId, 'TemporaryTransferRecorded', '2026-05-01', {
        firearmId: id,
        destinationState: 'HR',
        basis,
        departedOn: '2026-05-01',
      });
    expect((await journey('HUNTER')).json.events[0].disputes).toEqual(['LICENCE_NOT_VALID']);
    expect((await journey('TARGET_SHOOTER')).json.events[0].disputes).toEqual([]);
    const entered = await authorise(passId, 'PassEntryAdded', '2026-04-01', {
      firearmId: id,
      journey: { state: 'HR', validFrom: '2026-04-01', validTo: '2027-03-31' },
    });
    expect(entered.status, JSON.stringify(entered.json)).toBe(201);
    expect((await journey('PRIOR_AUTHORISATION')).json.events[0].disputes).toEqual([]);
    expect(
      (await authorise(passId, 'PassEntryRemoved', '2026-05-20', { firearmId: id, reason: 'LOST' })).status,
    ).toBe(201);
  });
});

describe('export, import and transit', () => {
  const licence = () => ({
    licenceNo: 'EXP-1',
    holderId: party('F', 'shop'),
    issuedAt: 'Podgorica',
    issuedOn: '2026-02-01',
    validTo: '2026-12-31',
    exportCountry: 'ME',
    importCountry: 'CH',
    transitCountries: ['AT'],
    finalRecipient: {
      name: 'Recipient 3',
      address: { street: '3 Example Street', locality: 'Bern', country: 'CH' },
    },
    goods: [{ description: 'Pistols', category: 'B', quantity: 10 }],
    militaryList: false,
    importAuthorisationRef: order,
    transitNotObjected: ['AT'],
  });
  const exported = (more: Payload) =>
    authorise(undefined, 'ExportAuthorised', '2026-02-01', { ...licence(), ...more });
  beforeEach(async () => {
    await dealer('shop');
  });
  test('REQ-IMP-01 REQ-IMP-02 REQ-IMP-05 what a licence of export must show', async () => {
    const { transitCountries: _none, ...silent } = licence();
    expect((await authorise(undefined, 'ExportAuthorised', '2026-02-01', silent)).status).toBe(400);
    const { importAuthorisationRef: _ref, ...unasked } = licence();
    expect((await authorise(undefined, 'ExportAuthorised', '2026-02-01', unasked)).code).toBe('R18');
    expect((await exported({ transitNotObjected: [] })).code).toBe('R18');
    expect((await exported({ militaryList: true })).code).toBe('R33');
    expect((await exported({ exportCountry: 'RS' })).code).toBe('R33');
    const issued = await exported({ militaryList: true, endUserCertificateRef: order });
    expect(issued.status, JSON.stringify(issued.json)).toBe(201);
    expect((await stateOf(issued.json.authorisationId)).state.licence).toMatchObject({
      movement: 'EXPORT',
      quantity: 10,
      importCountry: 'CH',
      transitCountries: ['AT'],
    });
    expect((await exported({ transitCountries: [], transitNotObjected: [] })).status).toBe(201);
  });
  test('REQ-TRF-01 to another Member State nothing is exported: the way out is a transfer (258/2012 art. 2)', async () => {
    const address = { street: '3 Example Street', locality: 'Zagreb', country: 'HR' };
    const within = await exported({
      importCountry: 'HR',
      finalRecipient: { name: 'Recipient 3', address },
    });
    expect([within.status, within.code, within.json.errors[0].pointer]).toEqual([
      409,
      'R17',
      '/payload/importCountry',
    ]);
    expect(within.json.detail).toContain('TransferAuthorisationRequested');
    // Before its accession it was abroad like any other State, and so is the United Kingdom since it left.
    const old = { issuedOn: '2013-06-30', validTo: '2013-12-31' };
    for (const more of [{ importCountry: 'HR', ...old }, { importCountry: 'GB' }, { importCountry: 'RS' }])
      expect((await exported(more)).status, JSON.stringify(more)).toBe(201);
    expect((await exported({ importCountry: 'GB', ...old })).code).toBe('R17');
  });
  test('REQ-IMP-01 partial shipments count against the licence, and an aborted one counts no more', async () => {
    const issued = await exported({ goods: [{ description: 'Pistols', category: 'B', quantity: 1 }] });
    const licenceId = issued.json.authorisationId;
    const [first, second] = [await firearm(party('F', 'shop')), await firearm(party('F', 'shop'))];
    const movement = async (id: string, type: string, day: string, payload: Payload = {}) => {
      const answer = await ledger.post('CUS', id, body(type, day, payload), { organisation: 'CUSTOMS' });
      return { status: answer.statusCode, json: answer.json() };
    };
    const dispatch = (id: string, day: string) =>
      movement(id, 'FirearmDispatched', day, {
        licenceId,
        licenceNo: 'EXP-1',
        departedAt: day,
        route: ['AT', 'CH'],
        importAuthorisationRef: 'CH-7',
      });
    const left = await dispatch(first, '2026-04-01');
    expect(left.status, JSON.stringify(left.json)).toBe(201);
    expect(left.json.elsewhere).toMatchObject([{ kind: 'authorisation', id: licenceId }]);
    const refused = await dispatch(second, '2026-04-02');
    expect([refused.status, refused.json.code]).toEqual([409, 'R18']);
    expect(refused.json.detail).toContain('All 1 firearms');
    const back = await movement(first, 'DispatchAborted', '2026-04-03');
    expect(back.status, JSON.stringify(back.json)).toBe(201);
    expect((await stateOf(licenceId)).state.used).toEqual([]);
    expect((await dispatch(second, '2026-04-04')).status).toBe(201);
  });
});
