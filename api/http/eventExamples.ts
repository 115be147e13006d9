import type { Field } from '../../domain/shared/shape.ts';
import { exampleOf } from '../schema/zodOfShape.ts';

/** The invented parties, rights and objects that the examples of the document speak of. */
export const cast = {
  dealer: 'F-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  recipient: 'F-01J9ZK3C5E7G9JBMDPFRHTKVN0',
  holder: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMY',
  acquirer: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMZ',
  right: 'E-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  firearm: 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  otherFirearm: 'W-01J9ZK3C5E7G9JBMDPFRHTKVMY',
  component: 'T-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  otherComponent: 'T-01J9ZK3C5E7G9JBMDPFRHTKVMY',
  event: '0b8f5f0e-2f0b-5f43-9a53-3a1c6f1f9d11',
} as const;

const pistol = {
  type: 'PISTOL',
  make: 'Zastava',
  manufacturerCode: 'ZASTAVA',
  model: 'M57',
  calibre: [{ raw: '7,62 x 25 Tokarev' }],
  serialRaw: 'AB 12345',
  yearOfManufacture: 2025,
  countryOfManufacture: 'RS',
  action: 'SEMI_AUTO',
  bore: 'RIFLED',
  barrelLengthMm: 116,
  overallLengthMm: 200,
  chambers: 1,
  deviceCapacity: 9,
  loadingDeviceDetachable: true,
  ignition: 'CENTREFIRE',
  category: 'B',
  subcategory: 'B5',
};
const mark = {
  elements: {
    manufacturer: 'Zastava',
    country: 'RS',
    place: 'Kragujevac',
    serialRaw: 'AB 12345',
    year: 2025,
    model: 'M57',
  },
};
const frameMark = { location: 'FRAME', serialRaw: 'AB 12345', year: 2025, charHeightMm: 2.5, depthMm: 0.1 };
const decision = {
  kind: 'DECISION',
  number: '118/25',
  issuer: 'Ministry of the Interior',
  date: '2026-02-20',
};
const seen = [{ location: 'FRAME', serialRaw: 'AB 12345', manufacturer: 'Zastava' }];
const details = {
  name: 'Example Holder',
  address: { street: '1 Example Street', locality: 'Podgorica', country: 'ME' },
  residenceState: 'ME',
};
const trade = {
  holderId: cast.dealer,
  exportCountry: 'ME',
  importCountry: 'RS',
  transitCountries: ['HR'],
  transitNotObjected: ['HR'],
  goods: [{ description: 'Pistols', category: 'B', quantity: 1 }],
  militaryList: false,
  importAuthorisationRef: {
    kind: 'LICENCE',
    number: 'RS-2026-11',
    issuer: 'Ministry of Trade',
    date: '2026-01-10',
  },
};
const particulars = {
  supplierId: cast.dealer,
  acquirerId: cast.recipient,
  destinationState: 'HR',
  deliveryAddress: { street: '2 Example Street', locality: 'Zagreb', country: 'HR' },
};

type Example = Readonly<Record<string, unknown>>;

/** What the example of an event says beside the examples of its fields: taken together these would contradict. */
const said: Readonly<Record<string, Example>> = {
  FirearmManufactured: { identity: { ...pistol, countryOfManufacture: 'ME' }, completedOn: '2026-03-01' },
  FirearmMarked: { mark: { elements: { ...mark.elements, country: 'ME', place: 'Podgorica', year: 2026 } } },
  FirearmRemarked: { oldSerial: 'AB 12345', orderRef: decision },
  FirearmRegistered: {
    identity: pistol,
    frameMark,
    responsiblePartyId: cast.holder,
    partyRole: 'HOLDER',
  },
  LegacyRecordDigitised: {
    identity: pistol,
    responsiblePartyId: cast.holder,
    partyRole: 'HOLDER',
    asWritten: '{"Make":"Crvena Zastava","Model":"M57"}',
  },
  FirearmImported: {
    identity: pistol,
    fromCountry: 'RS',
    licenceNo: 'IMP-2026-0042',
    responsiblePartyId: cast.dealer,
  },
  FirearmTransferred: {
    supplierId: cast.holder,
    acquirerId: cast.acquirer,
    transferKind: 'PERSON_TO_PERSON',
  },
  TemporaryCustodyStarted: { custodianId: cast.dealer, purpose: 'REPAIR' },
  FirearmDispatched: { route: ['RS'], importAuthorisationRef: 'RS-2026-11' },
  FirearmArrivedAbroad: { destinationState: 'RS' },
  FirearmFound: { marksSeen: seen },
  FirearmSeized: { marksSeen: seen },
  FirearmSurrendered: { byParty: cast.holder },
  FirearmReleased: { toParty: cast.holder, partyRole: 'HOLDER', receiverAuthorisationId: cast.right },
  BallisticImageFiled: { calibre: '7,62 x 25 Tokarev' },
  RetentionExpired: { subjectRefs: [cast.holder] },
  PersonalDataErased: { subjectRefs: [cast.holder] },
  FirearmModified: {
    what: 'BARREL_LENGTH',
    before: { barrelLengthMm: 116 },
    after: { barrelLengthMm: 114 },
  },
  FirearmRecategorised: {
    to: { category: 'A', subcategory: 'A6' },
    facts: { action: 'SEMI_AUTO', convertedFromAutomatic: true },
    decisionRef: decision,
  },
  ComponentReplaced: { inId: cast.otherComponent },
  ImportMarkApplied: { importCountry: 'ME', importYear: 2026 },
  LegalHoldPlaced: { scope: { firearmIds: [cast.firearm] } },
  IdentityConflictOpened: { streams: [cast.firearm, cast.otherFirearm] },
  IdentityConflictResolved: {
    streams: [cast.firearm, cast.otherFirearm],
    resolution: 'UNDECIDABLE',
  },
  StreamsMerged: { mergedId: cast.otherFirearm },
  StreamsUnmerged: { mergedId: cast.otherFirearm },
  TransitObserved: { marksSeen: seen },
  ComponentManufactured: { intendedFor: { subcategory: 'B5' } },
  ComponentRegistered: { mark: { matchesFrame: 'NO' }, category: 'B', responsiblePartyId: cast.dealer },
  ComponentTransferred: {
    supplierId: cast.dealer,
    acquirerId: cast.acquirer,
    acquirerRole: 'HOLDER',
    acquirerAuthorisationId: cast.right,
  },
  ComponentExported: { destinationState: 'RS' },
  PartyRegistered: { capacities: ['HOLDER'], details },
  PartyDetailsChanged: { details: { address: { ...details.address, street: '99 Example Street' } } },
  PartyMerged: { survivorId: cast.holder, aliasId: cast.acquirer },
  PartySplit: { survivorId: cast.holder, aliasId: cast.acquirer },
  AuthorisationApplied: { applicantId: cast.holder, categories: ['B', 'C'] },
  AuthorisationGranted: {
    holderId: cast.holder,
    categories: ['B', 'C'],
    validTo: '2030-12-31',
    reviewDue: '2030-12-31',
  },
  AuthorisationRenewed: { validTo: '2035-12-31', reviewDue: '2035-12-31' },
  TemporaryTransferRecorded: { destinationState: 'HR' },
  PriorConsentRequested: { state: 'HR', firearmIds: [cast.firearm] },
  PriorConsentReceived: { state: 'HR', firearmIds: [cast.firearm] },
  TransferAuthorisationRequested: { applicantId: cast.dealer, particulars },
  DealerTransferNotified: { particulars },
  ExportAuthorised: trade,
  ImportAuthorised: { ...trade, licenceNo: 'IMP-2026-0042', exportCountry: 'RS', importCountry: 'ME' },
  TransitAuthorised: {
    ...trade,
    licenceNo: 'TRA-2026-0007',
    exportCountry: 'RS',
    importCountry: 'HR',
    transitCountries: ['ME'],
    transitNotObjected: ['ME'],
  },
  TraceRequestReceived: { marksSeen: seen },
  TraceRequestSent: { marksSeen: seen },
  TraceRefused: {},
  AlertOpened: { channels: ['IARMS'] },
  AlertUpdated: { channels: ['IARMS'] },
  PolicyAdopted: {
    decisionRef: { kind: 'DECREE', number: '18/26', issuer: 'Ministry of the Interior', date: '2026-02-20' },
  },
};

const isObject = (value: unknown): value is Example =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const merged = (base: unknown, more: unknown): unknown =>
  isObject(base) && isObject(more)
    ? {
        ...base,
        ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, merged(base[name], value)])),
      }
    : more;

/** The example of an event's payload in the document: lawful by itself and consistent in what it says. */
export const eventExample = (type: string, payload: Field<unknown>): unknown =>
  merged(exampleOf(payload), said[type] ?? {});
