import { beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import type { ProfileName } from '../../domain/policy/policy.ts';
import { profiles } from '../../domain/policy/profiles.ts';
import { addMonths } from '../../domain/time/calendarDate.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

const dealer = party('F', 'dealer');
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const foreigner = party('P', 'foreigner');

/** The same story under one profile: what was answered and what stands in the lists at its end. */
const told = async (profile: ProfileName) => {
  const ledger: TestLedger = await createTestLedger({ policy: profiles[profile] });
  const answers: Record<string, string> = {};
  /** Reports at noon of the day after, and keeps the answer: 201 with its disputes, or the code of the refusal. */
  const report = async (
    name: string,
    plural: string,
    role: Role,
    id: string | undefined,
    given: ReturnType<typeof body>,
    organisation?: string,
  ) => {
    ledger.clock.set(new Date(Date.parse(`${given.effectiveAt}T12:00:00Z`) + 86_400_000).toISOString());
    const answer = await recordIn(
      ledger,
      plural,
      role,
      id,
      given,
      organisation === undefined ? {} : { organisation },
    );
    const json = answer.json();
    const disputes = (json.events ?? []).flatMap((event: { disputes: string[] }) => event.disputes);
    answers[name] = answer.statusCode < 300 ? ['recorded', ...disputes].join(' ') : json.code;
    return json;
  };
  const list = async (url: string) => {
    await ledger.caughtUp();
    const answer = await ledger.get(url);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };

  // Parties, and rights with and without a look-up of refusals elsewhere.
  ledger.clock.set('2026-01-02T12:00:00Z');
  await entitled(ledger.asClerk, 'F', 'dealer');
  for (const name of ['owner', 'buyer']) await entitled(ledger.asClerk, 'P', name);
  const applied = { applicantId: owner, kind: 'PERMIT', categories: ['B'] };
  const right = await report(
    'application',
    'authorisations',
    'CLK',
    undefined,
    body('AuthorisationApplied', '2026-01-05', applied),
  );
  await report(
    'grant without a look-up of refusals',
    'authorisations',
    'CLK',
    right.authorisationId,
    body('AuthorisationGranted', '2026-01-06', {
      holderId: owner,
      kind: 'PERMIT',
      categories: ['B'],
      licenceNo: 'WP-NL',
      validTo: '2030-12-31',
    }),
  );
  const wish = await report(
    'other application',
    'authorisations',
    'CLK',
    undefined,
    body('AuthorisationApplied', '2026-01-07', applied),
  );
  await report(
    'refusal for security',
    'authorisations',
    'CLK',
    wish.authorisationId,
    body('AuthorisationRefused', '2026-01-08', { ground: 'SECURITY', final: true }),
  );

  // Registration, sale, theft, an attempt to sell, recovery, discharge, release.
  const registration = await report(
    'registration',
    'firearms',
    'CLK',
    undefined,
    registered('2026-02-01', dealer, 'NE 1'),
  );
  const id: string = registration.firearmId;
  await report(
    'sale',
    'firearms',
    'DLR',
    id,
    transferred('2026-02-05', dealer, owner, 'DEALER_TO_PERSON'),
    dealer,
  );
  const theft = await report('theft', 'firearms', 'POL', id, stolen('2026-02-10'), 'POLICE');
  const { alerts } = (await ledger.get(`/v1/firearms/${id}`)).json();
  const alertId: string = theft.elsewhere.find(({ kind }: { kind: string }) => kind === 'alert').id;
  const alert = (await ledger.get(`/v1/alerts/${alertId}`)).json();
  const entries: ReadonlyArray<{ channel: string }> = alert.state.entries;
  const channels = entries.map(({ channel }) => channel).sort();
  const tasksOfAlert = (await list('/v1/tasks?kind=ALERT_ENTRY_DUE')).tasks.map(
    ({ data, dueOn }: { data: { channel: string }; dueOn: string }) => `${data.channel} ${dueOn}`,
  );
  await report('sale of the stolen firearm', 'firearms', 'CLK', id, transferred('2026-02-15', owner, buyer));
  const found = await report('recovery', 'firearms', 'POL', id, body('FirearmFound', '2026-02-20'), 'POLICE');
  await report(
    'discharge',
    'firearms',
    'POL',
    id,
    body('AlertDischarged', '2026-02-21', { recoveryEventId: found.events[0].eventId }),
    'POLICE',
  );
  const release = { toParty: owner, partyRole: 'HOLDER', receiverAuthorisationId: permitOf(owner) };
  await report('release', 'firearms', 'POL', id, body('FirearmReleased', '2026-02-25', release), 'POLICE');

  // Across the border to a Member State.
  const particulars = {
    supplierId: owner,
    acquirerId: buyer,
    betweenDealers: false,
    destinationState: 'HR',
    transitStates: [],
    deliveryAddress: { street: '2 Example Street', locality: 'Zagreb', country: 'HR' },
    firearms: [{ firearmId: id, proofChecked: true }],
    count: 1,
    meansOfTransfer: 'Road',
    departOn: '2026-03-20',
    arriveOn: '2026-03-21',
  };
  await report(
    'request for a transfer to a Member State',
    'authorisations',
    'CLK',
    undefined,
    body('TransferAuthorisationRequested', '2026-03-01', { applicantId: owner, particulars }),
  );
  await report(
    'European firearms pass',
    'authorisations',
    'CLK',
    undefined,
    body('PassIssued', '2026-03-02', {
      holderId: owner,
      firearmIds: [id],
      validFrom: '2026-03-02',
      validTo: '2030-12-31',
    }),
  );
  const licence = {
    licenceNo: 'EXP-HR-1',
    holderId: dealer,
    issuedAt: 'Podgorica',
    issuedOn: '2026-03-01',
    validTo: '2026-12-31',
    exportCountry: 'ME',
    importCountry: 'HR',
    transitCountries: [],
    finalRecipient: {
      name: 'Recipient 3',
      address: { street: '1 Example Street', locality: 'Zagreb', country: 'HR' },
    },
    goods: [{ description: 'Pistols', category: 'B', quantity: 5 }],
    militaryList: false,
    importAuthorisationRef: { kind: 'IMPORT', number: 'HR-1', issuer: 'Ministry', date: '2026-02-01' },
  };
  const granted = await report(
    'export licence',
    'authorisations',
    'CLK',
    undefined,
    body('ExportAuthorised', '2026-03-03', licence),
  );
  const leaving: string = (
    await report(
      'registration of what leaves',
      'firearms',
      'CLK',
      undefined,
      registered('2026-03-04', dealer, 'NE 2'),
    )
  ).firearmId;
  // What is an export from outside is a transfer between Member States, with the consent of the other one.
  const authorised = async (id: string | undefined, given: ReturnType<typeof body>): Promise<string> => {
    ledger.clock.set('2026-03-09T12:00:00Z');
    const answer = await recordIn(ledger, 'authorisations', 'CLK', id, given);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json().authorisationId;
  };
  const transferLicence = async (): Promise<string> => {
    const validity = { validFrom: '2026-03-05', validTo: '2026-12-31' };
    const foreignConsentRef = await authorised(
      undefined,
      body('PriorConsentReceived', '2026-03-06', {
        state: 'HR',
        firearmIds: [leaving],
        acquirerId: undefined,
        reference: 'HR-76',
        ...validity,
      }),
    );
    const firearms = [{ firearmId: leaving, proofChecked: true }];
    const id = await authorised(
      undefined,
      body('TransferAuthorisationRequested', '2026-03-07', {
        applicantId: dealer,
        particulars: { ...particulars, supplierId: dealer, firearms },
      }),
    );
    return authorised(
      id,
      body('TransferAuthorised', '2026-03-08', {
        licenceNo: 'EXP-HR-1',
        kind: 'DEFINITIVE',
        ...validity,
        foreignConsentRef,
        particulars: undefined,
      }),
    );
  };
  await report(
    'dispatch under the licence',
    'firearms',
    'DLR',
    leaving,
    body('FirearmDispatched', '2026-03-10', {
      licenceId: profile === 'EU_MEMBER' ? await transferLicence() : granted.authorisationId,
      licenceNo: 'EXP-HR-1',
      departedAt: '2026-03-10',
      route: ['HR'],
      importAuthorisationRef: 'HR-1',
    }),
    dealer,
  );
  await report(
    'arrival',
    'firearms',
    'CLK',
    leaving,
    body('FirearmArrivedAbroad', '2026-03-12', {
      destinationState: 'HR',
      arrivedOn: '2026-03-12',
      definitive: true,
    }),
  );

  // Somebody who resides in a Member State buys here: with the licence of what the movement is by law.
  ledger.clock.set('2026-03-14T12:00:00Z');
  await ledger.asClerk(
    {
      plural: 'parties',
      key: 'foreigner',
      body: {
        type: 'PartyRegistered',
        effectiveAt: '2026-03-13',
        payload: {
          kind: 'NATURAL_PERSON',
          capacities: ['HOLDER'],
          validFrom: '2026-03-13',
          details: {
            name: 'Buyer from abroad',
            address: { street: '1 Example Street', locality: 'Zagreb', country: 'HR' },
            residenceState: 'HR',
          },
        },
      },
    },
    'test',
  );
  const consent = await report(
    'prior consent',
    'authorisations',
    'CLK',
    undefined,
    body('PriorConsentReceived', '2026-03-14', {
      state: 'HR',
      firearmIds: [],
      acquirerId: foreigner,
      reference: 'HR-77',
      validFrom: '2026-03-14',
      validTo: '2026-12-31',
    }),
  );
  const foreign = await report(
    'application from abroad',
    'authorisations',
    'CLK',
    undefined,
    body('AuthorisationApplied', '2026-03-14', { applicantId: foreigner, kind: 'PERMIT', categories: ['B'] }),
  );
  await report(
    'look-up',
    'authorisations',
    'CLK',
    foreign.authorisationId,
    body('RefusalLookupPerformed', '2026-03-14', { channel: 'BILATERAL', result: 'NO_REFUSAL' }),
  );
  await report(
    'grant to a resident of a Member State',
    'authorisations',
    'CLK',
    foreign.authorisationId,
    body('AuthorisationGranted', '2026-03-15', {
      holderId: foreigner,
      kind: 'PERMIT',
      categories: ['B'],
      licenceNo: 'WP-F',
      validTo: '2030-12-31',
      foreignConsentRef: consent.authorisationId,
    }),
  );
  const bought: string = (
    await report(
      'registration of what is sold abroad',
      'firearms',
      'CLK',
      undefined,
      registered('2026-03-16', dealer, 'NE 3'),
    )
  ).firearmId;
  const sale = transferred('2026-03-17', dealer, foreigner, 'DEALER_TO_PERSON', foreign.authorisationId);
  await report(
    'sale to him under an export licence',
    'firearms',
    'DLR',
    bought,
    {
      ...sale,
      payload: {
        ...sale.payload,
        channel: 'DISTANCE',
        identityCheck: { by: 'DEALER', checkerId: dealer, at: '2026-03-17', method: 'IDENTITY_DOCUMENT' },
        transferLicenceRef: granted.authorisationId,
      },
    },
    dealer,
  );

  // Deactivation, destruction, and a question from a Member State.
  const converted: string = (
    await report(
      'registration of what is deactivated',
      'firearms',
      'CLK',
      undefined,
      registered('2026-04-01', dealer, 'NE 4'),
    )
  ).firearmId;
  await report(
    'deactivation',
    'firearms',
    'DLR',
    converted,
    body('DeactivationPerformed', '2026-04-02'),
    dealer,
  );
  await report(
    'its certificate',
    'firearms',
    'VER',
    converted,
    body('DeactivationCertified', '2026-04-03', { date: '2026-04-03' }),
    'VERIFIER',
  );
  const destroyed: string = (
    await report(
      'registration of what is destroyed',
      'firearms',
      'CLK',
      undefined,
      registered('2026-04-05', dealer, 'NE 5'),
    )
  ).firearmId;
  await report('destruction', 'firearms', 'CLK', destroyed, body('FirearmDestroyed', '2026-04-08'));
  const question = await report(
    'question from a Member State',
    'traces',
    'FFP',
    undefined,
    body('TraceRequestReceived', '2026-04-10', {
      firearmId: id,
      caseRef: 'HR-CASE',
      requester: { country: 'HR', authority: 'MUP', scope: 'FOREIGN' },
      intendedUse: 'PROSECUTION',
      circumstances: 'Found in a car',
      legalJustification: 'Criminal Code',
    }),
    'POLICE',
  );
  await report(
    'answer to it without a ground of transfer',
    'traces',
    'FFP',
    question.traceId,
    body('TraceAnswered', '2026-04-11', {
      extent: 'PARTIAL',
      ground: 'CONFIDENTIALITY_LAW',
      asOf: { valid: '2026-04-10', known: '2026-04-10' },
    }),
    'POLICE',
  );

  ledger.clock.set('2026-04-20T12:00:00Z');
  const kinds = async (kind: string): Promise<number> =>
    (await list(`/v1/tasks?kind=${kind}&state=ALL`)).tasks.length;
  const lists = {
    alertsAtTheft: alerts.map((each: { kind: string }) => each.kind),
    channels,
    tasksOfAlert,
    movementNotices: await kinds('MOVEMENT_NOTICE_DUE'),
    refusalNotices: await kinds('REFUSAL_NOTICE_DUE'),
    clocks: (await list('/v1/retention/due')).clocks.map(
      (clock: { subjectId: string; clockFrom: string; nominalEnd: string; erasableFrom: string }) => [
        clock.subjectId === destroyed,
        clock.clockFrom,
        clock.nominalEnd,
        clock.erasableFrom,
      ],
    ),
    movements: (await list('/v1/movements?direction=OUT')).movements.map(
      ({ country, endedType }: { country: string; endedType: string }) => [country, endedType],
    ),
    custody: (await ledger.get(`/v1/firearms/${id}`)).json().custody,
    deactivated: await ledger
      .get(`/v1/firearms/${converted}`)
      .then((answer) => [answer.json().condition, answer.json().identity.subcategory]),
  };
  await expectRebuiltEqual(ledger);
  await ledger.close();
  return { answers, lists };
};

let union: Awaited<ReturnType<typeof told>>;
let outside: Awaited<ReturnType<typeof told>>;
beforeAll(async () => {
  union = await told('EU_MEMBER');
  outside = await told('NON_EU_ALIGNED');
}, 600_000);

/** What arts 16 to 18, IMI and SIS make of the story, and what it is where they do not apply. */
const different: Readonly<Record<string, readonly [inTheUnion: string, outside: string]>> = {
  // REQ-EXC-04: without IMI there is nobody to ask.
  'grant without a look-up of refusals': ['R44', 'recorded'],
  // Dir. 16(2): outside the Union it is an export.
  'request for a transfer to a Member State': ['recorded', 'R17'],
  // Dir. 1(3): Member States issue passes.
  'European firearms pass': ['recorded', 'R17'],
  // 258/2012 art. 2: nothing is exported to a Member State.
  'export licence': ['R17', 'recorded'],
  // Dir. 12 and 16: the licence of what the movement is.
  'sale to him under an export licence': ['R18', 'recorded'],
  // REQ-DPR-08: from outside, a Member State is a third country like any other.
  'answer to it without a ground of transfer': ['recorded', 'R62'],
};

describe('NON_EU_ALIGNED (legal-basis section 7, trap 19)', () => {
  test('every report of the story is answered as in a Member State, but for what arts 16 to 18 and IMI say', () => {
    const differing = Object.entries(union.answers).flatMap(([name, answer]) =>
      answer === outside.answers[name] ? [] : [[name, [answer, outside.answers[name]]]],
    );
    expect(Object.fromEntries(differing)).toEqual(different);
    const same = Object.entries(outside.answers).filter(([name]) => different[name] === undefined);
    expect(Object.fromEntries(same.filter(([, answer]) => answer !== 'recorded'))).toEqual({
      'sale of the stolen firearm': 'R11',
    });
  });

  test('REQ-LST-02 a theft is entered in SIS and iARMS there, in iARMS alone here, and is an alert in both', () => {
    expect(union.lists.alertsAtTheft).toEqual(['STOLEN']);
    expect(outside.lists.alertsAtTheft).toEqual(['STOLEN']);
    expect([union.lists.channels, outside.lists.channels]).toEqual([['IARMS', 'SIS'], ['IARMS']]);
    expect([...union.lists.tasksOfAlert].sort()).toEqual(['IARMS 2026-02-11', 'SIS 2026-02-11']);
    expect(outside.lists.tasksOfAlert).toEqual(['IARMS 2026-02-11']);
  });

  test('REQ-EXC-01 REQ-EXC-03 no State is told through IMI of a movement or a refusal', () => {
    expect([union.lists.movementNotices, outside.lists.movementNotices]).toEqual([2, 0]);
    expect([union.lists.refusalNotices, outside.lists.refusalNotices]).toEqual([1, 0]);
  });

  test('REQ-REC-08 retention is the same: thirty years from destruction, none from export', () => {
    // 2056-04-08 is a Saturday: erasable after Monday, 10 April.
    expect(addMonths('2026-04-08', 360)).toBe('2056-04-08');
    const clocks = [[true, '2026-04-08', '2056-04-08', '2056-04-11']];
    expect([union.lists.clocks, outside.lists.clocks]).toEqual([clocks, clocks]);
  });

  test('the movement, the recovery and the deactivation end as in a Member State', () => {
    for (const { lists } of [union, outside]) {
      expect(lists.movements).toEqual([['HR', 'FirearmArrivedAbroad']]);
      expect(lists.custody).toBe('HLD');
      expect(lists.deactivated).toEqual(['DEACT_CERT', 'C6']);
    }
  });
});
