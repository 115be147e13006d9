import type { Role } from '../../domain/event/envelope.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { body, onPaper, party, registered, stolen, transferred } from './bodies.ts';
import { entitled, permitOf, type SendAsClerk } from './entitled.ts';
import { exportLicence, exportLicenceOf } from './exportLicence.ts';
import { validMark } from './validMark.ts';

/** All but the erasure, which a run of two persons records (tests/domain/erasure.int.test.ts). */
export const firearmEventTypes: ReadonlyArray<string> = firearmKind.definitions
  .map(({ type }) => type)
  .filter((type) => type !== 'PersonalDataErased');

/** One report: who makes it, for which organisation, and its body; `begins` another stream than that of the story. */
export type Report = {
  readonly role: Role;
  readonly begins?: 'firearm' | 'component';
  readonly organisation?: string;
  readonly body: ReturnType<typeof body> & {
    readonly source?: { readonly kind: string; readonly ref: string };
  };
};
/** What a report may refer to: its day, the firearm, the reports before it, and the other streams that they began. */
export type Told = Story & { readonly day: string };
export type Step = (told: Told) => Report;

/** A short story of one firearm: `prelude` leads to a state that accepts `report`, `next` is accepted after it. */
export type Scenario = {
  readonly prelude: ReadonlyArray<Step>;
  readonly report: Step;
  readonly next: Step;
};

export const holder = party('P', 'holder');
export const buyer = party('P', 'buyer');
export const trader = party('F', 'trader');
const maker = party('F', 'maker');
/** Registers the parties of the scenarios with their rights; to be called once before any of them is told. */
export const entitleEverybody = async (send: SendAsClerk): Promise<void> => {
  await entitled(send, 'P', 'holder');
  await entitled(send, 'P', 'buyer');
  await entitled(send, 'F', 'trader');
  await entitled(send, 'F', 'maker', { kind: 'MANUFACTURER' });
  await exportLicence(send, trader);
};
/** The number that every firearm of the scenarios carries. */
export const serial = 'SC 12345';

const at = ({ eventIds }: Told, index: number): string =>
  eventIds.at(index) ?? 'no such report in this story';
const self = ({ firearmId }: Told): string => firearmId ?? 'no firearm in this story yet';
const other = ({ others }: Told, index = 0): string => others.at(index) ?? 'no other stream in this story';

const manufactured: Step = ({ day }) => ({
  role: 'MFR',
  organisation: maker,
  body: body('FirearmManufactured', day),
});
const marked: Step = ({ day }) => ({
  role: 'MFR',
  organisation: maker,
  body: body('FirearmMarked', day, { mark: validMark() }),
});
const heldBy =
  (party: string): Step =>
  ({ day }) => ({ role: 'CLK', body: registered(day, party, serial) });
/** With the year on its mark, as the documented example has it. */
const firstRegistered: Step = ({ day }) => {
  const report = registered(day, holder, serial);
  const frameMark = { ...(report.payload['frameMark'] as object), year: 2025 };
  return { role: 'CLK', body: { ...report, payload: { ...report.payload, frameMark } } };
};
const imported: Step = ({ day }) => ({
  role: 'CUS',
  organisation: 'CUSTOMS',
  body: body('FirearmImported', day, {
    responsiblePartyId: trader,
    partyRole: 'TRADE',
    licenceNo: 'IMP-2026-0042',
  }),
});
const importMarked: Step = ({ day }) => ({
  role: 'DLR',
  organisation: trader,
  body: body('ImportMarkApplied', day, { importYear: 2026 }),
});
const placedOnMarket: Step = ({ day }) => ({
  role: 'DLR',
  organisation: trader,
  body: body('FirearmPlacedOnMarket', day, { firstMarketDate: day }),
});
const digitised: Step = ({ day }) => ({
  role: 'MIG',
  body: {
    ...body('LegacyRecordDigitised', day, { responsiblePartyId: holder, partyRole: 'HOLDER' }),
    source: { kind: 'LEGACY_IMPORT', ref: 'BOOK-3/17' },
  },
});
const sold: Step = ({ day }) => ({ role: 'CLK', body: transferred(day, holder, buyer) });
const soldByTrader: Step = ({ day }) => ({
  role: 'DLR',
  organisation: trader,
  body: transferred(day, trader, buyer, 'DEALER_TO_PERSON'),
});
const answered =
  (type: 'TransferConfirmed' | 'TransferDisputed'): Step =>
  (told) => ({
    role: 'HLD',
    organisation: buyer,
    body: body(type, told.day, { targetEventId: at(told, -1), differences: [] }),
  });
const lost: Step = ({ day }) => ({
  role: 'HLD',
  organisation: holder,
  body: body('LossReported', day, { lostBetween: { from: day, to: day }, discoveredAt: day }),
});
const theft: Step = ({ day }) => ({ role: 'POL', organisation: 'POLICE', body: stolen(day) });
const withdrawn: Step = ({ day }) => ({ role: 'CLK', body: body('AlertWithdrawn', day) });
const found: Step = ({ day }) => ({ role: 'POL', organisation: 'POLICE', body: body('FirearmFound', day) });
const discharged: Step = (told) => ({
  role: 'POL',
  organisation: 'POLICE',
  body: body('AlertDischarged', told.day, { recoveryEventId: at(told, -1) }),
});
const seized: Step = ({ day }) => ({ role: 'POL', organisation: 'POLICE', body: body('FirearmSeized', day) });
const released: Step = ({ day }) => ({
  role: 'JUD',
  organisation: 'COURT',
  body: body('FirearmReleased', day, {
    toParty: holder,
    partyRole: 'HOLDER',
    receiverAuthorisationId: permitOf(holder),
  }),
});
const forfeited: Step = ({ day }) => ({
  role: 'JUD',
  organisation: 'COURT',
  body: body('FirearmForfeited', day),
});
const deactivated: Step = ({ day }) => ({
  role: 'DLR',
  organisation: trader,
  body: body('DeactivationPerformed', day),
});
const certified: Step = ({ day }) => ({
  role: 'VER',
  organisation: 'VERIFIER',
  body: body('DeactivationCertified', day, { date: day }),
});
const destroyed: Step = ({ day }) => ({ role: 'CLK', body: body('FirearmDestroyed', day) });
const serialCorrected: Step = (told) => ({
  role: 'CLK',
  body: body('RecordCorrected', told.day, {
    targetEventId: at(told, 0),
    changes: [{ path: '/payload/identity/serialRaw', recordedValue: serial, correctValue: 'SC 12346' }],
  }),
});
const annulled: Step = (told) => ({
  role: 'CLK',
  body: body('RecordAnnulled', told.day, { targetEventId: at(told, -1) }),
});

const reinstated: Step = (told) => ({
  role: 'CLK',
  body: body('RecordReinstated', told.day, { annulmentEventId: at(told, -1) }),
});
/** Reported after the theft, but from a day before it: accepted as disputed. */
const soldBeforeTheft: Step = () => ({ role: 'CLK', body: transferred('2026-05-01', holder, buyer) });
const decided: Step = (told) => ({
  role: 'CLK',
  body: body('DisputeDecided', told.day, { targetEventId: at(told, -1) }),
});

const by =
  (role: Role, type: string, payload: Record<string, unknown> = {}, organisation?: string): Step =>
  ({ day }) => ({
    role,
    ...(organisation === undefined ? {} : { organisation }),
    body: body(type, day, payload),
  });
const lent = by('CLK', 'TemporaryCustodyStarted', { custodianId: trader, purpose: 'REPAIR' });
const givenBack = by('CLK', 'TemporaryCustodyEnded');
const died: Step = ({ day }) => ({
  role: 'CLK',
  body: body('InheritanceOpened', day, { deceasedPartyId: holder, dateOfDeath: day }),
});
const surrendered = by('CLK', 'FirearmSurrendered', { by: 'ANONYMOUS' });
const dispatched: Step = ({ day }) => ({
  role: 'DLR',
  organisation: trader,
  body: body('FirearmDispatched', day, {
    ...exportLicenceOf(trader),
    departedAt: day,
    route: ['RS'],
    importAuthorisationRef: 'RS-1',
  }),
});
const arrived = by('CLK', 'FirearmArrivedAbroad', { destinationState: 'RS' });
const turnedBack = by('CUS', 'DispatchAborted', {}, 'CUSTOMS');
const altered = by('LAB', 'MarkFoundAltered', { recoveredChars: 'SC 12?45' }, 'LABORATORY');
const remarked = by('CLK', 'FirearmRemarked', {
  reason: 'ILLEGIBLE',
  oldSerial: serial,
  newSerial: 'ME26-1',
});
const evidenceMoved = by(
  'POL',
  'EvidenceCustodyMoved',
  { fromCustodian: 'POLICE', toCustodian: 'LABORATORY' },
  'POLICE',
);
const fired = by('LAB', 'BallisticTestFired', {}, 'LABORATORY');
const imaged = by('LAB', 'BallisticImageFiled', {}, 'LABORATORY');
const hit = by('LAB', 'BallisticHitReported', {}, 'LABORATORY');
const crimeGun = by('POL', 'CrimeGunRecovered', {}, 'POLICE');
const rejected = by('VER', 'DeactivationRejected', {}, 'VERIFIER');
const revoked = by('VER', 'DeactivationRevoked', {}, 'VERIFIER');
const proofTested = by('PRF', 'ProofTested', {}, 'PROOF-HOUSE');
const inTransit = by('CUS', 'TransitObserved', {}, 'CUSTOMS');
const held = by('DPO', 'LegalHoldPlaced');
const holdLifted: Step = (told) => ({
  role: 'DPO',
  body: body('LegalHoldLifted', told.day, { holdEventId: at(told, -1) }),
});
/** Bought and destroyed so long ago that the period to keep the records is over. */
const oldTimes: Step = () => ({ role: 'CLK', body: onPaper(registered('1990-01-10', trader, serial)) });
const destroyedLongAgo: Step = () => ({ role: 'CLK', body: body('FirearmDestroyed', '1991-05-10') });
const disclosed = by('SYS', 'DisclosureRecorded');
const informed: Step = (told) => ({
  role: 'CLK',
  body: body('RecipientInformed', told.day, {
    targetEventId: at(told, -1),
    disclosureEventId: undefined,
  }),
});
const expired = by('DPO', 'RetentionExpired', { subjectRefs: [trader] });

const evidence = {
  kind: 'EXPERT_REPORT',
  number: 'FL-77/26',
  issuer: 'Forensic laboratory',
  date: '2026-05-01',
};
const otherFirearm: Step = ({ day }) => ({
  role: 'CLK',
  begins: 'firearm',
  body: registered(day, trader, 'SC 54321'),
});
const barrel: Step = ({ day, others }) => ({
  role: 'CLK',
  begins: 'component',
  body: body('ComponentRegistered', day, {
    kind: 'BARREL',
    mark: { serialRaw: `B ${others.length}`, matchesFrame: 'NO' },
    calibre: { raw: '9 mm Luger' },
    category: 'B',
    responsiblePartyId: trader,
    partyRole: 'TRADE',
  }),
});
const byTrader =
  (type: string, payload: (told: Told) => Record<string, unknown>): Step =>
  (told) => ({ role: 'DLR', organisation: trader, body: body(type, told.day, payload(told)) });
const fitted = byTrader('ComponentFitted', (told) => ({ firearmId: self(told), componentId: other(told) }));
const removed = byTrader('ComponentRemoved', (told) => ({
  firearmId: self(told),
  componentId: other(told),
  reason: 'REPAIR',
}));
const replaced = byTrader('ComponentReplaced', (told) => ({
  firearmId: self(told),
  outId: other(told, 0),
  inId: other(told, 1),
}));
const secondRemoved = byTrader('ComponentRemoved', (told) => ({
  firearmId: self(told),
  componentId: other(told, 1),
  reason: 'REPAIR',
}));
const shortened = byTrader('FirearmModified', () => ({
  what: 'BARREL_LENGTH',
  before: { barrelLengthMm: 114 },
  after: { barrelLengthMm: 112 },
}));
const recategorised = by('CLK', 'FirearmRecategorised', {
  to: { category: 'A', subcategory: 'A6' },
  facts: { action: 'SEMI_AUTO', convertedFromAutomatic: true },
});
const dismantled: Step = (told) => ({
  role: 'CLK',
  body: body('FirearmDismantled', told.day, { survivingComponentIds: [other(told)] }),
});
const noticeSent: Step = (told) => ({
  role: 'CLK',
  body: body('OutboundNoticeSent', told.day, { targetEventId: at(told, -1) }),
});
const noticeReceived = by('CLK', 'InboundNoticeReceived');
const doubted: Step = (told) => ({
  role: 'CLK',
  body: body('IdentityConflictOpened', told.day, { streams: [self(told)], basis: 'MIXED_RECORDS' }),
});
const resolved: Step = (told) => ({
  role: 'CLK',
  body: {
    type: 'IdentityConflictResolved',
    effectiveAt: told.day,
    payload: { streams: [self(told)], evidence: evidence, resolution: 'UNDECIDABLE' },
  },
});
const joined =
  (type: 'StreamsMerged' | 'StreamsUnmerged'): Step =>
  (told) => ({
    role: 'CLK',
    body: body(type, told.day, { survivorId: self(told), mergedId: other(told) }),
  });
const splitOff: Step = (told) => ({
  role: 'CLK',
  body: {
    type: 'StreamSplit',
    effectiveAt: told.day,
    payload: { fromId: self(told), eventIds: [at(told, -1)], evidence: evidence },
  },
});

/** A story for every event of the firearm's catalogue; a test names the one that is missing. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  FirearmManufactured: { prelude: [], report: manufactured, next: marked },
  FirearmMarked: { prelude: [manufactured], report: marked, next: heldBy(trader) },
  FirearmRegistered: { prelude: [], report: firstRegistered, next: sold },
  FirearmImported: { prelude: [], report: imported, next: importMarked },
  FirearmTransferred: { prelude: [heldBy(holder)], report: sold, next: answered('TransferConfirmed') },
  LossReported: { prelude: [heldBy(holder)], report: lost, next: found },
  TheftReported: { prelude: [heldBy(holder)], report: theft, next: withdrawn },
  AlertWithdrawn: { prelude: [heldBy(holder), theft], report: withdrawn, next: sold },
  FirearmFound: { prelude: [heldBy(holder), theft], report: found, next: discharged },
  FirearmSeized: { prelude: [heldBy(holder)], report: seized, next: forfeited },
  FirearmReleased: { prelude: [heldBy(holder), seized], report: released, next: sold },
  FirearmForfeited: { prelude: [heldBy(holder), seized], report: forfeited, next: destroyed },
  DeactivationPerformed: { prelude: [heldBy(trader)], report: deactivated, next: certified },
  DeactivationCertified: {
    prelude: [heldBy(trader), deactivated],
    report: certified,
    next: soldByTrader,
  },
  FirearmDestroyed: { prelude: [heldBy(trader)], report: destroyed, next: annulled },
  RecordCorrected: { prelude: [heldBy(holder)], report: serialCorrected, next: sold },
  RecordAnnulled: { prelude: [heldBy(holder), theft], report: annulled, next: sold },
  RecordReinstated: { prelude: [heldBy(holder), theft, annulled], report: reinstated, next: withdrawn },
  DisputeDecided: { prelude: [heldBy(holder), theft, soldBeforeTheft], report: decided, next: withdrawn },
  ImportMarkApplied: { prelude: [imported], report: importMarked, next: placedOnMarket },
  FirearmPlacedOnMarket: { prelude: [heldBy(trader)], report: placedOnMarket, next: soldByTrader },
  LegacyRecordDigitised: { prelude: [], report: digitised, next: lost },
  TransferConfirmed: {
    prelude: [heldBy(holder), sold],
    report: answered('TransferConfirmed'),
    next: theft,
  },
  TransferDisputed: { prelude: [heldBy(holder), sold], report: answered('TransferDisputed'), next: theft },
  TemporaryCustodyStarted: { prelude: [heldBy(holder)], report: lent, next: givenBack },
  TemporaryCustodyEnded: { prelude: [heldBy(holder), lent], report: givenBack, next: sold },
  InheritanceOpened: { prelude: [heldBy(holder)], report: died, next: surrendered },
  FirearmSurrendered: { prelude: [heldBy(holder)], report: surrendered, next: forfeited },
  FirearmDispatched: { prelude: [heldBy(trader)], report: dispatched, next: arrived },
  FirearmArrivedAbroad: { prelude: [heldBy(trader), dispatched], report: arrived, next: imported },
  DispatchAborted: { prelude: [heldBy(trader), dispatched], report: turnedBack, next: soldByTrader },
  MarkFoundAltered: { prelude: [heldBy(holder), seized], report: altered, next: remarked },
  FirearmRemarked: { prelude: [heldBy(holder)], report: remarked, next: sold },
  EvidenceCustodyMoved: { prelude: [heldBy(holder), seized], report: evidenceMoved, next: fired },
  BallisticTestFired: { prelude: [heldBy(holder), seized], report: fired, next: imaged },
  BallisticImageFiled: { prelude: [heldBy(holder), seized], report: imaged, next: hit },
  BallisticHitReported: { prelude: [heldBy(holder), seized, imaged], report: hit, next: forfeited },
  CrimeGunRecovered: { prelude: [heldBy(holder), seized], report: crimeGun, next: forfeited },
  DeactivationRejected: { prelude: [heldBy(trader), deactivated], report: rejected, next: soldByTrader },
  DeactivationRevoked: {
    prelude: [heldBy(trader), deactivated, certified],
    report: revoked,
    next: soldByTrader,
  },
  ProofTested: { prelude: [heldBy(trader)], report: proofTested, next: placedOnMarket },
  TransitObserved: { prelude: [], report: inTransit, next: seized },
  LegalHoldPlaced: { prelude: [heldBy(holder)], report: held, next: holdLifted },
  LegalHoldLifted: { prelude: [heldBy(holder), held], report: holdLifted, next: sold },
  RetentionExpired: { prelude: [oldTimes, destroyedLongAgo], report: expired, next: held },
  DisclosureRecorded: { prelude: [heldBy(holder)], report: disclosed, next: sold },
  RecipientInformed: { prelude: [heldBy(holder), serialCorrected], report: informed, next: sold },
  ComponentFitted: { prelude: [heldBy(trader), barrel], report: fitted, next: removed },
  ComponentRemoved: { prelude: [heldBy(trader), barrel, fitted], report: removed, next: soldByTrader },
  ComponentReplaced: {
    prelude: [heldBy(trader), barrel, barrel, fitted],
    report: replaced,
    next: secondRemoved,
  },
  FirearmModified: { prelude: [heldBy(trader)], report: shortened, next: recategorised },
  FirearmRecategorised: { prelude: [heldBy(trader)], report: recategorised, next: noticeReceived },
  FirearmDismantled: { prelude: [heldBy(trader), barrel, fitted], report: dismantled, next: noticeReceived },
  OutboundNoticeSent: { prelude: [heldBy(holder), theft], report: noticeSent, next: withdrawn },
  InboundNoticeReceived: { prelude: [heldBy(holder), theft], report: noticeReceived, next: withdrawn },
  IdentityConflictOpened: { prelude: [heldBy(holder)], report: doubted, next: resolved },
  IdentityConflictResolved: { prelude: [heldBy(holder), doubted], report: resolved, next: sold },
  StreamsMerged: {
    prelude: [heldBy(trader), otherFirearm],
    report: joined('StreamsMerged'),
    next: joined('StreamsUnmerged'),
  },
  StreamsUnmerged: {
    prelude: [heldBy(trader), otherFirearm, joined('StreamsMerged')],
    report: joined('StreamsUnmerged'),
    next: soldByTrader,
  },
  StreamSplit: { prelude: [heldBy(holder), theft], report: splitOff, next: sold },
  AlertDischarged: { prelude: [heldBy(holder), theft, found], report: discharged, next: released },
};

export const scenarioOf = (type: string): Scenario => {
  const scenario = scenarios[type];
  if (scenario === undefined) throw new Error(`no scenario tells of ${type}`);
  return scenario;
};

/** How a story is told: one report over whatever way in the test uses. */
export type Tell = (
  report: Report,
  firearmId: string | undefined,
  key: string,
) => Promise<{ readonly statusCode: number; readonly body: string }>;

type Receipt = {
  readonly firearmId: string;
  readonly componentId?: string;
  readonly events: ReadonlyArray<{ readonly eventId: string; readonly type: string }>;
};
export const receiptOf = (answer: { readonly statusCode: number; readonly body: string }): Receipt => {
  if (answer.statusCode >= 300) throw new Error(`not recorded: ${answer.statusCode} ${answer.body}`);
  return JSON.parse(answer.body) as Receipt;
};

/** A story so far. */
export type Story = {
  readonly firearmId: string | undefined;
  readonly eventIds: ReadonlyArray<string>;
  readonly others: ReadonlyArray<string>;
};

/** The report that a step makes of a story so far; each is a day after the one before. */
export const reportAfter = (story: Story, step: Step): Report =>
  step({
    ...story,
    day: `2026-05-${String(story.eventIds.length + story.others.length + 1).padStart(2, '0')}`,
  });

/** The story after a report that was recorded. */
export const continued = (
  story: Story,
  { begins }: Report,
  answer: { readonly statusCode: number; readonly body: string },
): Story => {
  const receipt = receiptOf(answer);
  return begins === undefined
    ? {
        ...story,
        firearmId: receipt.firearmId,
        eventIds: [...story.eventIds, ...receipt.events.map((event) => event.eventId)],
      }
    : { ...story, others: [...story.others, receipt.componentId ?? receipt.firearmId] };
};

/** Tells steps one after the other under keys of their own. */
export const tell = async (steps: ReadonlyArray<Step>, key: string, send: Tell): Promise<Story> => {
  let story: Story = { firearmId: undefined, eventIds: [], others: [] };
  for (const [index, step] of steps.entries()) {
    const report = reportAfter(story, step);
    story = continued(story, report, await send(report, story.firearmId, `${key}-${index}`));
  }
  return story;
};
