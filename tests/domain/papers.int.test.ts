import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bundle } from '../../domain/integrity/bundle/format.ts';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { canonicalJson } from '../../domain/shared/canonicalJson.ts';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { testOrigin } from '../harness/logKeys.ts';
import { createPublisher } from '../harness/publishLog.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';
import { verifying } from '../verifier/sampleRegister.ts';

let ledger: TestLedger;
let keys = 0;
beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T10:00:00Z');
  await entitled(ledger.asClerk, 'P', 'owner');
  await entitled(ledger.asClerk, 'P', 'other');
  await entitled(ledger.asClerk, 'P', 'abroad', {
    residenceState: 'HR',
    kind: 'DECLARATION',
    categories: ['C'],
  });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});
const { told } = createStory(() => ledger);
const owner = party('P', 'owner');
const other = party('P', 'other');

const authorise = async (id: string | undefined, type: string, day: string, payload: object) => {
  keys += 1;
  ledger.clock.set(`${day}T12:00:00Z`);
  const answer = await ledger.asClerk(
    {
      plural: 'authorisations',
      ...(id === undefined ? {} : { id }),
      key: `paper-${keys}`,
      body: { type, effectiveAt: day, payload },
    },
    'test',
  );
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().authorisationId as string;
};
const read = async (
  url: string,
  headers: Record<string, string> = {},
  who: readonly ['CLK' | 'POL' | 'HLD' | 'CUS', string, string] = ['CLK', 'REGISTRY', 'LICENSING'],
) => {
  const [role, organisation, purpose] = who;
  return ledger.get(url, {
    authorization: await ledger.bearer(role, organisation),
    'ledger-purpose': purpose,
    ...headers,
  });
};
const asOwner = ['HLD', owner, 'OWN_RECORDS'] as const;

describe('the European firearms pass', () => {
  const issue = (firearmIds: ReadonlyArray<string>) =>
    authorise(undefined, 'PassIssued', '2026-02-01', {
      passNo: 'EFP-1',
      holderId: owner,
      firearmIds,
      validFrom: '2026-02-01',
      validTo: '2031-01-31',
    });
  const passOf = async (id: string, query = '', who: Parameters<typeof read>[2] = undefined) => {
    const answer = await read(`/v1/authorisations/${id}/pass${query}`, {}, who);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  type Mark = {
    readonly kind: string;
    readonly from: { readonly written: string };
    readonly ended: object | null;
  };
  type Line = { readonly firearmId: string; readonly marks: ReadonlyArray<Mark> };
  const marksOf = async (id: string, firearmId: string, query = '', who?: Parameters<typeof read>[2]) =>
    (await passOf(id, query, who)).sections.firearms
      .find((line: Line) => line.firearmId === firearmId)
      .marks.map(({ kind, from, ended }: Mark) => [kind, from.written, ended === null]);

  test('REQ-PAS-01, REQ-LST-01 theft of a listed rifle marks the pass entry the same day, with nobody entering it', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'PA 1'));
    const { id: second } = await told('CLK', undefined, registered('2026-01-05', owner, 'PA 2'));
    const passId = await issue([id, second]);
    const theft = await told(['HLD', owner], id, stolen('2026-03-10'));
    const { sections } = await passOf(passId);
    expect(sections.firearms).toMatchObject([
      {
        firearmId: id,
        usable: false,
        marks: [{ kind: 'STOLEN', from: { written: '2026-03-10' }, basis: { eventId: theft.eventId } }],
      },
      { firearmId: second, usable: true, marks: [] },
    ]);
    // The day before, and before it was known.
    expect(await marksOf(passId, id, '?validAt=2026-03-09')).toEqual([]);
    // Found again and the case closed: the mark stays with its end.
    const found = await told('POL', id, body('FirearmFound', '2026-04-01'));
    expect(await marksOf(passId, id)).toEqual([['STOLEN', '2026-03-10', true]]);
    await told('POL', id, body('AlertDischarged', '2026-04-02', { recoveryEventId: found.eventId }));
    expect(await marksOf(passId, id)).toEqual([['STOLEN', '2026-03-10', false]]);
  });

  test('REQ-PAS-01 shows a loss, a change of possession and of characteristics, and what is struck off and why', async () => {
    const ids: string[] = [];
    for (const serial of ['PB 1', 'PB 2', 'PB 3', 'PB 4'])
      ids.push((await told('CLK', undefined, registered('2026-01-05', owner, serial))).id);
    const [lost = '', sold = '', changed = '', struck = ''] = ids;
    const passId = await issue([lost, sold, changed]);
    await authorise(passId, 'PassEntryAdded', '2026-02-02', { firearmId: struck });
    await told(
      ['HLD', owner],
      lost,
      body('LossReported', '2026-03-01', {
        lostBetween: { from: '2026-03-01', to: '2026-03-01' },
        discoveredAt: '2026-03-01',
      }),
    );
    await told('CLK', sold, transferred('2026-03-02', owner, other));
    await told(
      ['DLR', party('F', 'gunsmith')],
      changed,
      body('FirearmModified', '2026-03-03', {
        what: 'BARREL_LENGTH',
        before: { barrelLengthMm: 116 },
        after: { barrelLengthMm: 110 },
      }),
    );
    await authorise(passId, 'PassEntryRemoved', '2026-03-04', {
      firearmId: struck,
      reason: 'AT_OWN_REQUEST',
    });
    expect(await marksOf(passId, lost)).toEqual([['LOST', '2026-03-01', true]]);
    expect(await marksOf(passId, sold)).toEqual([['POSSESSION_CHANGED', '2026-03-02', true]]);
    expect(await marksOf(passId, changed)).toEqual([['CHARACTERISTICS_CHANGED', '2026-03-03', true]]);
    const { sections } = await passOf(passId);
    expect(sections.firearms[3]).toMatchObject({
      firearmId: struck,
      usable: false,
      struck: { reason: 'AT_OWN_REQUEST', from: { written: '2026-03-04' } },
    });
    expect(sections.firearms[2].usable).toBe(true);
  });

  test('REQ-PAS-02 data and page hold the six sections of Annex II', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'PC <1>'));
    const passId = await issue([id]);
    await authorise(passId, 'PassEntryAdded', '2026-02-10', {
      firearmId: id,
      journey: { state: 'HR', validFrom: '2026-03-01', validTo: '2027-02-28' },
    });
    await authorise(passId, 'PassExtended', '2026-02-11', {
      validFrom: '2031-02-01',
      validTo: '2036-01-31',
    });
    const pass = await passOf(passId);
    expect(Object.keys(pass.sections)).toEqual([
      'holder',
      'firearms',
      'validity',
      'issuer',
      'otherStates',
      'statements',
    ]);
    expect(pass).toMatchObject({
      inForce: true,
      sections: {
        holder: { party: owner, details: { name: { status: 'VALUE', value: 'Party owner' } } },
        firearms: [{ category: 'B', subcategory: 'B5' }],
        validity: [{ validTo: '2031-01-31' }, { validTo: '2036-01-31' }],
        issuer: { state: 'ME', passNo: 'EFP-1', rights: [{ kind: 'PERMIT', number: 'L-owner' }] },
        otherStates: [{ firearmId: id, state: 'HR', validTo: '2027-02-28' }],
      },
    });
    expect(pass.sections.statements).toHaveLength(2);
    const page = await read(`/v1/authorisations/${passId}/pass`, { accept: 'text/html' });
    expect(page.headers['content-type']).toContain('text/html');
    for (const title of [
      '1. Holder',
      '2. Firearms',
      '3. Validity',
      '4. Issuing State',
      '5. Entries by other States',
      '6. Statements',
    ])
      expect(page.body).toContain(`<h2>${title}</h2>`);
    expect(page.body).toContain('Party owner');
    expect(page.body).toContain('PC &lt;1&gt;');
    expect(page.body).not.toMatch(/<script|<1>/);
    // Customs see the pass, and that the holder is sealed for their purpose.
    const customs = await read(`/v1/authorisations/${passId}/pass`, {}, ['CUS', 'CUSTOMS', 'CUSTOMS']);
    expect(customs.json().sections.holder.details.name.status).toBe('SEALED');
  });

  test('REQ-PAS-02 says of a listed firearm which States prohibit it or want an authorisation, once policy knows', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'PD 1'));
    const passId = await issue([id]);
    const adopted = await ledger.app.inject({
      method: 'POST',
      url: '/v1/system/events',
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': 'policy-1',
        'content-type': 'application/json',
      },
      payload: JSON.stringify(
        body('PolicyAdopted', '2026-02-01', {
          version: 1,
          validFrom: '2026-02-01',
          document: {
            profile: 'EU_MEMBER',
            journeyRestrictions: [
              { state: 'DE', subcategories: ['B5'], kind: 'AUTHORISATION', validFrom: '2020-01-01' },
              { state: 'FR', subcategories: ['C1'], kind: 'PROHIBITED', validFrom: '2020-01-01' },
            ],
          },
        }),
      ),
    });
    expect(adopted.statusCode, adopted.body).toBe(201);
    expect((await passOf(passId)).sections.statements.slice(2)).toEqual([
      expect.stringMatching(/^A journey to DE with the firearm .*PD 1 shall be subject to authorisation\.$/),
    ]);
  });

  test('REQ-PAS-02 names the records that it rests on, corrections with them, and the file that proves them', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'PV 1'));
    const passId = await issue([id]);
    const [issued] = (await read(`/v1/authorisations/${passId}/events`)).json().events;
    await authorise(passId, 'RecordCorrected', '2026-02-03', {
      evidenceRef: { kind: 'FORM', number: 'A-1', issuer: 'REGISTRY', date: '2026-02-02' },
      targetEventId: issued.eventId,
      changes: [{ path: '/payload/passNo', recordedValue: issued.payload.passNo, correctValue: 'EFP-8' }],
      reason: 'CLERICAL_ERROR',
    });
    const publisher = createPublisher(ledger.store, ledger.database.runtime, testOrigin);
    try {
      await publisher.publish();
      const { proof, sections } = await passOf(passId);
      expect(sections.issuer.passNo).toBe('EFP-8');
      expect(proof.entries).toMatchObject([
        { eventId: issued.eventId, entry: expect.any(Number) },
        { entry: expect.any(Number) },
      ]);
      const page = await read(`/v1/authorisations/${passId}/pass`, { accept: 'text/html' }, asOwner);
      expect(page.body).toContain(proof.entries[1].leafHash);
      const file = await read(proof.bundle);
      const key = (await ledger.get('/log/keys')).body.split('\n')[1]?.split(' ')[0] ?? '';
      expect((await verifyBundle(verifying, utf8(file.body), { keys: [key] })).faults).toEqual([]);
      expect((JSON.parse(file.body) as Bundle).events.map(({ index }) => index)).toEqual(
        proof.entries.map(({ entry }: { readonly entry: number }) => entry),
      );
    } finally {
      publisher.close();
    }
  });

  test('the holder reads his own pass only, and a report of others does not show in it (HC-03)', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'PE 1'));
    const passId = await issue([id]);
    await told('POL', id, stolen('2026-03-10'));
    expect(await marksOf(passId, id)).toEqual([['STOLEN', '2026-03-10', true]]);
    expect(await marksOf(passId, id, '', asOwner)).toEqual([]);
    const url = (authorisationId: string) => `/v1/authorisations/${authorisationId}/pass`;
    const foreign = await read(url(passId), {}, ['HLD', other, 'OWN_RECORDS']);
    const unknown = await read(url('E-01J9ZK3C5E7G9JBMDPFRHTKVMX'), {}, asOwner);
    expect([foreign.statusCode, foreign.json().code]).toEqual([403, 'NOT_YOUR_RECORDS']);
    expect([unknown.statusCode, unknown.json().code]).toEqual([403, 'NOT_YOUR_RECORDS']);
  });
});

describe('the licence that accompanies a firearm (Dir. 16(2))', () => {
  const licensed = async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'LI 1'));
    const consent = await authorise(undefined, 'PriorConsentReceived', '2026-05-01', {
      state: 'HR',
      firearmIds: [id],
      reference: 'HR-9',
      validFrom: '2026-05-01',
      validTo: '2026-12-31',
    });
    const asked = await authorise(undefined, 'TransferAuthorisationRequested', '2026-05-01', {
      applicantId: owner,
      particulars: {
        supplierId: owner,
        acquirerId: party('P', 'abroad'),
        betweenDealers: false,
        destinationState: 'HR',
        transitStates: [],
        deliveryAddress: { street: '2 Example Street', locality: 'Zagreb', country: 'HR' },
        firearms: [{ firearmId: id, proofChecked: true }],
        count: 1,
        meansOfTransfer: 'Road',
        departOn: '2026-05-20',
        arriveOn: '2026-05-21',
      },
    });
    const before = await read(`/v1/authorisations/${asked}/licence`);
    expect(before.statusCode).toBe(404);
    await authorise(asked, 'TransferAuthorised', '2026-05-10', {
      licenceNo: 'TL-1',
      kind: 'DEFINITIVE',
      validFrom: '2026-05-10',
      validTo: '2026-06-30',
      foreignConsentRef: consent,
    });
    return asked;
  };

  test('has all particulars of the law, and a hash that whoever has the data makes himself', async () => {
    const id = await licensed();
    const answer = await read(`/v1/authorisations/${id}/licence`);
    expect(answer.statusCode, answer.body).toBe(200);
    const { licence, sha256, ...document } = answer.json();
    expect(sha256).toBe(createHash('sha256').update(canonicalJson(licence)).digest('hex'));
    expect(document).toMatchObject({
      inForce: true,
      proof: { checkpoint: null, entries: [{ eventId: licence.eventId, entry: null }] },
      supplier: { party: owner, name: { value: 'Party owner' } },
      acquirer: { name: { value: 'Party abroad' } },
      deliveryAddress: { status: 'VALUE', value: { locality: 'Zagreb' } },
      firearms: [{ proofChecked: true }],
    });
    expect(JSON.stringify(licence)).not.toContain('Zagreb');
    const altered = { ...licence, validTo: '2026-07-31' };
    expect(createHash('sha256').update(canonicalJson(altered)).digest('hex')).not.toBe(sha256);
    const page = await read(`/v1/authorisations/${id}/licence`, { accept: 'text/html' });
    for (const stated of [
      sha256,
      'TL-1',
      'Party abroad',
      'Zagreb',
      'LI 1',
      'Road',
      '2026-05-20',
      'Not every record is in the signed log yet',
    ])
      expect(page.body).toContain(stated);
    // The owner prints it himself; nobody else prints his.
    expect((await read(`/v1/authorisations/${id}/licence`, {}, asOwner)).json().sha256).toBe(sha256);
    expect(
      (await read(`/v1/authorisations/${id}/licence`, {}, ['HLD', other, 'OWN_RECORDS'])).statusCode,
    ).toBe(403);
  });

  test('REQ-TRF-03 whoever is shown it verifies offline, by the key of the log alone, that it was issued like this', async () => {
    const id = await licensed();
    const publisher = createPublisher(ledger.store, ledger.database.runtime, testOrigin);
    try {
      await publisher.publish();
      const { licence, proof } = (await read(`/v1/authorisations/${id}/licence`, {}, asOwner)).json();
      const [origin, size, root] = (await ledger.get('/log/checkpoint')).body.split('\n');
      expect([proof.origin, String(proof.checkpoint.size), proof.checkpoint.root]).toEqual([
        origin,
        size,
        root,
      ]);
      const page = await read(`/v1/authorisations/${id}/licence`, { accept: 'text/html' }, asOwner);
      for (const stated of [origin, root, licence.eventId, proof.entries[0].leafHash, 'ledger-verify.html'])
        expect(page.body).toContain(stated);
      expect(page.body).toContain(proof.bundle.replaceAll('&', '&amp;'));
      // The authority hands the file out; from here on there is neither ledger nor network.
      const file = await read(proof.bundle);
      expect(file.statusCode, file.body.slice(0, 300)).toBe(200);
      const key = (await ledger.get('/log/keys')).body.split('\n')[1]?.split(' ')[0] ?? '';
      expect((await verifyBundle(verifying, utf8(file.body), { keys: [key] })).faults).toEqual([]);
      const [record] = (JSON.parse(file.body) as Bundle).events;
      expect([record?.index, record?.leafHash]).toEqual([proof.entries[0].entry, proof.entries[0].leafHash]);
      const { licenceNo, kind, validFrom, validTo, particulars } = JSON.parse(record?.payload ?? '');
      const { deliveryAddress: sealed, ...stated } = particulars;
      expect(Object.keys(sealed).sort()).toEqual(['commitment', 'vaultRef']);
      expect(licence).toMatchObject({ licenceNo, kind, validFrom, validTo, particulars: stated });
      const forged = file.body.replace('TL-1', 'TL-2');
      expect((await verifyBundle(verifying, utf8(forged), { keys: [key] })).faults).not.toEqual([]);
    } finally {
      publisher.close();
    }
  });

  test('says when it is revoked', async () => {
    const id = await licensed();
    await authorise(id, 'TransferRevoked', '2026-05-12', { ground: 'SECURITY' });
    const page = await read(`/v1/authorisations/${id}/licence`, { accept: 'text/html' });
    expect(page.body).toContain('NOT in force (WITHDRAWN)');
  });
});

describe('the authorisations of a party (users-and-jobs 6: a holder sees his own permits)', () => {
  test('are listed with their numbers and periods as of any day; nobody lists another’s as his own', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'RI 1'));
    await authorise(undefined, 'PassIssued', '2026-02-01', {
      passNo: 'EFP-9',
      holderId: owner,
      firearmIds: [id],
      validFrom: '2026-02-01',
      validTo: '2031-01-31',
    });
    await ledger.caughtUp();
    const list = async (query = '', who: Parameters<typeof read>[2] = asOwner) =>
      read(`/v1/parties/${owner}/authorisations${query}`, {}, who);
    const { authorisations } = (await list()).json();
    expect(
      authorisations.map((each: Record<string, unknown>) => [
        each['matter'],
        each['kind'],
        each['number'],
        each['validTo'],
        each['status'],
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['RIGHT', 'PERMIT', 'L-owner', '2028-12-31', 'GRANTED'],
        ['PASS', null, 'EFP-9', '2031-01-31', 'GRANTED'],
      ]),
    );
    expect((await list('?validAt=2026-01-20')).json().authorisations).toHaveLength(1);
    expect((await list('', ['HLD', other, 'OWN_RECORDS'])).statusCode).toBe(403);
    expect((await list('', ['POL', 'POLICE', 'INVESTIGATION'])).json().authorisations).toHaveLength(2);
  });
});

describe('evidence extract for a court (users-and-jobs 6, JUD)', () => {
  test('chain in plain words, what is alleged, every correction; the same moments give the same hash later', async () => {
    const { id, eventId } = await told('CLK', undefined, registered('2026-01-05', owner, 'EX 1'));
    await told(['HLD', owner], id, stolen('2026-02-01'));
    const url = `/v1/firearms/${id}/extract?validAt=2026-02-10&knownAt=2026-02-10`;
    ledger.clock.set('2026-02-11T12:00:00Z');
    const court = { authorization: await ledger.bearer('JUD', 'COURT'), 'ledger-purpose': 'INVESTIGATION' };
    const first = (await ledger.get(url, court)).json();
    expect(first.extract).toMatchObject({
      chain: [
        { custody: 'HLD', party: owner },
        { custody: 'STL', party: owner },
      ],
      claims: [{ kind: 'STOLEN', assertion: 'ALLEGATION', outcome: null }],
      changes: [],
    });
    expect(first.sha256).toBe(createHash('sha256').update(canonicalJson(first.extract)).digest('hex'));
    await told(
      'CLK',
      id,
      body('RecordCorrected', '2026-02-15', {
        targetEventId: eventId,
        changes: [{ path: '/payload/identity/serialRaw', recordedValue: 'EX 1', correctValue: 'EX 7' }],
        reason: 'MISREAD_MARK',
      }),
    );
    const { proof: _grown, ...same } = first;
    expect((await ledger.get(url, court)).json()).toMatchObject(same);
    const later = (await ledger.get(`/v1/firearms/${id}/extract`, court)).json();
    expect(later.extract.changes).toMatchObject([
      { type: 'RecordCorrected', reason: 'MISREAD_MARK', target: { eventId, type: 'FirearmRegistered' } },
    ]);
    const page = await ledger.get(`/v1/firearms/${id}/extract`, { ...court, accept: 'text/html' });
    for (const text of [
      'Party owner',
      'EX 7',
      'was reported stolen',
      'MISREAD_MARK',
      later.sha256,
      'has not been signed yet. Nothing proves this extract so far',
    ])
      expect(page.body).toContain(text);
    const clerk = await read(`/v1/firearms/${id}/extract`);
    expect([clerk.statusCode, clerk.json().code]).toEqual([403, 'PURPOSE_NOT_ALLOWED']);
  });

  test('REQ-AUD-01 points to the log, the entries and the file that proves them, and says plainly what is not in the log yet', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'EX 2'));
    const court = { authorization: await ledger.bearer('JUD', 'COURT'), 'ledger-purpose': 'INVESTIGATION' };
    const paper = async () =>
      (await ledger.get(`/v1/firearms/${id}/extract`, { ...court, accept: 'text/html' })).body;
    const data = async () => (await ledger.get(`/v1/firearms/${id}/extract`, court)).json();
    expect((await data()).proof).toMatchObject({ checkpoint: null, entries: [{ entry: null }] });
    const publisher = createPublisher(ledger.store, ledger.database.runtime, testOrigin);
    try {
      await publisher.publish();
      const { proof, extract } = await data();
      const head = await ledger.get('/log/checkpoint');
      const [origin, size, root] = head.body.split('\n');
      expect([proof.origin, String(proof.checkpoint.size), proof.checkpoint.root]).toEqual([
        origin,
        size,
        root,
      ]);
      const inclusion = await ledger.get(`/v1/log/inclusion?eventId=${extract.records[0].eventId}`, court);
      expect(proof.entries).toEqual([
        {
          eventId: extract.records[0].eventId,
          entry: inclusion.json().leafIndex,
          leafHash: inclusion.json().leafHash,
        },
      ]);
      const whole = await paper();
      for (const text of [
        origin,
        size,
        root,
        'ledger-verify.html',
        'Every record of this extract is an entry',
      ])
        expect(whole).toContain(text);
      expect(whole).toContain(proof.bundle.replaceAll('&', '&amp;'));
      // The address that the paper names gives the file, and it holds the record at that place.
      const bundle = (await ledger.get(proof.bundle, court)).json();
      expect(bundle.events.map(({ index }: { readonly index: number }) => index)).toEqual([
        inclusion.json().leafIndex,
      ]);
      await told(['HLD', owner], id, stolen('2026-02-01'));
      expect(await paper()).toContain('1 of the 2 records is not yet in the signed log');
    } finally {
      publisher.close();
    }
  });
});

test('who buys a deactivated firearm verifies its certificate: yes or no, and nothing else (users-and-jobs 5, VER)', async () => {
  const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'CV 1'));
  await told(['DLR', party('F', 'gunsmith')], id, body('DeactivationPerformed', '2026-02-01'));
  await told(
    'VER',
    id,
    body('DeactivationCertified', '2026-02-10', { certificateNo: 'DC-1', date: '2026-02-10', entity: 'VE1' }),
  );
  const verify = async (certificateNo: string, entity = 'VE1') => {
    await ledger.caughtUp();
    const answer = await ledger.app.inject({
      method: 'POST',
      url: '/v1/certificates/verify',
      headers: { authorization: await ledger.bearer('HLD', other), 'ledger-purpose': 'OWN_RECORDS' },
      payload: { certificateNo, entity },
    });
    expect(answer.statusCode, answer.body).toBe(200);
    const { knownAt: _when, ...said } = answer.json();
    return said;
  };
  expect(await verify('dc 1')).toEqual({ genuine: true });
  expect(await verify('DC-2')).toEqual({ genuine: false });
  expect(await verify('DC-1', 'VE2')).toEqual({ genuine: false });
  await told('CLK', id, body('DeactivationRevoked', '2026-03-01'));
  expect(await verify('DC-1')).toEqual({ genuine: false });
});
