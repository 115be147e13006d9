import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'], F: ['dealer'] });
});
afterEach(async () => {
  await expectRebuiltEqual(ledger);
  await ledger.close();
});

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const dealer = party('F', 'dealer');
const purposeOf: Partial<Record<Role, string>> = {
  CLK: 'LICENSING',
  POL: 'INVESTIGATION',
  AUD: 'AUDIT',
  CUS: 'CUSTOMS',
  DLR: 'OWN_RECORDS',
  HLD: 'OWN_RECORDS',
  VER: 'OWN_RECORDS',
};

const record = async (
  role: Role,
  id: string | undefined,
  recordedAt: string,
  report: object,
  organisation?: string,
) => {
  ledger.clock.set(recordedAt);
  const answer = await ledger.post(role, id, report, organisation === undefined ? {} : { organisation });
  expect(answer.statusCode, answer.body).toBe(201);
  const { firearmId, events } = answer.json();
  return { id: firearmId as string, eventId: events[0].eventId as string };
};
const list = async (url: string, role: Role = 'CLK', organisation?: string) => {
  await ledger.caughtUp();
  const answer = await ledger.get(url, {
    authorization: await ledger.bearer(role, organisation),
    'ledger-purpose': purposeOf[role] ?? 'AUDIT',
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
type Task = {
  readonly kind: string;
  readonly subjectId: string;
  readonly dueOn: string | null;
  readonly overdue: boolean;
  readonly openedBy: string;
  readonly closedBy: string | null;
  readonly party: string | null;
  readonly ownerRole: string;
  readonly data: Record<string, string>;
};
/** Tasks of firearms; the rights of the parties and the alerts of missing firearms have tasks of their own. */
const tasks = async (query = '', role: Role = 'CLK', organisation?: string): Promise<ReadonlyArray<Task>> =>
  (await list(`/v1/tasks?${query}`, role, organisation)).tasks.filter(({ subjectId }: Task) =>
    subjectId.startsWith('W-'),
  );
const kinds = async (query = '', role: Role = 'CLK', organisation?: string) =>
  (await tasks(query, role, organisation)).map(({ kind }) => kind);

describe('transfers (users-and-jobs 2: handle supplier/acquirer mismatch)', () => {
  test('REQ-REC-05 a one-sided transfer is a task of the other side until it answers', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', dealer));
    const sale = await record(
      'DLR',
      id,
      '2026-02-01T10:00:00Z',
      transferred('2026-02-01', dealer, buyer, 'DEALER_TO_PERSON'),
      dealer,
    );
    expect(await tasks()).toMatchObject([
      {
        kind: 'TRANSFER_TO_CONFIRM',
        subjectId: id,
        openedBy: sale.eventId,
        ownerRole: 'HLD',
        party: buyer,
        dueOn: '2026-02-15',
        overdue: false,
        closedBy: null,
      },
    ]);
    expect(await kinds('', 'HLD', buyer)).toEqual(['TRANSFER_TO_CONFIRM']);
    expect(await kinds('', 'HLD', owner)).toEqual([]);
    expect(await kinds('', 'DLR', dealer)).toEqual([]);
    expect(await kinds('dueBefore=2026-02-15')).toEqual([]);
    expect(await kinds('dueBefore=2026-02-16')).toEqual(['TRANSFER_TO_CONFIRM']);
    ledger.clock.set('2026-02-15T22:59:00Z');
    expect((await tasks())[0]?.overdue).toBe(false);
    ledger.clock.set('2026-02-15T23:00:00Z');
    expect((await tasks())[0]?.overdue).toBe(true);

    const answer = await record(
      'HLD',
      id,
      '2026-02-20T10:00:00Z',
      body('TransferConfirmed', '2026-02-20', { targetEventId: sale.eventId, differences: [] }),
      buyer,
    );
    expect(await kinds()).toEqual([]);
    expect(await tasks('state=CLOSED')).toMatchObject([
      { kind: 'TRANSFER_TO_CONFIRM', closedBy: answer.eventId, overdue: false },
    ]);
    expect(await kinds('knownAt=2026-02-19')).toEqual(['TRANSFER_TO_CONFIRM']);
    expect((await list('/v1/transfers')).transfers).toMatchObject([
      { confirmation: 'CONFIRMED', otherEventId: answer.eventId, differences: [] },
    ]);
  });

  test('REQ-REC-05 a disputed transfer goes to the clerk, with the differing fields side by side', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    const sale = await record('CLK', id, '2026-02-01T10:00:00Z', transferred('2026-02-01', owner, buyer));
    await record(
      'HLD',
      id,
      '2026-02-03T10:00:00Z',
      body('TransferDisputed', '2026-02-03', {
        targetEventId: sale.eventId,
        differences: [{ field: 'effectiveAt', reported: '2026-02-01', own: '2026-01-20' }],
      }),
      buyer,
    );
    expect(await tasks()).toMatchObject([
      { kind: 'TRANSFER_DISPUTED', ownerRole: 'CLK', data: { transfer: sale.eventId } },
    ]);
    expect((await list('/v1/transfers?differing=true')).transfers).toMatchObject([
      {
        confirmation: 'DISPUTED',
        differences: [{ field: 'effectiveAt', reported: '2026-02-01', other: '2026-01-20' }],
      },
    ]);
    await record(
      'CLK',
      id,
      '2026-02-10T10:00:00Z',
      body('TransferConfirmed', '2026-02-10', { targetEventId: sale.eventId, differences: [] }),
    );
    expect(await kinds()).toEqual([]);
  });

  test('two reports of one transfer are matched, and what they state differently is marked', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    await record(
      'CLK',
      id,
      '2026-02-01T10:00:00Z',
      transferred('2026-02-01', owner, dealer, 'PERSON_TO_DEALER'),
    );
    const sale = transferred('2026-02-02', owner, dealer, 'PERSON_TO_DEALER');
    await record(
      'DLR',
      id,
      '2026-02-02T10:00:00Z',
      { ...sale, payload: { ...sale.payload, reportingSide: 'ACQUIRER' } },
      dealer,
    );
    const { transfers } = await list('/v1/transfers');
    expect(transfers).toHaveLength(2);
    for (const each of transfers)
      expect(each).toMatchObject({
        otherType: 'FirearmTransferred',
        overdue: false,
        differences: [{ field: 'effectiveAt' }],
      });
    // The second report names a supplier who no longer holds it: the clerk decides.
    expect(await kinds()).toEqual(['SUPPLIER_MISMATCH']);
  });

  test('HC-09 a late sale against an open alert waits for a decision', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    await record('POL', id, '2026-04-10T10:00:00Z', stolen('2026-04-10'), 'POLICE');
    const late = await record('CLK', id, '2026-04-20T10:00:00Z', transferred('2026-03-01', owner, buyer));
    expect(await tasks()).toMatchObject([
      { kind: 'DISPUTE_TO_DECIDE', openedBy: late.eventId, dueOn: null, data: { code: 'R11' } },
    ]);
    expect((await list('/v1/anomalies?kind=DISPUTED')).anomalies).toMatchObject([
      { subjectId: id, eventId: late.eventId, code: 'R11' },
    ]);
    const decided = await record(
      'CLK',
      id,
      '2026-04-25T10:00:00Z',
      body('DisputeDecided', '2026-04-25', { targetEventId: late.eventId, outcome: 'REJECTED' }),
    );
    expect(await kinds()).toEqual([]);
    expect(await tasks('state=CLOSED')).toMatchObject([
      { kind: 'DISPUTE_TO_DECIDE', closedBy: decided.eventId },
    ]);
  });
});

describe('marks, seizures and deactivation', () => {
  test('REQ-MRK-08 an import mark falls due; HC-23 a temporary import needs none but must leave', async () => {
    const importOf = (kind: string) =>
      body('FirearmImported', '2026-01-10', {
        licenceNo: 'IMP-2026-1',
        kind,
        responsiblePartyId: dealer,
        partyRole: 'TRADE',
      });
    const { id } = await record('CUS', undefined, '2026-01-10T10:00:00Z', importOf('NEW'), 'CUSTOMS');
    const hunting = await record('CUS', undefined, '2026-01-10T10:00:00Z', importOf('TEMPORARY'), 'CUSTOMS');
    expect(await tasks()).toMatchObject([
      { kind: 'IMPORT_MARK_DUE', subjectId: id, dueOn: '2026-02-09', ownerRole: 'DLR', party: dealer },
      { kind: 'TEMPORARY_IMPORT_OVERDUE', subjectId: hunting.id, dueOn: '2026-04-10', ownerRole: 'CUS' },
    ]);
    expect(await kinds('', 'DLR', dealer)).toEqual(['IMPORT_MARK_DUE']);
    expect(await kinds('', 'CUS', 'CUSTOMS')).toEqual(['TEMPORARY_IMPORT_OVERDUE']);
    const mark = await record(
      'DLR',
      id,
      '2026-02-01T10:00:00Z',
      body('ImportMarkApplied', '2026-02-01', { importYear: 2026 }),
      dealer,
    );
    expect(await kinds()).toEqual(['TEMPORARY_IMPORT_OVERDUE']);
    expect(await tasks('state=CLOSED')).toMatchObject([{ kind: 'IMPORT_MARK_DUE', closedBy: mark.eventId }]);
    expect((await list('/v1/movements?direction=IN')).movements).toHaveLength(2);
  });

  test('REQ-MRK-09 a seized pistol unmarked for 90 days shows in the auditor’s report', async () => {
    const { id } = await record(
      'POL',
      undefined,
      '2026-01-10T10:00:00Z',
      body('FirearmSeized', '2026-01-10', { marksSeen: [], identityAsSeen: undefined }),
      'POLICE',
    );
    expect(await kinds('', 'AUD')).toEqual(['MARK_MISSING', 'SEIZED_UNDECIDED']);
    expect(await kinds('dueBefore=2026-04-10', 'AUD')).toEqual([]);
    ledger.clock.set('2026-04-12T10:00:00Z');
    expect(await tasks('dueBefore=2026-04-12', 'AUD')).toMatchObject([
      { kind: 'MARK_MISSING', subjectId: id, dueOn: '2026-04-10', overdue: true },
      { kind: 'SEIZED_UNDECIDED', subjectId: id, dueOn: '2026-04-10', overdue: true },
    ]);
    await record('JUD', id, '2026-05-01T10:00:00Z', body('FirearmForfeited', '2026-05-01'), 'COURT');
    expect(await kinds('', 'AUD')).toEqual(['MARK_MISSING', 'FORFEITED_UNDISPOSED']);
    await record('CLK', id, '2026-05-20T10:00:00Z', body('FirearmDestroyed', '2026-05-20'));
    expect(await kinds('', 'AUD')).toEqual([]);
  });

  test('REQ-LST-02 HC-01 an alert outlives the recovery and shows until it is discharged', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    const theft = await record('POL', id, '2026-02-01T10:00:00Z', stolen('2026-02-01'), 'POLICE');
    expect((await list('/v1/alerts', 'POL', 'POLICE')).alerts).toMatchObject([
      { firearmId: id, kind: 'STOLEN', state: 'MISSING', openedBy: theft.eventId, holder: owner },
    ]);
    const found = await record(
      'POL',
      id,
      '2026-03-01T10:00:00Z',
      body('FirearmFound', '2026-03-01', { identityAsSeen: undefined }),
      'POLICE',
    );
    expect((await list('/v1/alerts?state=RECOVERED', 'POL', 'POLICE')).alerts).toMatchObject([
      { state: 'RECOVERED', recoveredBy: found.eventId },
    ]);
    expect(await tasks('', 'POL', 'POLICE')).toMatchObject([
      { kind: 'ALERT_TO_DISCHARGE', dueOn: '2026-03-02', openedBy: found.eventId },
      { kind: 'FOUND_UNDECIDED', dueOn: '2026-05-30' },
    ]);
    const discharged = await record(
      'POL',
      id,
      '2026-03-05T10:00:00Z',
      body('AlertDischarged', '2026-03-05', { recoveryEventId: found.eventId }),
      'POLICE',
    );
    expect(await kinds('', 'POL', 'POLICE')).toEqual(['FOUND_UNDECIDED']);
    expect((await list('/v1/alerts', 'POL', 'POLICE')).alerts).toEqual([]);
    expect((await list('/v1/alerts?state=CLOSED', 'POL', 'POLICE')).alerts).toMatchObject([
      { closedBy: discharged.eventId },
    ]);
    expect((await list('/v1/alerts?knownAt=2026-02-10', 'POL', 'POLICE')).alerts).toMatchObject([
      { state: 'MISSING' },
    ]);
  });

  test('REQ-DEA-01 a deactivation awaits its certificate; REQ-DEA-04 which is found 25 years on', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', dealer));
    await record('DLR', id, '2026-02-01T10:00:00Z', body('DeactivationPerformed', '2026-02-01'), dealer);
    expect(await kinds('', 'VER', 'VERIFIER')).toEqual(['DEACTIVATION_TO_CERTIFY']);
    const certified = await record(
      'VER',
      id,
      '2026-02-10T10:00:00Z',
      body('DeactivationCertified', '2026-02-10', { certificateNo: 'DC-2026-014', date: '2026-02-10' }),
      'VERIFIER',
    );
    expect(await kinds('', 'VER', 'VERIFIER')).toEqual([]);
    ledger.clock.set('2051-03-01T10:00:00Z');
    await ledger.caughtUp();
    const found = await ledger.app.inject({
      method: 'POST',
      url: '/v1/certificates/lookup',
      headers: { authorization: await ledger.bearer('CLK'), 'ledger-purpose': 'LICENSING' },
      payload: { certificateNo: 'dc 2026/014' },
    });
    expect(found.statusCode, found.body).toBe(200);
    expect(found.json().certificates).toMatchObject([
      {
        firearmId: id,
        certificateNo: 'DC-2026-014',
        date: '2026-02-10',
        valid: true,
        certifiedBy: certified.eventId,
      },
    ]);
  });

  test('HC-10 a seizure recorded late leaves the transfer after it to be decided, and deletes nothing', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    const sale = await record('CLK', id, '2026-03-01T10:00:00Z', transferred('2026-03-01', owner, buyer));
    expect(await kinds('', 'POL', 'POLICE')).toEqual(['TRANSFER_TO_CONFIRM']);
    const seizure = body('FirearmSeized', '2026-02-15', { identityAsSeen: undefined });
    await record('POL', id, '2026-04-01T10:00:00Z', seizure, 'POLICE');
    expect(await tasks('', 'POL', 'POLICE')).toMatchObject([
      { kind: 'SEIZED_UNDECIDED', dueOn: '2026-05-16' },
      {
        kind: 'RECORD_INCONSISTENT',
        openedBy: sale.eventId,
        data: { type: 'FirearmTransferred', code: 'R13' },
      },
    ]);
    expect((await list('/v1/anomalies', 'AUD')).anomalies).toMatchObject([
      { kind: 'INCONSISTENT', eventId: sale.eventId, code: 'R13' },
    ]);
    expect(await kinds('knownAt=2026-03-20', 'POL', 'POLICE')).toEqual(['TRANSFER_TO_CONFIRM']);
  });
});

describe('holders', () => {
  test('HC-17 an estate is to be settled within six months of the death; what is lent, on the day agreed', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', owner));
    await record(
      'CLK',
      id,
      '2026-03-01T10:00:00Z',
      body('InheritanceOpened', '2026-02-28', {
        deceasedPartyId: owner,
        executorId: buyer,
        dateOfDeath: '2026-02-28',
      }),
    );
    expect(await tasks()).toMatchObject([
      { kind: 'INHERITANCE_TO_SETTLE', dueOn: '2026-08-28', party: buyer, ownerRole: 'CLK' },
    ]);
    const lent = await record(
      'CLK',
      undefined,
      '2026-03-10T10:00:00Z',
      registered('2026-03-10', owner, 'LT 1'),
    );
    const started = body('TemporaryCustodyStarted', '2026-03-11', {
      custodianId: dealer,
      purpose: 'REPAIR',
      dueBack: '2026-04-01',
    });
    await record('CLK', lent.id, '2026-03-11T10:00:00Z', started);
    expect(await kinds('dueBefore=2026-04-02')).toEqual(['TEMPORARY_CUSTODY_OVERDUE']);
    await record(
      'CLK',
      lent.id,
      '2026-04-01T10:00:00Z',
      body('TemporaryCustodyEnded', '2026-04-01', { returnedOn: '2026-04-01' }),
    );
    expect(await kinds()).toEqual(['INHERITANCE_TO_SETTLE']);
  });

  test('REQ-CAT-04 a deactivated pistol acquired in 2023 without declaration is overdue', async () => {
    const first = registered('2022-01-10', owner);
    const given = first.payload as Record<string, unknown>;
    const { id } = await record(
      'CLK',
      undefined,
      '2022-01-10T10:00:00Z',
      onPaper({
        ...first,
        payload: {
          ...given,
          identity: { ...(given['identity'] as object), category: 'C', subcategory: 'C2' },
        },
      }),
    );
    const sale = transferred('2023-05-01', owner, buyer);
    const acquired = await record('CLK', id, '2026-01-10T10:00:00Z', {
      ...sale,
      payload: {
        ...sale.payload,
        acquirerAuthorisationId: { absent: 'UNKNOWN' },
        reportingSide: 'AUTHORITY',
      },
      source: { kind: 'PAPER', ref: 'BOOK-7/12' },
    });
    expect(await tasks()).toMatchObject([
      {
        kind: 'DECLARATION_OVERDUE',
        openedBy: acquired.eventId,
        party: buyer,
        dueOn: '2023-05-15',
        overdue: true,
      },
    ]);
  });

  test('REQ-REC-11 a legal hold shows in the calendar', async () => {
    const { id } = await record('CLK', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', dealer));
    await record('CLK', id, '2026-02-01T10:00:00Z', body('FirearmDestroyed', '2026-02-01'));
    expect((await list('/v1/retention/due', 'AUD')).clocks).toMatchObject([{ held: false }]);
    await record(
      'JUD',
      id,
      '2026-03-01T10:00:00Z',
      body('LegalHoldPlaced', '2026-03-01', { scope: { firearmIds: [id] } }),
      'COURT',
    );
    expect((await list('/v1/retention/due', 'AUD')).clocks).toMatchObject([{ held: true }]);
  });
});

describe('retention, quality, audit', () => {
  test('REQ-REC-08 the calendar gives the first day on which erasure is lawful', async () => {
    ledger.clock.set('2024-03-10T10:00:00Z');
    const leap = await record(
      'CLK',
      undefined,
      '2024-02-01T10:00:00Z',
      registered('2024-01-10', dealer, 'LY 1'),
    );
    await record('CLK', leap.id, '2024-03-01T10:00:00Z', body('FirearmDestroyed', '2024-02-29'));
    const plain = await record(
      'CLK',
      undefined,
      '2024-03-02T10:00:00Z',
      onPaper(registered('2020-01-10', dealer, 'LY 2')),
    );
    await record('CLK', plain.id, '2024-03-03T10:00:00Z', body('FirearmDestroyed', '2020-05-10'));
    const living = await record(
      'CLK',
      undefined,
      '2024-03-04T10:00:00Z',
      onPaper(registered('2020-01-10', dealer, 'LY 3')),
    );
    const { clocks } = await list('/v1/retention/due?until=2054-03-03', 'AUD');
    expect(clocks).toMatchObject([
      { subjectId: plain.id, clockFrom: '2020-05-10', nominalEnd: '2050-05-10', erasableFrom: '2050-05-11' },
      {
        subjectId: leap.id,
        nominalEnd: '2054-02-28',
        erasableFrom: '2054-03-03',
        erasableAt: '2054-03-02T23:00:00.000Z',
      },
    ]);
    expect(JSON.stringify(clocks)).not.toContain(living.id);
    expect((await list('/v1/retention/due?until=2054-03-02', 'AUD')).clocks).toHaveLength(1);
    // HC-15: it turns up after its destruction; the clock stops until that is resolved.
    await record(
      'POL',
      plain.id,
      '2024-05-01T10:00:00Z',
      body('FirearmFound', '2024-05-01', { identityAsSeen: undefined }),
      'POLICE',
    );
    expect((await list('/v1/retention/due', 'AUD')).clocks).toHaveLength(1);
    expect((await list('/v1/retention/due?stopped=true', 'AUD')).clocks).toMatchObject([
      { subjectId: plain.id },
    ]);
    expect(await kinds('', 'CLK')).toEqual(['IDENTITY_CONFLICT']);
    expect((await list('/v1/anomalies')).anomalies).toMatchObject([
      { kind: 'IDENTITY_CONFLICT', code: 'DST' },
    ]);
  });

  test('REQ-REC-02 a legacy record without calibre is accepted and appears in data quality', async () => {
    const example = registered('2020-01-10', owner);
    const payload = example.payload as Record<string, unknown>;
    const identity = { ...(payload['identity'] as object), calibre: { absent: 'UNKNOWN' } };
    const refused = await ledger.post('CLK', undefined, { ...example, payload: { ...payload, identity } });
    expect(refused.json().code).toBe('R31');
    const { id } = await record('CLK', undefined, '2026-02-01T10:00:00Z', {
      ...example,
      payload: { ...payload, identity, kind: 'LEGACY' },
      source: { kind: 'PAPER', ref: 'BOOK-3/17' },
    });
    const quality = await list('/v1/data-quality?finding=CALIBRE_UNKNOWN', 'AUD');
    expect(quality.counts).toContainEqual({ finding: 'CALIBRE_UNKNOWN', firearms: 1 });
    expect(quality.firearms).toMatchObject([{ firearmId: id }]);
    expect(quality.firearms[0].findings).toContain('CALIBRE_UNKNOWN');
  });

  test('REQ-DLR-04 delays of reports per organisation, in percentiles, with those beyond the deadline', async () => {
    await record('DLR', undefined, '2026-01-10T10:00:00Z', registered('2026-01-10', dealer, 'DL 1'), dealer);
    await record('DLR', undefined, '2026-01-20T23:00:00Z', registered('2026-01-10', dealer, 'DL 2'), dealer);
    const { organisations } = await list('/v1/statistics/report-delays?from=2026-01-01&to=2026-02-01', 'AUD');
    expect(organisations).toEqual([
      {
        organisationId: dealer,
        role: 'DLR',
        reports: 2,
        late: 1,
        hours: { p50: 120, p90: 216, p99: 237.6, longest: 240 },
      },
    ]);
  });

  test('REQ-AUD-03 corrections are listed by person and reason, with the time since the original', async () => {
    const { id, eventId } = await record(
      'CLK',
      undefined,
      '2026-01-10T10:00:00Z',
      registered('2026-01-10', owner, 'AB 12346'),
    );
    const correction = await record(
      'CLK',
      id,
      '2026-01-12T16:00:00Z',
      body('RecordCorrected', '2026-01-12', {
        targetEventId: eventId,
        changes: [
          { path: '/payload/identity/serialRaw', recordedValue: 'AB 12346', correctValue: 'AB 12345' },
        ],
        reason: 'MISREAD_MARK',
      }),
    );
    const annulled = await record(
      'CLK',
      id,
      '2026-01-13T16:00:00Z',
      body('RecordAnnulled', '2026-01-13', { targetEventId: correction.eventId, reason: 'DUPLICATE' }),
    );
    await record(
      'CLK',
      id,
      '2026-01-14T16:00:00Z',
      body('RecordReinstated', '2026-01-14', { annulmentEventId: annulled.eventId }),
    );
    const { changes } = await list('/v1/audit/corrections', 'AUD');
    expect(changes).toMatchObject([
      {
        type: 'RecordCorrected',
        reason: 'MISREAD_MARK',
        targetType: 'FirearmRegistered',
        hoursSinceOriginal: 54,
        sameActor: true,
      },
      { type: 'RecordAnnulled', targetType: 'RecordCorrected', hoursSinceOriginal: 24 },
      { type: 'RecordReinstated', targetType: 'RecordAnnulled' },
    ]);
    expect((await list('/v1/audit/corrections?reason=DUPLICATE', 'AUD')).changes).toHaveLength(1);
    expect((await list('/v1/audit/corrections?sameActor=false', 'AUD')).changes).toHaveLength(0);
  });

  test('REQ-DPR-01 a dealer reads his own tasks and no list; every read is logged with its purpose', async () => {
    const headers = { authorization: await ledger.bearer('DLR', dealer), 'ledger-purpose': 'OWN_RECORDS' };
    expect((await ledger.get('/v1/tasks', headers)).statusCode).toBe(200);
    for (const url of [
      '/v1/alerts',
      '/v1/registry',
      '/v1/transfers',
      '/v1/anomalies',
      '/v1/audit/corrections',
    ])
      expect((await ledger.get(url, headers)).json().code, url).toBe('PURPOSE_NOT_ALLOWED');
    expect((await ledger.get('/v1/tasks', { ...headers, 'ledger-purpose': 'AUDIT' })).statusCode).toBe(403);
    const { rows } = await ledger.database.owner.query(
      "select role, purpose, operation from ledger.access where operation = 'tasks'",
    );
    expect(rows).toEqual([{ role: 'DLR', purpose: 'OWN_RECORDS', operation: 'tasks' }]);
  });

  test('pages of tasks follow one another without loss or repetition', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      const { id } = await record(
        'POL',
        undefined,
        `2026-01-${10 + index}T10:00:00Z`,
        body('FirearmSeized', `2026-01-${10 + (index % 3)}`, { identityAsSeen: undefined }),
        'POLICE',
      );
      ids.push(id);
    }
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await list(`/v1/tasks?kind=SEIZED_UNDECIDED&limit=3${cursor}`, 'AUD');
      seen.push(...page.tasks.map((task: Task) => task.subjectId));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    const all = await tasks('kind=SEIZED_UNDECIDED', 'AUD');
    expect(all.map(({ dueOn }) => dueOn)).toEqual([...all.map(({ dueOn }) => dueOn)].sort());
  });
});
