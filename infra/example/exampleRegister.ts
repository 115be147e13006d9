import { createExampleParties, type ExampleEvent, type ExampleLife } from './exampleParties.ts';

// Every name, number and party here is invented.
const parties = createExampleParties();
const { person, rightOf } = parties;
export const exampleDealer = parties.firm('dealer one', 'DEALER');
const dealer = exampleDealer;
const otherDealer = parties.firm('dealer two', 'DEALER');
const maker = parties.firm('maker', 'MANUFACTURER');

const clerk = { role: 'CLK', organisationId: 'REGISTRY' } as const;
const police = { role: 'POL', organisationId: 'POLICE' } as const;
const court = { role: 'JUD', organisationId: 'COURT' } as const;
const customs = { role: 'CUS', organisationId: 'CUSTOMS' } as const;
const asDealer = { role: 'DLR', organisationId: dealer } as const;
const asMaker = { role: 'MFR', organisationId: maker } as const;
const verifier = { role: 'VER', organisationId: 'VERIFIER' } as const;

type Kind = {
  readonly type: string;
  readonly make: string;
  readonly code: string;
  readonly model: string;
  readonly calibre: string;
  readonly calibreCode: string;
  readonly action: string;
  readonly country: string;
  readonly category: string;
  readonly subcategory: string;
};
const kinds: ReadonlyArray<Kind> = [
  {
    type: 'PISTOL',
    make: 'Zastava',
    code: 'ZASTAVA',
    model: 'M57',
    calibre: '7,62 x 25 Tokarev',
    calibreCode: '762X25',
    action: 'SEMI_AUTO',
    country: 'YUCS',
    category: 'B',
    subcategory: 'B5',
  },
  {
    type: 'PISTOL',
    make: 'HS Produkt',
    code: 'HS_PRODUKT',
    model: 'XDM-9',
    calibre: '9 mm Luger',
    calibreCode: '9LUGER',
    action: 'SEMI_AUTO',
    country: 'HR',
    category: 'B',
    subcategory: 'B5',
  },
  {
    type: 'RIFLE',
    make: 'Застава',
    code: 'ZASTAVA',
    model: 'M70',
    calibre: '8 x 57 IS',
    calibreCode: '8X57IS',
    action: 'REPEATING_BOLT',
    country: 'YUCS',
    category: 'C',
    subcategory: 'C1',
  },
  {
    type: 'SHOTGUN',
    make: 'Beretta',
    code: 'BERETTA',
    model: '686',
    calibre: '12/70',
    calibreCode: '12-70',
    action: 'BREAK_OPEN',
    country: 'IT',
    category: 'C',
    subcategory: 'C7',
  },
  {
    type: 'RIFLE',
    make: 'Steyr Mannlicher',
    code: 'STEYR',
    model: 'Classic',
    calibre: '.308 Win.',
    calibreCode: '308WIN',
    action: 'REPEATING_BOLT',
    country: 'AT',
    category: 'C',
    subcategory: 'C1',
  },
];

const identity = (kind: Kind, serialRaw: unknown) => ({
  type: kind.type,
  make: kind.make,
  manufacturerCode: kind.code,
  model: kind.model,
  calibre: [{ raw: kind.calibre, code: kind.calibreCode }],
  serialRaw,
  countryOfManufacture: kind.country,
  action: kind.action,
  bore: kind.type === 'SHOTGUN' ? 'SMOOTH' : 'RIFLED',
  ignition: 'CENTREFIRE',
  category: kind.category,
  subcategory: kind.subcategory,
});
const docRef = (kind: string, number: string, issuer: string, date: string) => ({
  kind,
  number,
  issuer,
  date,
});
const at = { country: 'ME', admin: 'Podgorica' };

const registered = (
  kind: Kind,
  serial: string,
  effectiveAt: string,
  responsible = dealer,
  partyRole = 'TRADE',
): ExampleEvent => ({
  by: clerk,
  type: 'FirearmRegistered',
  effectiveAt,
  payload: {
    identity: identity(kind, serial),
    frameMark: { location: kind.type === 'PISTOL' ? 'FRAME' : 'RECEIVER', serialRaw: serial },
    responsiblePartyId: responsible,
    partyRole,
    kind: 'NEW',
  },
});
const transfer = (
  effectiveAt: string,
  supplierId: string,
  acquirerId: string,
  transferKind: string,
  by: ExampleEvent['by'] = clerk,
): ExampleEvent => ({
  by,
  type: 'FirearmTransferred',
  effectiveAt,
  payload: {
    supplierId,
    acquirerId,
    acquirerAuthorisationId: rightOf(acquirerId),
    transferKind,
    reportingSide: by === clerk ? 'AUTHORITY' : 'SUPPLIER',
    channel: 'IN_PERSON',
  },
});
const confirmed = (target: string): ExampleEvent => ({
  by: clerk,
  type: 'TransferConfirmed',
  effectiveAt: '2022-01-10',
  payload: { targetEventId: target, differences: [] },
});
const stolen = (effectiveAt: string): ExampleEvent => ({
  by: police,
  type: 'TheftReported',
  effectiveAt,
  payload: {
    stolenBetween: { from: effectiveAt, to: effectiveAt },
    discoveredAt: effectiveAt,
    place: at,
    policeRef: `KU-${effectiveAt}`,
  },
});
const found = (effectiveAt: string, serial: string): ExampleEvent => ({
  by: police,
  type: 'FirearmFound',
  effectiveAt,
  payload: { place: at, marksSeen: [{ location: 'FRAME', serialRaw: serial }] },
});
const seized = (effectiveAt: string, caseRef: string, serial: unknown): ExampleEvent => ({
  by: police,
  type: 'FirearmSeized',
  effectiveAt,
  payload: {
    caseRef,
    place: at,
    legalGround: 'Criminal Procedure Code 85',
    marksSeen: [{ location: 'FRAME', serialRaw: serial }],
    exhibitNo: 'EX-1',
  },
});

const kindOf = (index: number): Kind => kinds[index % kinds.length] as Kind;
const everyday: ReadonlyArray<ExampleLife> = Array.from({ length: 24 }, (_, index): ExampleLife => {
  const kind = kindOf(index);
  const serial = `${['BG', 'KR', 'ZG', 'SA', 'SK'][index % 5]} ${4711 + index * 37}`;
  const year = 2012 + (index % 9);
  const events = [
    registered(kind, serial, `${year}-02-${String(1 + index).padStart(2, '0')}`),
    ...(index % 4 === 0
      ? []
      : [transfer(`${year}-05-10`, dealer, person(index), 'DEALER_TO_PERSON', asDealer), confirmed('$1')]),
    ...(index % 6 === 1
      ? [transfer(`${year + 2}-09-01`, person(index), person(index + 100), 'INHERITANCE')]
      : []),
  ];
  return { label: `everyday ${index}`, events };
});

const k0 = kindOf(0);
const k1 = kindOf(1);
const special: ReadonlyArray<ExampleLife> = [
  {
    label: 'stolen, found and returned',
    events: [
      registered(k0, 'C-40571', '2015-03-02'),
      transfer('2015-03-20', dealer, person(1), 'DEALER_TO_PERSON', asDealer),
      confirmed('$1'),
      stolen('2019-07-14'),
      found('2020-02-03', 'C-40571'),
      { by: police, type: 'AlertDischarged', effectiveAt: '2020-02-10', payload: { recoveryEventId: '$4' } },
      {
        by: police,
        type: 'FirearmReleased',
        effectiveAt: '2020-03-01',
        payload: {
          toParty: person(1),
          partyRole: 'HOLDER',
          orderRef: docRef('RELEASE', 'R-7/20', 'Police', '2020-03-01'),
          receiverAuthorisationId: rightOf(person(1)),
        },
      },
    ],
  },
  {
    label: 'stolen and still missing',
    events: [
      registered(k1, 'XD 77120', '2018-01-15'),
      transfer('2018-02-01', dealer, person(2), 'DEALER_TO_PERSON', asDealer),
      stolen('2023-11-05'),
    ],
  },
  {
    label: 'sold late on paper against an open alert',
    events: [
      registered(k1, 'XD 77121', '2018-01-15', person(3), 'HOLDER'),
      stolen('2024-04-10'),
      { ...transfer('2024-03-01', person(3), person(4), 'PERSON_TO_PERSON') },
    ],
  },
  {
    label: 'two sides that disagree',
    events: [
      registered(k0, 'C-40600', '2016-06-01'),
      transfer('2016-07-01', otherDealer, person(5), 'DEALER_TO_PERSON', {
        role: 'DLR',
        organisationId: otherDealer,
      }),
      {
        by: clerk,
        type: 'TransferDisputed',
        effectiveAt: '2016-07-20',
        payload: {
          targetEventId: '$1',
          differences: [{ field: 'supplierId', reported: 'dealer two', own: 'dealer one' }],
        },
      },
    ],
  },
  {
    label: 'misread number corrected',
    events: [
      registered(k0, 'C-4O612', '2017-06-01'),
      {
        by: clerk,
        type: 'RecordCorrected',
        effectiveAt: '2017-08-01',
        payload: {
          targetEventId: '$0',
          changes: [
            { path: '/payload/identity/serialRaw', recordedValue: 'C-4O612', correctValue: 'C-40612' },
            { path: '/payload/frameMark/serialRaw', recordedValue: 'C-4O612', correctValue: 'C-40612' },
          ],
          reason: 'MISREAD_MARK',
          evidenceRef: docRef('PHOTO', 'PH-12', 'Registry', '2017-08-01'),
        },
      },
    ],
  },
  {
    label: 'registration that never happened',
    events: [
      registered(k1, 'XD 99999', '2019-01-01'),
      {
        by: clerk,
        type: 'RecordAnnulled',
        effectiveAt: '2019-01-05',
        payload: { targetEventId: '$0', reason: 'NEVER_HAPPENED' },
      },
    ],
  },
  {
    label: 'seized, forfeited and destroyed',
    events: [
      registered(k0, 'C-40777', '2011-01-01', person(6), 'HOLDER'),
      seized('2021-05-05', 'KT-55/21', 'C-40777'),
      {
        by: court,
        type: 'FirearmForfeited',
        effectiveAt: '2022-01-20',
        payload: { orderRef: docRef('JUDGMENT', 'K-9/22', 'High Court', '2022-01-20'), final: true },
      },
      {
        by: police,
        type: 'FirearmDestroyed',
        effectiveAt: '2022-06-01',
        payload: {
          method: 'MELTED',
          place: at,
          witnesses: ['W1', 'W2'],
          componentsDestroyed: ['FRAME', 'SLIDE', 'BARREL'],
          protocolRef: docRef('PROTOCOL', 'D-3/22', 'Police', '2022-06-01'),
        },
      },
    ],
  },
  {
    label: 'seized with the number ground off',
    events: [seized('2022-08-19', 'KT-81/22', { absent: 'OBLITERATED' })],
  },
  {
    label: 'made at home, seized',
    events: [
      {
        by: police,
        type: 'FirearmSeized',
        effectiveAt: '2023-02-02',
        payload: {
          caseRef: 'KT-3/23',
          place: at,
          legalGround: 'Criminal Procedure Code 85',
          marksSeen: [],
          exhibitNo: 'EX-9',
          identityAsSeen: {
            ...identity(k0, { absent: 'NONE' }),
            type: 'PRIVATELY_MADE_OTHER',
            make: { absent: 'NONE' },
            model: { absent: 'NONE' },
          },
        },
      },
    ],
  },
  {
    label: 'deactivated and certified',
    events: [
      registered(kindOf(2), 'M70 3313', '2013-01-01', person(7), 'HOLDER'),
      {
        by: asDealer,
        type: 'DeactivationPerformed',
        effectiveAt: '2021-03-03',
        payload: {
          standard: 'EU_2018_337',
          operations: ['BARREL_WELDED', 'BOLT_CUT'],
          components: ['BARREL', 'BOLT', 'RECEIVER'],
        },
      },
      {
        by: verifier,
        type: 'DeactivationCertified',
        effectiveAt: '2021-03-20',
        payload: {
          certificateNo: 'DC-2021-044',
          mark: { state: 'ME', entitySymbol: 'V1', year: 2021 },
          date: '2021-03-20',
          entity: 'V1',
        },
      },
    ],
  },
  {
    label: 'made, marked, placed on the market',
    events: [
      {
        by: asMaker,
        type: 'FirearmManufactured',
        effectiveAt: '2024-09-02',
        payload: {
          identity: identity(k0, { absent: 'NONE' }),
          placeOfManufacture: { country: 'RS', locality: 'Kragujevac' },
          completedOn: '2024-09-02',
          batch: 'B-24-9',
        },
      },
      {
        by: asMaker,
        type: 'FirearmMarked',
        effectiveAt: '2024-09-03',
        payload: {
          mark: {
            elements: { manufacturer: 'Zastava', country: 'RS', serialRaw: 'ZA-240913', year: 2024 },
            purpose: 'MANUFACTURE',
            location: 'FRAME',
            alphabet: 'LATIN',
            numerals: 'ARABIC',
            charHeightMm: 1.8,
            depthMm: 0.09,
            carrier: 'METAL',
            method: 'LASER',
          },
        },
      },
      {
        by: clerk,
        type: 'FirearmRegistered',
        effectiveAt: '2024-09-05',
        payload: {
          identity: identity(k0, 'ZA-240913'),
          frameMark: { location: 'FRAME', serialRaw: 'ZA-240913' },
          responsiblePartyId: maker,
          partyRole: 'TRADE',
          kind: 'NEW',
        },
      },
      {
        by: asMaker,
        type: 'FirearmPlacedOnMarket',
        effectiveAt: '2024-10-01',
        payload: { firstMarketDate: '2024-10-01' },
      },
    ],
  },
  {
    label: 'imported, import mark still due',
    events: [
      {
        by: customs,
        type: 'FirearmImported',
        effectiveAt: '2025-05-12',
        payload: {
          identity: identity(kindOf(4), '3081022'),
          fromCountry: 'AT',
          licenceNo: 'IMP-25-18',
          customsRef: '25ME0001',
          kind: 'NEW',
          responsiblePartyId: dealer,
          partyRole: 'TRADE',
        },
      },
    ],
  },
  {
    label: 'lost and withdrawn',
    events: [
      registered(k1, 'XD 77300', '2019-01-15', person(8), 'HOLDER'),
      {
        by: clerk,
        type: 'LossReported',
        effectiveAt: '2022-10-10',
        payload: {
          lostBetween: { from: '2022-10', to: '2022-10-10' },
          discoveredAt: '2022-10-10',
          place: at,
          circumstances: 'LOST',
        },
      },
      { by: clerk, type: 'AlertWithdrawn', effectiveAt: '2022-10-20', payload: { reason: 'NEVER_MISSING' } },
    ],
  },
  {
    label: 'same number, other maker',
    events: [registered(kindOf(3), 'C-40571', '2014-04-04', person(9), 'HOLDER')],
  },
  {
    label: 'date known to the year only',
    events: [
      {
        by: { role: 'MIG', organisationId: 'REGISTRY' },
        type: 'LegacyRecordDigitised',
        effectiveAt: '1987',
        payload: {
          identity: identity(kindOf(2), '88123'),
          responsiblePartyId: { absent: 'UNKNOWN' },
          partyRole: 'HOLDER',
          sourceRegister: 'BOOK-1987',
          sourceRef: 'p. 14, no. 3',
          scanSha256: '0'.repeat(64),
          asWritten: '{"entry":"karabin M70 88123"}',
          confidence: [{ field: 'calibre', level: 'LOW' }],
          findings: ['HOLDER_UNKNOWN'],
        },
      },
    ],
  },
];

/** A small invented register whose lives show the interesting cases. */
export const exampleRegister: ReadonlyArray<ExampleLife> = [...special, ...everyday];

/** Who is spoken of, and the rights under which they have firearms: recorded before the firearms. */
export const exampleParties: ReadonlyArray<ExampleLife> = parties.parties();
export const exampleRights: ReadonlyArray<ExampleLife> = parties.rights();
