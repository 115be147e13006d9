import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { auditCommand } from '../../infra/cli/auditCommand.ts';
import type { Ledger } from '../../infra/composition.ts';
import { body, onPaper, party, registered, stolen } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let keys = 0;
beforeEach(async () => {
  ledger = await createTestLedger();
});
afterEach(() => ledger.close());

const owner = party('P', 'owner');
const dealer = party('F', 'dealer');

/** Records as a person of his own name; answers the ids. */
const by = async (
  role: Role,
  actor: string,
  id: string | undefined,
  at: string,
  report: object,
  organisation = 'REGISTRY',
) => {
  ledger.clock.set(at);
  keys += 1;
  const answer = await ledger.app.inject({
    method: 'POST',
    url: id === undefined ? '/v1/firearms/events' : `/v1/firearms/${id}/events`,
    headers: {
      authorization: `Bearer ${await ledger.tokenOf(role, actor, organisation)}`,
      'idempotency-key': `audit-${keys}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(report),
  });
  expect(answer.statusCode, answer.body).toBe(201);
  const { firearmId, events } = answer.json();
  return { id: firearmId as string, eventId: events[0].eventId as string };
};
const ask = async (url: string, headers: Record<string, string> = {}, payload?: object) => {
  await ledger.caughtUp();
  return ledger.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url,
    headers: {
      authorization: await ledger.bearer('AUD', 'AUDIT-OFFICE'),
      'ledger-purpose': 'AUDIT',
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  });
};
const list = async (url: string) => {
  const answer = await ask(url);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const corrected = (eventId: string, from: string, to: string) =>
  body('RecordCorrected', '2026-01-12', {
    targetEventId: eventId,
    changes: [{ path: '/payload/identity/serialRaw', recordedValue: from, correctValue: to }],
    reason: 'MISREAD_MARK',
  });

describe('lists of the auditor (users-and-jobs 6, AUD)', () => {
  test('four-eyes breaches: who took it in also destroyed it; two persons are no breach', async () => {
    const story = async (serial: string, destroyedBy: string) => {
      const { id } = await by(
        'CLK',
        'clerk-1',
        undefined,
        '2026-01-10T10:00:00Z',
        onPaper(registered('2026-01-05', owner, serial)),
      );
      const taken = await by(
        'CLK',
        'clerk-2',
        id,
        '2026-01-11T10:00:00Z',
        body('FirearmSurrendered', '2026-01-11', { by: 'ANONYMOUS', byPartyId: undefined }),
      );
      await by('JUD', 'judge-1', id, '2026-01-12T10:00:00Z', body('FirearmForfeited', '2026-01-12'), 'COURT');
      const gone = await by(
        'CLK',
        destroyedBy,
        id,
        '2026-01-13T10:00:00Z',
        body('FirearmDestroyed', '2026-01-13'),
      );
      return { id, taken, gone };
    };
    const clean = await story('FE 1', 'clerk-3');
    expect((await list('/v1/audit/four-eyes')).breaches).toEqual([]);
    const alone = await by(
      'CLK',
      'clerk-9',
      undefined,
      '2026-01-15T10:00:00Z',
      body('FirearmFound', '2026-01-15', { identityAsSeen: undefined }),
    );
    const released = await by(
      'CLK',
      'clerk-9',
      alone.id,
      '2026-01-16T10:00:00Z',
      body('FirearmForfeited', '2026-01-16'),
    );
    const { breaches } = await list('/v1/audit/four-eyes');
    expect(breaches).toMatchObject([
      {
        rule: 'FORFEITURE',
        subjectId: alone.id,
        actorId: 'clerk-9',
        firstEventId: alone.eventId,
        firstType: 'FirearmFound',
        eventId: released.eventId,
      },
    ]);
    // The later act counts against who handled it last, not against who did so once.
    expect(clean.gone.eventId).not.toBe(breaches[0].eventId);
    const mine = await by(
      'CLK',
      'clerk-1',
      undefined,
      '2026-01-17T10:00:00Z',
      onPaper(registered('2026-01-05', owner, 'FE 3')),
    );
    await by('CLK', 'clerk-1', mine.id, '2026-01-18T10:00:00Z', corrected(mine.eventId, 'FE 3', 'FE 4'));
    expect((await list('/v1/audit/four-eyes?rule=CORRECTION')).breaches).toMatchObject([
      { actorId: 'clerk-1', firstEventId: mine.eventId, type: 'RecordCorrected' },
    ]);
    expect((await list('/v1/audit/four-eyes?from=2026-01-17&to=2026-01-18')).breaches).toEqual([]);
  });

  test('REQ-AUD-03 corrections by category, period and hours, in pages, as CSV, and counted by person', async () => {
    const recorded = [];
    for (const serial of ['CO 0', 'CO 1', 'CO 2'])
      recorded.push(
        await by(
          'CLK',
          'clerk-1',
          undefined,
          '2026-01-10T10:00:00Z',
          onPaper(registered('2026-01-05', owner, serial)),
        ),
      );
    for (const [index, actor] of ['clerk-1', 'clerk-1', 'clerk-2'].entries())
      await by(
        'CLK',
        actor,
        recorded[index]?.id,
        `2026-01-${12 + index}T10:00:00Z`,
        corrected(recorded[index]?.eventId ?? '', `CO ${index}`, `CO 9${index}`),
      );
    const { changes } = await list('/v1/audit/corrections');
    expect(changes.map((each: { category: string }) => each.category)).toEqual(['B', 'B', 'B']);
    expect((await list('/v1/audit/corrections?category=A')).changes).toEqual([]);
    expect((await list('/v1/audit/corrections?hoursSince=49')).changes).toHaveLength(2);
    expect((await list('/v1/audit/corrections?from=2026-01-13&to=2026-01-14')).changes).toHaveLength(1);
    expect((await list('/v1/audit/correction-counts')).persons).toEqual([
      {
        organisationId: 'REGISTRY',
        actorId: 'clerk-1',
        type: 'RecordCorrected',
        reason: 'MISREAD_MARK',
        changes: 2,
        ownRecords: 2,
        hoursP50: 60,
        hoursP90: 69.6,
        hoursLongest: 72,
      },
      expect.objectContaining({ actorId: 'clerk-2', changes: 1, ownRecords: 0, hoursLongest: 96 }),
    ]);
    const first = await list('/v1/audit/corrections?limit=2');
    const rest = await list(`/v1/audit/corrections?limit=2&cursor=${first.next}`);
    expect([...first.changes, ...rest.changes]).toEqual(changes);
    const csv = await ask('/v1/audit/corrections', { accept: 'text/csv' });
    expect(csv.headers['content-type']).toContain('text/csv');
    const lines = csv.body.trimEnd().split('\r\n');
    expect([lines.length, lines[0]?.split(',').slice(0, 3)]).toEqual([4, ['position', 'eventId', 'type']]);
    expect(lines[1]).toContain(changes[0].eventId);
  });

  test('REQ-DLR-04 late reports open to the events, and nothing in time is listed', async () => {
    await entitledFromTheStart(ledger, { F: ['dealer'] });
    await by(
      'DLR',
      'dealer-1',
      undefined,
      '2026-01-10T10:00:00Z',
      registered('2026-01-10', dealer, 'LR 1'),
      dealer,
    );
    const late = await by(
      'DLR',
      'dealer-1',
      undefined,
      '2026-01-20T23:00:00Z',
      registered('2026-01-10', dealer, 'LR 2'),
      dealer,
    );
    expect((await list('/v1/audit/late-reports')).reports).toMatchObject([
      { eventId: late.eventId, organisationId: dealer, role: 'DLR', hoursLate: 216 },
    ]);
  });

  test('REQ-REC-12 completeness: what is missing or undecided, each count opens to its events', async () => {
    const seized = await by(
      'POL',
      'officer-1',
      undefined,
      '2026-01-10T10:00:00Z',
      body('FirearmSeized', '2026-01-10', { identityAsSeen: undefined }),
      'POLICE',
    );
    await by(
      'CLK',
      'clerk-1',
      undefined,
      '2026-01-10T10:00:00Z',
      onPaper(registered('2026-01-05', owner, 'CM 1')),
    );
    const nobody = await by('MIG', 'migration', undefined, '2026-01-11T10:00:00Z', {
      ...body('LegacyRecordDigitised', '1990-01-05', { responsiblePartyId: { absent: 'UNKNOWN' } }),
      source: { kind: 'LEGACY_IMPORT', ref: 'OLD/1', documentSha256: '0'.repeat(64) },
    });
    ledger.clock.set('2027-01-10T10:00:00Z');
    expect((await list('/v1/audit/without-holder')).firearms).toMatchObject([{ firearmId: nobody.id }]);
    const { lines } = await list('/v1/audit/overview');
    const line = (name: string) => lines.find((each: { name: string }) => each.name === name);
    expect(line('SEIZED_UNDECIDED')).toMatchObject({ count: 1, overdue: 1 });
    expect(line('without-holder')).toMatchObject({ count: 1 });
    for (const { name, href, count, section } of lines) {
      const opened = await ask(href);
      expect(opened.statusCode, `${name}: ${opened.body}`).toBe(200);
      const found: unknown = Object.values(opened.json()).find((value) => Array.isArray(value));
      if (section === 'COMPLETENESS') expect(found, name).toHaveLength(count);
    }
    expect((await list(line('SEIZED_UNDECIDED').href)).open).toMatchObject([
      { subjectId: seized.id, openedBy: seized.eventId, overdue: true },
    ]);
    const overdue = (await list('/v1/audit/completeness?overdue=true')).open;
    expect(overdue.every((each: { overdue: boolean }) => each.overdue)).toBe(true);
    expect(overdue.map((each: { subjectId: string }) => each.subjectId)).toContain(seized.id);
  });

  test('REQ-DPR-02 access review: unusual volumes, repeated and own look-ups are ranked; each opens to the log', async () => {
    const read = async (actor: string, at: string, subject: string) => {
      await ledger.database.owner.query(
        `insert into ledger.access (at, actor_id, role, organisation_id, purpose, regime, operation, subject, request_id)
         values ($1, $2, 'CLK', 'REGISTRY', 'LICENSING', 'GDPR', 'firearm', $3, 'test')`,
        [at, actor, subject],
      );
    };
    for (let index = 0; index < 3; index += 1)
      for (const actor of ['calm-1', 'calm-2', 'hungry', 'curious'])
        await read(actor, `2026-02-0${2 + index}T10:00:00Z`, `W-${actor}-${index}`);
    for (let index = 0; index < 40; index += 1) await read('hungry', '2026-02-06T10:00:00Z', `W-X${index}`);
    const { id } = await by(
      'CLK',
      'clerk-1',
      undefined,
      '2026-02-01T10:00:00Z',
      onPaper(registered('2026-01-05', owner, 'AR 1')),
    );
    await read('curious', '2026-02-05T10:00:00Z', id);
    const review = await list('/v1/audit/access-review?from=2026-02-01&to=2026-03-01');
    expect(review.readers[0]).toMatchObject({
      rank: 1,
      actorId: 'hungry',
      busiestDay: '2026-02-06',
      busiestSubjects: 40,
      usualSubjects: 1,
      signals: [{ kind: 'UNUSUAL_VOLUME', value: 40, usual: 1 }],
    });
    expect(review.readers.find(({ actorId }: { actorId: string }) => actorId === 'calm-1')).toMatchObject({
      weight: 0,
      signals: [],
    });
    // The ledger does not know who the official is as a party; the auditor says so, and then his own firearm counts.
    const asked = await ask(
      '/v1/audit/access-review',
      {},
      {
        from: '2026-02-01',
        to: '2026-03-01',
        own: [{ actorId: 'curious', partyId: owner }],
      },
    );
    expect(asked.statusCode, asked.body).toBe(200);
    expect(asked.json().readers[0]).toMatchObject({
      actorId: 'curious',
      ownLookUps: 1,
      signals: [{ kind: 'OWN_LOOK_UP', value: 1 }],
    });
    const behind = await list('/v1/audit/access?actorId=hungry&from=2026-02-06&to=2026-02-06');
    expect(behind.entries).toHaveLength(40);
    const { counts } = await list('/v1/audit/access-statistics?from=2026-02-01&to=2026-03-01');
    expect(counts).toMatchObject([{ purpose: 'LICENSING', regime: 'GDPR', reads: 53, readers: 4 }]);
  });

  test('on the command line the same lists, and a dealer sees none over HTTP', async () => {
    await by(
      'POL',
      'officer-1',
      undefined,
      '2026-01-10T10:00:00Z',
      body('FirearmSeized', '2026-01-10', { identityAsSeen: undefined }),
      'POLICE',
    );
    await ledger.caughtUp();
    const run = async (name: string, more: object = {}) => {
      const printed: string[] = [];
      await auditCommand(
        {
          record: ledger.record,
          eventStore: ledger.store,
          knownUntil: ledger.knownUntil,
          codec: ledger.codec,
          pool: ledger.database.runtime,
          config: { zone: 'Europe/Belgrade' },
        } as unknown as Ledger,
        name,
        { limit: 100, csv: false, json: true, ...more },
        { print: (text) => printed.push(text), note: () => undefined, progress: () => undefined },
      );
      return printed.join('\n');
    };
    expect(JSON.parse(await run('completeness')).open).toEqual((await list('/v1/audit/completeness')).open);
    expect(await run('completeness', { json: false, csv: true })).toContain('SEIZED_UNDECIDED');
    expect(await run('overview', { json: false })).toContain('SEIZED_UNDECIDED');
    expect(JSON.parse(await run('access-review')).readers.length).toBeGreaterThan(0);
    await expect(run('overview', { csv: true })).rejects.toThrow('--json');
    await expect(run('completeness', { from: '2026-01-01' })).rejects.toThrow('no period');
    const dealers = { authorization: await ledger.bearer('DLR', dealer), 'ledger-purpose': 'OWN_RECORDS' };
    for (const name of ['four-eyes', 'overview', 'access-review', 'completeness'])
      expect((await ask(`/v1/audit/${name}`, dealers)).statusCode).toBe(403);
  });
});

test('a report of theft by the one who discharges the alert is a breach', async () => {
  const { id } = await by(
    'CLK',
    'clerk-1',
    undefined,
    '2026-01-10T10:00:00Z',
    onPaper(registered('2026-01-05', owner, 'TH 1')),
  );
  const theft = await by('POL', 'officer-1', id, '2026-01-11T10:00:00Z', stolen('2026-01-11'), 'POLICE');
  const withdrawn = await by(
    'POL',
    'officer-1',
    id,
    '2026-01-12T10:00:00Z',
    body('AlertWithdrawn', '2026-01-12'),
    'POLICE',
  );
  expect((await list('/v1/audit/four-eyes')).breaches).toMatchObject([
    { rule: 'ALERT_WITHDRAWN', firstEventId: theft.eventId, eventId: withdrawn.eventId },
  ]);
});
