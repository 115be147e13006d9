import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { permitOf } from '../harness/entitled.ts';
import { exportLicence, exportLicenceOf } from '../harness/exportLicence.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await people({ P: ['owner'], F: ['dealer'] });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});

const { people, sent, told, refused, firearm, search } = createStory(() => ledger);
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const dealer = party('F', 'dealer');
const order = (number: string) => ({ kind: 'ORDER', number, issuer: 'Basic Court', date: '2026-01-05' });
/** From a page of an old book, which names no permit. */
const onPaper = (report: ReturnType<typeof body>) => ({
  ...report,
  source: { kind: 'PAPER', ref: 'BOOK-3/17' },
});
const chain = async (id: string, query = '') => (await ledger.get(`/v1/firearms/${id}/chain${query}`)).json();
const holderAt = async (id: string, query = '') =>
  (await ledger.get(`/v1/firearms/${id}/holder${query}`)).json();

describe('HC-01 found after reported stolen', () => {
  test('goes to the authority with the alert open, and back to the victim once the police closed it', async () => {
    await people({ P: ['owner'] });
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('POL', id, stolen('2026-02-10'));
    const found = await told('POL', id, body('FirearmFound', '2026-03-10'));
    expect(await firearm(id)).toMatchObject({
      custody: 'AUT',
      alerts: [{ kind: 'STOLEN' }],
      holder: { party: owner },
      custodian: { party: 'POLICE', purpose: 'EVIDENCE' },
    });
    const release = (day: string, to = owner, right: object = { receiverAuthorisationId: permitOf(owner) }) =>
      body('FirearmReleased', day, { toParty: to, partyRole: 'HOLDER', orderRef: order('V-1'), ...right });
    expect(await refused('POL', id, release('2026-03-11'))).toMatchObject({ code: 'R11' });
    await told('POL', id, body('AlertDischarged', '2026-03-12', { recoveryEventId: found.eventId }));
    // To the victim, and to nobody without a right of today.
    expect(await refused('POL', id, release('2026-03-13', owner, {}))).toMatchObject({ code: 'R41' });
    expect(await refused('POL', id, release('2026-03-13', buyer))).toMatchObject({ code: 'R41' });
    await told('POL', id, release('2026-03-13'));
    const home = await firearm(id);
    expect(home).toMatchObject({ custody: 'HLD', alerts: [], holder: { party: owner }, custodian: null });
  });
});

describe('HC-01 surrendered after reported stolen', () => {
  test('the surrender is a recovery like a find: physical comparison closes the alert', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('POL', id, stolen('2026-02-01'));
    const surrendered = body('FirearmSurrendered', '2026-02-10', { by: 'ANONYMOUS' });
    const { eventId } = await told('POL', id, surrendered);
    const discharge = await told(
      'POL',
      id,
      body('AlertDischarged', '2026-02-11', { recoveryEventId: eventId }),
    );
    expect(discharge.disputes).toEqual([]);
    expect(await firearm(id)).toMatchObject({ custody: 'AUT', alerts: [] });
  });
});

describe('HC-02 seized while reported stolen', () => {
  test('keeps the alert and from whom it was taken, and is not released under it', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('POL', id, stolen('2026-02-10', '2026-02-08'));
    await told('POL', id, body('FirearmSeized', '2026-03-10', { fromParty: buyer, caseRef: 'KT-1' }));
    expect(await firearm(id)).toMatchObject({
      custody: 'SZD',
      alerts: [{ kind: 'STOLEN' }],
      holder: { party: owner },
    });
    const events = (await ledger.get(`/v1/firearms/${id}/events`)).json().events;
    expect(events.at(-1)).toMatchObject({ type: 'FirearmSeized', payload: { fromParty: buyer } });
    const release = body('FirearmReleased', '2026-03-11', { toParty: owner, partyRole: 'HOLDER' });
    expect(await refused('JUD', id, release)).toMatchObject({ code: 'R11' });
    expect((await chain(id)).facts).toMatchObject({
      lastLegalHolder: { party: owner },
      diversion: { kind: 'THEFT', from: { written: '2026-02-08' }, to: { written: '2026-02-10' } },
    });
  });
});

describe('HC-04 deactivation of a seized firearm', () => {
  const performed = (day: string, more: object = {}) => body('DeactivationPerformed', day, { ...more });
  test('needs an order, and test fire and images or their waiver', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('POL', id, body('FirearmSeized', '2026-02-10'));
    expect(await refused('VER', id, performed('2026-02-11'))).toMatchObject({ code: 'CANNOT_BE_PROCESSED' });
    const legalOrderRef = order('N-1');
    const early = await refused('VER', id, performed('2026-02-12', { legalOrderRef }));
    expect(early.code).toBe('CANNOT_BE_PROCESSED');
    await told('LAB', id, body('BallisticTestFired', '2026-02-13'));
    await refused('VER', id, performed('2026-02-13', { legalOrderRef }));
    await told('LAB', id, body('BallisticImageFiled', '2026-02-14'));
    await told('VER', id, performed('2026-02-15', { legalOrderRef }));
    expect(await firearm(id)).toMatchObject({ custody: 'SZD', condition: 'DEACT_DONE' });
  });
  test('the decision may waive them', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('POL', id, body('FirearmSeized', '2026-02-10'));
    const both = { legalOrderRef: order('N-1'), evidenceWaiver: order('N-2') };
    await told('VER', id, performed('2026-02-15', both));
  });
});

describe('HC-07 one serial number of two makers, and of one maker twice', () => {
  const made = (make: string, day: string) => {
    const report = registered(day, owner, 'ZZ 700');
    const { identity } = report.payload as unknown as { readonly identity: object };
    return { ...report, payload: { ...report.payload, identity: { ...identity, make } } };
  };
  test('both are live and a search returns both', async () => {
    const one = await told('CLK', undefined, made('Zastava', '2026-01-10'));
    const other = await told('CLK', undefined, made('Beretta', '2026-01-11'));
    const twin = await told('CLK', undefined, made('Zastava', '2026-01-12'));
    expect(new Set([one.id, other.id, twin.id]).size).toBe(3);
    expect(await search('ZZ 700')).toEqual(expect.arrayContaining([one.id, other.id, twin.id]));
    for (const { id } of [one, other, twin]) expect(await firearm(id)).toMatchObject({ custody: 'HLD' });
  });
});

describe('HC-08 serial obliterated, partly restored, marked again', () => {
  test('old partial, old restored and new number all lead to it; its identity is an assessment until proven', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner, '12345'));
    await told('POL', id, body('FirearmSeized', '2026-02-01'));
    await told(
      'LAB',
      id,
      body('MarkFoundAltered', '2026-02-10', {
        component: 'FRAME',
        finding: 'OBLITERATED',
        recoveredChars: '12?45',
      }),
    );
    expect(await firearm(id)).toMatchObject({ markState: 'ALTERED', identityLink: 'ASSESSMENT' });
    const { disputes } = await told(
      'CLK',
      id,
      body('FirearmRemarked', '2026-02-20', {
        reason: 'OBLITERATED',
        oldSerial: '12345',
        newSerial: 'ME26-000117',
        orderRef: order('V-9'),
      }),
    );
    expect(disputes).toEqual([]);
    const now = await firearm(id);
    expect(now).toMatchObject({
      markState: 'REMARKED',
      identityLink: 'ASSESSMENT',
      identity: { serialRaw: 'ME26-000117' },
    });
    expect(now.marks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ serialRaw: '12?45', origin: 'RECOVERED' }),
        expect.objectContaining({ serialRaw: '12345' }),
      ]),
    );
    for (const serial of ['12?45', '12345', 'ME26-000117'])
      expect(await search(serial), serial).toEqual([id]);
    expect((await firearm(id, '?knownAt=2026-02-15')).identity.serialRaw).toBe('12345');
    await told(
      'LAB',
      id,
      body('MarkFoundAltered', '2026-02-25', {
        component: 'FRAME',
        finding: 'OBLITERATED',
        recoveredChars: '12345',
        identityProof: { ...order('L-3'), issuer: 'Laboratory' },
      }),
    );
    expect((await firearm(id)).identityLink).toBe('PROVEN');
  });
  test('an old number that the register does not know is flagged, not refused', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner, '12345'));
    const { disputes } = await told(
      'CLK',
      id,
      body('FirearmRemarked', '2026-02-20', { oldSerial: '99999', newSerial: 'ME26-1' }),
    );
    expect(disputes).toEqual(['PARTICULARS_DIFFER']);
  });
});

describe('HC-10 an insertion that breaks a later event', () => {
  test('the later event stays, is marked inconsistent and says why', async () => {
    await people({ P: ['buyer'] });
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    const sale = await told('CLK', id, transferred('2026-03-10', owner, buyer));
    await told(
      'POL',
      id,
      body('LossReported', '2026-03-01', {
        lostBetween: { from: '2026-02-28', to: '2026-03-01' },
        discoveredAt: '2026-03-01',
      }),
      '2026-04-01',
    );
    const now = await firearm(id);
    expect(now).toMatchObject({ custody: 'LST', holder: { party: owner } });
    expect(now.inconsistent).toMatchObject([{ event: { eventId: sale.eventId }, code: 'R10' }]);
    expect(await firearm(id, '?knownAt=2026-03-20')).toMatchObject({
      custody: 'HLD',
      holder: { party: buyer },
      inconsistent: [],
    });
    const events = (await ledger.get(`/v1/firearms/${id}/events`)).json().events;
    expect(events).toHaveLength(3);
  });
});

describe('HC-15 a destroyed firearm turns up', () => {
  test('is accepted as an identity conflict, stays destroyed, and its clock stops', async () => {
    // Time never runs backwards: a ledger in which nothing was recorded yet.
    await ledger.close();
    ledger = await createTestLedger();
    ledger.clock.set('1990-01-10T12:00:00Z');
    const { id } = await told('CLK', undefined, onPaper(registered('1990-01-10', dealer, 'D 15')));
    await told('CLK', id, body('FirearmDestroyed', '1991-05-10'));
    const erased = (day: string) => body('RetentionExpired', day, { subjectRefs: [dealer] });
    expect(await refused('SYS', id, erased('2021-05-10'))).toMatchObject({ code: 'R25' });
    ledger.clock.set('2026-03-01T12:00:00Z');
    const preview = await ledger.post('SYS', id, erased('2026-03-01'), { query: '?dryRun=true' });
    expect(preview.statusCode, preview.body).toBe(200);
    await told('POL', id, body('FirearmFound', '2026-03-02'));
    expect(await firearm(id)).toMatchObject({
      custody: 'DST',
      anomalies: [{ kind: 'IDENTITY_CONFLICT', status: 'DST' }],
    });
    expect(await refused('SYS', id, erased('2026-03-03'))).toMatchObject({ code: 'R25' });
  });
});

describe('HC-16 a firearm returns after definitive export', () => {
  const dispatch = (day: string, more: object = {}) =>
    body('FirearmDispatched', day, {
      ...exportLicenceOf(dealer),
      departedAt: day,
      carrier: 'Adria Cargo',
      route: ['RS'],
      importAuthorisationRef: 'RS-1',
      ...more,
    });
  const prepared = async () => {
    await people({ F: ['dealer'] });
    await exportLicence(ledger.asClerk, dealer, '2026-02-28');
    return told('CLK', undefined, registered('2026-01-10', dealer));
  };
  test('the same stream goes on, and the clock of the export is gone', async () => {
    const { id } = await prepared();
    await told(['DLR', dealer], id, dispatch('2026-02-01'));
    expect(await firearm(id)).toMatchObject({ custody: 'TRN', holder: { party: dealer } });
    await told(
      'CLK',
      id,
      body('FirearmArrivedAbroad', '2026-02-05', { destinationState: 'RS', arrivedOn: '2026-02-05' }),
    );
    expect(await firearm(id)).toMatchObject({ custody: 'EXP' });
    const back = body('FirearmImported', '2026-04-01', {
      kind: 'RETURN',
      responsiblePartyId: dealer,
      partyRole: 'TRADE',
      licenceNo: 'IMP-1',
    });
    const returned = await told('CUS', id, back);
    expect(returned.id).toBe(id);
    expect(await firearm(id)).toMatchObject({ custody: 'TRD', importMarkDue: false });
    const events = (await ledger.get(`/v1/firearms/${id}/events`)).json().events;
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'FirearmRegistered',
      'FirearmDispatched',
      'FirearmArrivedAbroad',
      'FirearmImported',
    ]);
  });
  test('REQ-IMP-01 it does not leave without a licence in force, its number and the import authorisation', async () => {
    const { id } = await prepared();
    const send = (report: ReturnType<typeof body>) => refused(['DLR', dealer], id, report);
    expect(await send(dispatch('2026-03-10'))).toMatchObject({ code: 'R18', pointer: '/payload/licenceId' });
    expect(await send(dispatch('2026-02-01', { licenceNo: 'OTHER' }))).toMatchObject({
      code: 'R18',
      pointer: '/payload/licenceNo',
    });
    expect(await send(dispatch('2026-02-01', { licenceId: permitOf(dealer) }))).toMatchObject({
      code: 'R18',
    });
    expect(await send(dispatch('2026-02-01', { route: ['AL'] }))).toMatchObject({ code: 'R18' });
    const { importAuthorisationRef: _left, ...without } = dispatch('2026-02-01').payload as Record<
      string,
      unknown
    >;
    expect(await send({ ...dispatch('2026-02-01'), payload: without })).toMatchObject({
      code: 'R18',
      pointer: '/payload/importAuthorisationRef',
    });
    // Reported after the licence ran out, it left while the licence held.
    const late = await told(['DLR', dealer], id, dispatch('2026-02-20'), '2026-03-15');
    expect(late.disputes).toEqual([]);
    await told('CUS', id, body('DispatchAborted', '2026-03-16', { reason: 'TURNED_BACK' }));
    expect(await firearm(id)).toMatchObject({ custody: 'TRD', holder: { party: dealer } });
  });
  test('arrived while it is reported stolen, it is abroad with an anomaly and the alert stays', async () => {
    const { id } = await prepared();
    await told(['DLR', dealer], id, dispatch('2026-02-01'));
    await told('POL', id, stolen('2026-02-03'));
    await told('CLK', id, body('FirearmArrivedAbroad', '2026-02-05', { destinationState: 'RS' }));
    expect(await firearm(id)).toMatchObject({
      custody: 'EXP',
      alerts: [{ kind: 'STOLEN' }],
      anomalies: [{ kind: 'ARRIVED_UNDER_ALERT', status: 'STL' }],
    });
  });
});

describe('HC-17 the owner dies, heirs unknown', () => {
  const opened = (day: string, more: object = {}) =>
    body('InheritanceOpened', day, { deceasedPartyId: owner, dateOfDeath: day, ...more });
  test('the executor has it, the owner’s interval ends at death, and nobody is ever without an answer', async () => {
    await people({ P: ['buyer'] });
    const executor = party('P', 'executor');
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('CLK', id, opened('2026-02-10', { executorId: executor }), '2026-03-20');
    expect(await firearm(id)).toMatchObject({
      custody: 'TMP',
      holder: { party: executor, role: 'ESTATE' },
      custodian: { party: executor, purpose: 'ESTATE' },
    });
    expect(await holderAt(id, '?validAt=2026-02-09')).toMatchObject({ holder: { party: owner } });
    expect(await holderAt(id, '?validAt=2026-02-10')).toMatchObject({ holder: { party: executor } });
    const answered = await chain(id);
    expect(answered.gaps).toEqual([]);
    expect(answered.ownership).toMatchObject([
      { holder: { party: owner }, to: { written: '2026-02-10' } },
      { holder: { party: executor, role: 'ESTATE' }, to: null },
    ]);
    const inherited = transferred('2026-04-10', executor, buyer, 'INHERITANCE');
    expect(await refused('CLK', id, inherited)).toMatchObject({ code: 'R08' });
    await told('CLK', id, {
      ...inherited,
      payload: { ...inherited.payload, endsTemporaryCustody: true },
    });
    expect(await firearm(id)).toMatchObject({ custody: 'HLD', holder: { party: buyer }, custodian: null });
  });
  test('without an executor the estate answers; from repair it comes back to the estate', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told(
      'CLK',
      id,
      body('TemporaryCustodyStarted', '2026-02-01', { custodianId: dealer, purpose: 'REPAIR' }),
    );
    await told('CLK', id, opened('2026-02-10'));
    expect(await firearm(id)).toMatchObject({
      custody: 'TMP',
      holder: { party: owner, role: 'ESTATE' },
      custodian: { party: dealer, purpose: 'REPAIR' },
    });
    await told(['DLR', dealer], id, body('TemporaryCustodyEnded', '2026-02-20', { custodianId: dealer }));
    expect(await firearm(id)).toMatchObject({
      custody: 'TMP',
      custodian: { party: owner, purpose: 'ESTATE' },
    });
    expect(await refused('CLK', id, body('TemporaryCustodyEnded', '2026-02-21'))).toMatchObject({
      code: 'R17',
    });
  });
  test('only the recorded holder leaves it, on the day of his death', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    expect(await refused('CLK', id, opened('2026-02-10', { deceasedPartyId: buyer }))).toMatchObject({
      code: 'R17',
    });
    expect(await refused('CLK', id, opened('2026-02-12', { dateOfDeath: '2026-02-10' }))).toMatchObject({
      code: 'R33',
    });
  });
});

describe('HC-18 unknown dates', () => {
  test('the answer names everybody who may have held it, never one falsely', async () => {
    const { id } = await told('CLK', undefined, onPaper(registered('2015-03-01', owner)), '2026-01-10');
    await told(
      'CLK',
      id,
      onPaper(transferred('2018', owner, buyer, 'PERSON_TO_PERSON', 'UNKNOWN')),
      '2026-01-11',
    );
    expect(await holderAt(id, '?validAt=2017-12-30')).toMatchObject({
      certain: true,
      possibly: [{ party: owner }],
    });
    const during = await holderAt(id, '?validAt=2018-07-01');
    expect(during.certain).toBe(false);
    expect(during.possibly.map((each: { party: string }) => each.party)).toEqual([owner, buyer]);
    expect(await holderAt(id, '?validAt=2019-01-02')).toMatchObject({
      certain: true,
      holder: { party: buyer },
      possibly: [{ party: buyer }],
    });
    expect((await chain(id)).gaps).toMatchObject([{ reason: 'COARSE_DATE', from: { written: '2018' } }]);
  });
  test('with no date at all it may not have been recorded yet', async () => {
    const { id } = await told('CLK', undefined, onPaper(registered('UNKNOWN', owner)), '2026-01-10');
    const before = await holderAt(id, '?validAt=2001-01-01');
    expect(before.certain).toBe(false);
    expect(before.possibly).toEqual([null, { party: owner, role: 'HOLDER' }]);
    await told(
      'CLK',
      id,
      onPaper(transferred('2020-05-01', owner, buyer, 'PERSON_TO_PERSON', 'UNKNOWN')),
      '2026-01-11',
    );
    expect(await holderAt(id, '?validAt=2021-01-01')).toMatchObject({ possibly: [{ party: buyer }] });
  });
});

describe('HC-20 a dealer reports the same sale twice', () => {
  test('the same key gives the first result, another key with the same facts is R19 with its id', async () => {
    await people({ P: ['buyer'], F: ['dealer'] });
    const { id } = await told('CLK', undefined, registered('2026-01-10', dealer));
    ledger.clock.set('2026-02-10T12:00:00Z');
    const sale = transferred('2026-02-10', dealer, buyer, 'DEALER_TO_PERSON');
    const report = (key: string) => ledger.post('DLR', id, sale, { key, organisation: dealer });
    const first = await report('sale-1');
    expect(first.statusCode, first.body).toBe(201);
    const retry = await report('sale-1');
    expect(retry.headers['idempotency-hit']).toBe('true');
    expect(retry.json()).toEqual(first.json());
    const again = await report('sale-2');
    expect(again.json()).toMatchObject({ code: 'R19', eventIds: [first.json().events[0].eventId] });
    expect((await ledger.get(`/v1/firearms/${id}/events`)).json().events).toHaveLength(2);
  });
});

describe('HC-21 evidence lost from the police store', () => {
  test('SZD becomes LST and the evidence custodian answers for it', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told('POL', id, body('FirearmSeized', '2026-02-10'));
    await told(
      'POL',
      id,
      body('EvidenceCustodyMoved', '2026-02-12', { fromCustodian: 'POLICE', toCustodian: 'POLICE-STORE' }),
    );
    await told('POL', id, body('LossReported', '2026-03-10'));
    expect(await firearm(id)).toMatchObject({
      custody: 'LST',
      alerts: [{ kind: 'LOST' }],
      holder: { party: owner },
      custodian: { party: 'POLICE-STORE', purpose: 'EVIDENCE' },
      responsible: 'POLICE-STORE',
    });
    expect(await holderAt(id, '?validAt=2026-02-20')).toMatchObject({ responsible: owner });
    await told('POL', id, body('AlertWithdrawn', '2026-03-12'));
    expect(await firearm(id)).toMatchObject({ custody: 'SZD', custodian: { party: 'POLICE-STORE' } });
  });
  test('a break in the chain of evidence is recorded and flagged', async () => {
    const { id } = await told('POL', undefined, body('FirearmSeized', '2026-02-10'));
    const { disputes } = await told(
      'LAB',
      id,
      body('EvidenceCustodyMoved', '2026-02-12', { fromCustodian: 'CUSTOMS', toCustodian: 'LABORATORY' }),
    );
    expect(disputes).toEqual(['PARTICULARS_DIFFER']);
  });
});

describe('HC-23 temporary import for hunting', () => {
  test('begins a stream, with no import mark due', async () => {
    const imported = (kind: string, day: string) =>
      body('FirearmImported', day, {
        kind,
        responsiblePartyId: owner,
        partyRole: 'HOLDER',
        licenceNo: 'I-1',
      });
    const hunting = await told('CUS', undefined, imported('TEMPORARY', '2026-02-10'));
    expect(await firearm(hunting.id)).toMatchObject({ custody: 'HLD', importMarkDue: false });
    const bought = await told('CUS', undefined, imported('NEW', '2026-02-11'));
    expect(await firearm(bought.id)).toMatchObject({ custody: 'HLD', importMarkDue: true });
  });
});

describe('HC-24 a privately made firearm is seized', () => {
  test('has no serial but an exhibit number, and gets a mark only by decision', async () => {
    await people({ F: ['dealer'] });
    const example = registered('2026-01-10', owner).payload as unknown as {
      identity: Record<string, unknown>;
    };
    const { id } = await told(
      'POL',
      undefined,
      body('FirearmSeized', '2026-02-10', {
        exhibitNo: 'EX-77',
        identityAsSeen: {
          ...example.identity,
          type: 'PRIVATELY_MADE_OTHER',
          make: 'PRIVATELY_MADE',
          serialRaw: { absent: 'NONE' },
        },
      }),
    );
    expect(await firearm(id)).toMatchObject({
      custody: 'SZD',
      markState: 'UNMARKED',
      marks: [],
      identity: { make: 'PRIVATELY_MADE', serialRaw: { absent: 'NONE' } },
    });
    await told('JUD', id, body('FirearmForfeited', '2026-03-01'));
    const kept = transferred('2026-03-05', dealer, dealer, 'TO_AUTHORITY');
    const disposal = {
      ...kept,
      payload: { ...kept.payload, supplierId: { absent: 'NONE' }, legalOrderRef: order('D-1') },
    };
    expect((await sent('STO', id, disposal)).json()).toMatchObject({ code: 'R33' });
    await told(
      'CLK',
      id,
      body('FirearmRemarked', '2026-03-04', {
        reason: 'UNMARKED',
        oldSerial: { absent: 'NONE' },
        newSerial: 'ME26-PM-1',
        orderRef: order('D-2'),
      }),
    );
    expect(await search('ME26-PM-1')).toEqual([id]);
    expect(await firearm(id)).toMatchObject({ custody: 'FRF', markState: 'REMARKED' });
  });
});

describe('HC-25 a batch of 500 with one bad row', () => {
  test('is all or nothing per firearm, never per batch, with a result line by line', async () => {
    ledger.clock.set('2026-06-01T12:00:00Z');
    const lines = Array.from({ length: 500 }, (_, index) => ({
      newFirearm: `row-${index}`,
      ...registered('2026-05-01', owner, `B ${1000 + index}`),
    }));
    const bad = lines[250];
    if (bad === undefined) throw new Error('no line 250');
    (bad.payload as unknown as { identity: Record<string, unknown> }).identity['calibre'] = {
      absent: 'UNKNOWN',
    };
    const answer = await ledger.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': 'batch-500',
        'content-type': 'application/x-ndjson',
      },
      payload: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
    const results = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results).toHaveLength(500);
    const faulty = results.filter((result) => result.status >= 400 || result.problem !== undefined);
    expect(faulty).toHaveLength(1);
    expect(JSON.stringify(faulty[0])).toContain('R31');
    await ledger.caughtUp();
    const { rows } = await ledger.database.owner.query(
      'select count(distinct subject_id)::int as n from current_registry.interval',
    );
    expect(rows[0].n).toBe(499);
  });
});

describe('REQ-REC-11 a legal hold blocks erasure', () => {
  const erased = (day: string) => body('RetentionExpired', day, { subjectRefs: [dealer] });
  const preview = (id: string) => ledger.post('DPO', id, erased('2026-03-01'), { query: '?dryRun=true' });
  const long = async () => {
    const { id } = await told(
      'CLK',
      undefined,
      onPaper(registered('1990-01-10', dealer, 'H 1')),
      '2026-01-05',
    );
    await told('CLK', id, body('FirearmDestroyed', '1991-05-10'), '2026-01-06');
    ledger.clock.set('2026-03-01T12:00:00Z');
    expect((await preview(id)).statusCode).toBe(200);
    return id;
  };
  test('placed on the firearm, until it is lifted', async () => {
    const id = await long();
    const hold = await told('JUD', id, body('LegalHoldPlaced', '2026-03-01'));
    expect((await preview(id)).json()).toMatchObject({ code: 'R25' });
    await told('JUD', id, body('LegalHoldLifted', '2026-03-01', { holdEventId: hold.eventId }));
    expect((await preview(id)).statusCode).toBe(200);
  });
  test.each(['firearmIds', 'partyIds'])('placed with the ledger itself on %s', async (scope) => {
    const id = await long();
    const hold = body('LegalHoldPlaced', '2026-03-01', {
      scope: { [scope]: [scope === 'firearmIds' ? id : dealer] },
    });
    const placed = await ledger.app.inject({
      method: 'POST',
      url: '/v1/system/events',
      headers: {
        authorization: await ledger.bearer('JUD', 'COURT'),
        'idempotency-key': 'hold-1',
        'content-type': 'application/json',
      },
      payload: JSON.stringify(hold),
    });
    expect(placed.statusCode, placed.body).toBe(201);
    expect((await preview(id)).json()).toMatchObject({ code: 'R25' });
  });
});
