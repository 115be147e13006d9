import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../api/schema/zodOfShape.ts';
import { authorisationKind } from '../../domain/authorisation/kind.ts';
import { authorisationStatuses, initialAuthorisation } from '../../domain/authorisation/state.ts';
import type { Metadata } from '../../domain/event/envelope.ts';
import { partyKind } from '../../domain/party/kind.ts';
import { initialParty, partyStatuses } from '../../domain/party/state.ts';
import type { AnyEvent } from '../../domain/stream/definition.ts';
import type { TableOutcome } from '../../domain/stream/streamKind.ts';

const metadata = {
  effectiveAt: { precision: 'DAY', value: '2026-03-01', zone: 'UTC' },
  recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'o' },
  source: { kind: 'DIRECT' },
} as unknown as Metadata;

/** Where an event leads from each status in which it is accepted; everywhere else it is refused. */
type Accepted = Readonly<Record<string, string>>;
const stays = (...statuses: ReadonlyArray<string>): Accepted =>
  Object.fromEntries(statuses.map((status) => [status, status]));

const known = ['ACTIVE', 'DECEASED', 'CEASED'];
const parties: Readonly<Record<string, Accepted>> = {
  PartyRegistered: { NEW: 'ACTIVE' },
  PartyDetailsChanged: stays(...known),
  PartyDied: { ACTIVE: 'DECEASED', CEASED: 'DECEASED' },
  // The example names another alias than this party, so it is the survivor here.
  PartyMerged: stays(...known),
  PartySplit: stays(...known, 'MERGED'),
  AuthorisationLinked: stays(...known, 'MERGED'),
  StockInventoryRecorded: stays(...known),
  DealerCeased: { ACTIVE: 'CEASED', DECEASED: 'DECEASED' },
  RegisterHandedOver: stays('DECEASED', 'CEASED'),
  SuspiciousTransactionReported: stays('ACTIVE', 'CEASED'),
  RecipientInformed: stays(...known, 'MERGED', 'ERASED'),
  SubjectRequestReceived: stays(...known, 'MERGED'),
  SubjectRequestDecided: stays(...known, 'MERGED', 'ERASED'),
  PersonalDataErased: { ACTIVE: 'ERASED', DECEASED: 'ERASED', CEASED: 'ERASED', MERGED: 'ERASED' },
};

const authorisations: Readonly<Record<string, Accepted>> = {
  AuthorisationApplied: { NEW: 'APPLIED' },
  RefusalLookupPerformed: stays('APPLIED', 'GRANTED', 'SUSPENDED', 'EXPIRED'),
  AuthorisationGranted: { NEW: 'GRANTED', APPLIED: 'GRANTED' },
  AuthorisationRefused: { APPLIED: 'REFUSED' },
  RefusalAnnulled: { REFUSED: 'APPLIED' },
  AuthorisationReviewed: { GRANTED: 'GRANTED', SUSPENDED: 'GRANTED' },
  AuthorisationRenewed: { GRANTED: 'GRANTED', EXPIRED: 'GRANTED' },
  AuthorisationExpired: { GRANTED: 'EXPIRED', SUSPENDED: 'EXPIRED' },
  AuthorisationSuspended: { GRANTED: 'SUSPENDED' },
  AuthorisationWithdrawn: { GRANTED: 'WITHDRAWN', SUSPENDED: 'WITHDRAWN' },
  PassIssued: { NEW: 'GRANTED' },
  PassEntryAdded: { GRANTED: 'GRANTED' },
  PassEntryRemoved: stays('GRANTED', 'SUSPENDED', 'EXPIRED', 'WITHDRAWN'),
  PassExtended: { GRANTED: 'GRANTED', EXPIRED: 'GRANTED' },
  TemporaryTransferRecorded: stays('GRANTED', 'SUSPENDED', 'EXPIRED', 'WITHDRAWN'),
  PriorConsentRequested: { NEW: 'APPLIED' },
  PriorConsentReceived: { NEW: 'GRANTED', APPLIED: 'GRANTED' },
  TransferAuthorisationRequested: { NEW: 'APPLIED' },
  TransferAuthorised: { APPLIED: 'GRANTED' },
  TransferRefused: { APPLIED: 'REFUSED' },
  TransferRevoked: { GRANTED: 'WITHDRAWN', SUSPENDED: 'WITHDRAWN' },
  DealerTransferNotified: { GRANTED: 'GRANTED' },
  ExportAuthorised: { NEW: 'GRANTED' },
  ImportAuthorised: { NEW: 'GRANTED' },
  TransitAuthorised: { NEW: 'GRANTED' },
  AuthorisationUsed: stays('GRANTED', 'SUSPENDED', 'EXPIRED', 'WITHDRAWN'),
  AuthorisationUseReturned: stays('GRANTED', 'SUSPENDED', 'EXPIRED', 'WITHDRAWN'),
};

const cells = (table: Readonly<Record<string, Accepted>>, statuses: ReadonlyArray<string>) =>
  Object.entries(table).flatMap(([type, accepted]) =>
    statuses.map((status) => [type, status, accepted[status]] as const),
  );
const shown = (outcome: TableOutcome): string | undefined =>
  outcome.kind === 'NEXT' ? outcome.status : undefined;
const recordsAboutRecords = ['RecordCorrected', 'RecordAnnulled', 'RecordReinstated', 'DisputeDecided'];
const typesOf = (definitions: ReadonlyArray<AnyEvent<never>>): ReadonlyArray<string> =>
  definitions.map(({ type }) => type).filter((type) => !recordsAboutRecords.includes(type));

describe('table of the party stream', () => {
  test('every event is in it', () => {
    const types = typesOf(partyKind.definitions as unknown as ReadonlyArray<AnyEvent<never>>);
    expect([...types].sort()).toEqual(expect.arrayContaining(Object.keys(parties).sort()));
  });
  test.each(cells(parties, partyStatuses))('%s of %s: %s', (type, status, to) => {
    const definition = partyKind.definitionOf(type);
    if (definition === undefined) throw new Error(type);
    const state = { ...initialParty, status: status as 'ACTIVE', partyId: 'P-0' };
    const outcome = partyKind.after(definition, state, { payload: exampleOf(definition.payload), metadata });
    expect(shown(outcome)).toBe(to);
  });
  test('the alias of a merge becomes MERGED, a split gives back what it was', () => {
    const merged = partyKind.definitionOf('PartyMerged');
    const split = partyKind.definitionOf('PartySplit');
    if (merged === undefined || split === undefined) throw new Error('no merge');
    const payload = { survivorId: 'P-1', aliasId: 'P-0' };
    const alias = { ...initialParty, status: 'DECEASED' as const, partyId: 'P-0' };
    expect(shown(partyKind.after(merged, alias, { payload, metadata }))).toBe('MERGED');
    const back = { ...alias, status: 'MERGED' as const, statusBeforeMerge: 'DECEASED' as const };
    expect(shown(partyKind.after(split, back, { payload, metadata }))).toBe('DECEASED');
  });
});

describe('table of the authorisation stream', () => {
  test('every event is in it', () => {
    const types = typesOf(authorisationKind.definitions as unknown as ReadonlyArray<AnyEvent<never>>);
    expect([...types].sort()).toEqual(Object.keys(authorisations).sort());
  });
  test.each(cells(authorisations, authorisationStatuses))('%s in %s: %s', (type, status, to) => {
    const definition = authorisationKind.definitionOf(type);
    if (definition === undefined) throw new Error(type);
    const state = { ...initialAuthorisation, status: status as 'GRANTED' };
    const outcome = authorisationKind.after(definition, state, {
      payload: exampleOf(definition.payload),
      metadata,
    });
    expect(shown(outcome)).toBe(to);
  });
});
