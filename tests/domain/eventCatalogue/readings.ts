import type { Role } from '../../../domain/event/envelope.ts';
import type { StreamKindName } from '../../../domain/stream/kinds.ts';

/** In which stream the events of a section lie, and those that lie elsewhere (catalogue section 1). */
export const streamOfSection: Readonly<Record<string, StreamKindName>> = {
  '5.1': 'firearm',
  '5.2': 'firearm',
  '5.3': 'authorisation',
  '5.4': 'authorisation',
  '5.5': 'firearm',
  '5.6': 'firearm',
  '5.7': 'firearm',
};
const all = (stream: StreamKindName, ...events: ReadonlyArray<string>) =>
  events.map((event) => [event, stream] as const);
export const streamOfEvent: ReadonlyMap<string, StreamKindName> = new Map([
  ...all('component', 'ComponentManufactured', 'ComponentRegistered', 'ComponentDestroyed'),
  ...all('party', 'StockInventoryRecorded', 'DealerCeased', 'RegisterHandedOver'),
  ...all('party', 'PartyRegistered', 'PartyDetailsChanged', 'PartyDied', 'PartyMerged', 'PartySplit'),
  ...all('firearm', 'FirearmDispatched', 'FirearmArrivedAbroad', 'DispatchAborted', 'FirearmImported'),
  ...all('firearm', 'TransitObserved', 'OutboundNoticeSent', 'InboundNoticeReceived'),
  ...all('trace', 'TraceRequestReceived', 'TraceRequestSent', 'TraceAcknowledged'),
  ...all('trace', 'TraceClarificationAsked', 'TraceAnswered', 'TraceRefused'),
]);

/** Events of the catalogue that are no records of the log. */
export const notRecorded: Readonly<Record<string, string>> = {
  CheckpointSigned:
    'a checkpoint signs the log and cannot lie within what it signs: it is a signed note of the transparency log',
};

type Deviation = {
  readonly more?: ReadonlyArray<Role>;
  readonly less?: ReadonlyArray<Role>;
  readonly why: string;
};
const migration = 'the migration job takes over the records of an older register';
const theirSystems = 'SIS, iARMS and SIENA are systems of the police';
const onPaper = 'a clerk enters what came on paper';

/** Who may record otherwise than the catalogue says, and why; the same is said where the event is. */
export const whoOtherwise: Readonly<Record<string, Deviation>> = {
  FirearmTransferred: { more: ['MIG'], why: migration },
  PartyRegistered: { more: ['MIG'], why: migration },
  AuthorisationGranted: { more: ['MIG'], why: migration },
  TransferConfirmed: { more: ['POL'], why: 'HC-09: until CLK or POL decide' },
  TransferDisputed: { more: ['POL'], why: 'HC-09: until CLK or POL decide' },
  TransferAuthorisationRequested: { more: ['CLK'], why: onPaper },
  DealerTransferNotified: { more: ['MFR', 'CLK'], why: `a maker is a dealer (Dir. 1(1)); ${onPaper}` },
  OutboundNoticeSent: { more: ['POL'], why: theirSystems },
  InboundNoticeReceived: { more: ['POL'], why: theirSystems },
  TraceRequestSent: { less: ['FOR'], why: 'what this State asks, its own focal point sends' },
};
/** The same for one of the streams only. */
export const whoOtherwiseIn: Readonly<Record<string, Deviation>> = {
  'party PersonalDataErased': { less: ['DPO'], why: 'only a run that two persons decided records it' },
  'trace PersonalDataErased': { less: ['DPO'], why: 'only a run that two persons decided records it' },
};

/**
 * Words of the column "Required" that are no names of fields, or stand for other ones: for all events, or of one event
 * where a row speaks of several. No field: the envelope says it, or the word belongs to the other events of the row.
 */
export const readings: Readonly<Record<string, ReadonlyArray<string>>> = {
  '-': [],
  'Id minus marks': ['identity'],
  Id: ['identity'],
  'confidence per field': ['confidence'],
  'byParty or ANONYMOUS': ['by', 'byParty'],
  'list of ids': ['firearmIds'],
  vaultRef: ['details'],
  'particulars snapshot': ['particulars'],
  'REQ-TRF-01 list': ['particulars'],
  'REQ-IMP-02 fields': [
    'issuedAt',
    'issuedOn',
    'validTo',
    'exportCountry',
    'importCountry',
    'transitCountries',
    'finalRecipient',
    'goods',
  ],
  endUser: ['endUserCertificateRef'],
  marks: ['marksSeen'],
  'marks seen': ['marksSeen'],
  'marks as seen': ['marksSeen'],
  licence: ['licenceNo'],
  'entry/exit': ['entry', 'exit'],
  'ITI 17 content': [
    'illicitReason',
    'legalJustification',
    'circumstances',
    'type',
    'calibre',
    'intendedUse',
  ],
  'components destroyed': ['componentsDestroyed'],
  'subject refs': ['subjectRefs'],
  // The effective date is the envelope's.
  'effect date': [],

  'DealerCeased.date': ['ceasedOn'],
  'DealerCeased.registerSha256': [],
  'DealerCeased.count': [],
  'RegisterHandedOver.date': ['asOf'],
  'RegisterHandedOver.stockList': [],
  'PartyDied.refs': ['dateOfDeath'],
  'PartyMerged.refs': ['survivorId', 'aliasId'],
  'PartySplit.refs': ['survivorId', 'aliasId'],
  'AuthorisationApplied.lookup channel/result': [],
  'RefusalLookupPerformed.lookup channel/result': ['channel', 'result'],
  'RefusalLookupPerformed.kind': [],
  'RefusalLookupPerformed.categories': [],
  'RefusalLookupPerformed.purpose': [],
  'AuthorisationReviewed.reason': ['outcome', 'nextReviewDue'],
  'AuthorisationRenewed.reason': ['validFrom'],
  'AuthorisationExpired.reason': ['lastDay'],
  'RefusalAnnulled.target': ['targetEventId'],
  'PassEntryAdded.passNo': [],
  'PassEntryAdded.firearmIds': ['firearmId'],
  'PassEntryAdded.validTo': [],
  'PassEntryRemoved.passNo': [],
  'PassEntryRemoved.firearmIds': ['firearmId'],
  'PassEntryRemoved.validTo': [],
  'PassExtended.passNo': [],
  'PassExtended.firearmIds': [],
  'PriorConsentRequested.reference': [],
  'PriorConsentRequested.validTo': [],
  'TransferAuthorised.kind  / ground': ['kind'],
  'TransferRefused.kind  / ground': ['ground'],
  'TransferRefused.licenceNo': [],
  'TransferRefused.particulars snapshot': [],
  'TransferRefused.validTo': [],
  'TransferRevoked.kind  / ground': ['ground'],
  'TransferRevoked.licenceNo': [],
  'TransferRevoked.particulars snapshot': [],
  'TransferRevoked.validTo': [],
  'TraceAcknowledged.ground': [],
  'TraceAcknowledged.disclosedFields': [],
  'TraceAcknowledged.chainSnapshot': [],
  'TraceAcknowledged.asOf': [],
  'TraceClarificationAsked.ground': ['asked'],
  'TraceClarificationAsked.disclosedFields': [],
  'TraceClarificationAsked.chainSnapshot': [],
  'TraceClarificationAsked.asOf': [],
  'TraceRefused.disclosedFields': [],
  'TraceRefused.chainSnapshot': [],
  'TraceRefused.asOf': [],
  'IdentityConflictOpened.resolution': [],
  'LegalHoldLifted.scope': ['holdEventId'],
  'RetentionExpired.keyIds destroyed': [],
  'PersonalDataErased.keyIds destroyed': ['keyIds'],
};

const added = 'the ledger adds it';
const clarified = 'a request without it is accepted as incomplete (REQ-TRC-04)';
const withoutGround =
  'a refusal without ground is answered with R61, not as a malformed request (REQ-TRC-05)';
/** Fields that the catalogue requires and that may be missing here, and why. */
export const mayBeMissing: Readonly<Record<string, string>> = {
  'FirearmMarked.mark.componentId': 'a part may be marked before it has a record of its own',
  'ImportMarkApplied.importYear': 'the Protocol asks for the year where possible (REQ-MRK-08)',
  'FirearmSurrendered.byParty': 'an anonymous surrender names nobody',
  'StockInventoryRecorded.discrepancies': 'none found',
  'AuthorisationGranted.validTo': 'national law knows rights without an end',
  'AuthorisationGranted.reviewDue': 'only rights under Dir. 9 and 10 are reviewed',
  'AuthorisationGranted.limits': 'not every right has limits',
  'TransferAuthorised.particulars': added,
  'FirearmImported.licenceNo': 'policy importLicenceRequired (REQ-IMP-04)',
  'TransitObserved.exit': 'it is seen coming in before it goes out',
  'TraceRequestReceived.legalJustification': clarified,
  'TraceRequestReceived.circumstances': clarified,
  'TraceRequestReceived.type': clarified,
  'TraceRequestReceived.calibre': clarified,
  'TraceRequestReceived.intendedUse': clarified,
  'TraceRequestSent.legalJustification': clarified,
  'TraceRequestSent.circumstances': clarified,
  'TraceRequestSent.type': clarified,
  'TraceRequestSent.calibre': clarified,
  'TraceRequestSent.intendedUse': clarified,
  'TraceAnswered.ground': 'only a partial answer has one',
  'TraceAnswered.chainSnapshot': added,
  'TraceRefused.ground': withoutGround,
  'IdentityConflictOpened.evidence': 'equal records are the evidence themselves (HC-07)',
};
/** Fields that the catalogue leaves open and that are required here, and why. */
export const mustBeThere: Readonly<Record<string, string>> = {};
/** Values of an enumeration beyond those of the catalogue, and why. */
export const moreValues: Readonly<
  Record<string, { readonly values: ReadonlyArray<string>; readonly why: string }>
> = {
  'FirearmRegistered.kind': { values: ['ALARM_CONVERTIBLE'], why: 'REQ-ALM-01' },
};
