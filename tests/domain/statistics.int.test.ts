import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordIn } from '../harness/anyStream.ts';
import { body, onPaper, party, registered, stolen } from '../harness/bodies.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2025-01-02T10:00:00Z');
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});
const { told } = createStory(() => ledger);
const owner = party('P', 'owner');

const read = async (url: string, role: 'FFP' | 'AUD' | 'CLK' = 'FFP', purpose = 'STATISTICS') => {
  await ledger.caughtUp();
  const answer = await ledger.get(url, {
    authorization: await ledger.bearer(role),
    'ledger-purpose': purpose,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const unknownArm = { marksSeen: [], identityAsSeen: undefined };
const trace = async (id: string | undefined, day: string, report: object): Promise<string> => {
  ledger.clock.set(`${day}T12:00:00Z`);
  const answer = await recordIn(ledger, 'traces', 'FFP', id, report);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().traceId;
};

describe('REQ-TRC-10 SDG 16.4.2', () => {
  test('counts by year with their events, and the numbers of a past report again as of its day', async () => {
    // Known to the register, stolen, and seized from somebody else: its point of diversion is known.
    const { id: stolenOne } = await told('CLK', undefined, onPaper(registered('2025-01-05', owner)));
    await told(['POL', 'POLICE'], stolenOne, stolen('2025-02-01'));
    await told('POL', stolenOne, body('FirearmSeized', '2025-03-01'));
    // The register knew nothing of these.
    const { id: exhibit } = await told('POL', undefined, body('FirearmSeized', '2025-04-01', unknownArm));
    await told('POL', undefined, body('FirearmFound', '2025-05-01', unknownArm));
    const { id: given } = await told(
      'POL',
      undefined,
      body('FirearmSurrendered', '2026-01-10', { by: 'ANONYMOUS', byParty: undefined, scheme: 'AMNESTY' }),
    );
    // From the finder into a case: still one recovery.
    await told('POL', given, body('FirearmSeized', '2026-01-11'));
    const first = await read('/v1/statistics/sdg-16-4-2?from=2025&to=2026');
    expect(first.years).toMatchObject([
      {
        year: 2025,
        recovered: 3,
        established: 1,
        share: 0.3333,
        byAction: { SEIZED: 2, FOUND: 1 },
        byBasis: { REGISTER: 1, NOT_ESTABLISHED: 2 },
      },
      { year: 2026, recovered: 1, established: 0, byAction: { SURRENDERED: 1 } },
    ]);
    // The report is made; afterwards another State answers, and a seizure of last year is entered late.
    const sent = await trace(
      undefined,
      '2026-03-01',
      body('TraceRequestSent', '2026-03-01', {
        firearmId: exhibit,
        requester: { country: 'DE', authority: 'BKA', scope: 'FOREIGN' },
      }),
    );
    await trace(
      sent,
      '2026-03-20',
      body('TraceAnswered', '2026-03-20', {
        extent: 'FULL',
        firearmId: exhibit,
        asOf: { valid: '2025-04-01', known: '2026-03-19' },
        disclosedFields: ['chain'],
      }),
    );
    await told('POL', undefined, body('FirearmSeized', '2025-12-20', unknownArm), '2026-03-21');
    const again = await read('/v1/statistics/sdg-16-4-2?from=2025&to=2025');
    expect(again.years).toMatchObject([
      { recovered: 4, established: 2, share: 0.5, byBasis: { REGISTER: 1, TRACE: 1, NOT_ESTABLISHED: 2 } },
    ]);
    const reported = await read('/v1/statistics/sdg-16-4-2?from=2025&to=2026&knownAt=2026-02-28');
    expect(reported.years).toEqual(first.years);
    // Every number opens to its events, page by page.
    const events: string[] = [];
    let cursor = '';
    do {
      const page = await read(`/v1/statistics/sdg-16-4-2/recoveries?from=2025&to=2025&limit=2${cursor}`);
      events.push(...page.recoveries.map(({ eventId }: { readonly eventId: string }) => eventId));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(new Set(events).size).toBe(4);
    expect(events).toHaveLength(4);
  });

  test('a recovery that is annulled, or whose origin turns out, changes the number from then on only', async () => {
    const { id, eventId } = await told('POL', undefined, body('FirearmFound', '2025-05-01', unknownArm));
    await told('POL', undefined, body('FirearmFound', '2025-05-02', unknownArm));
    const annulled = await ledger.post(
      'CLK',
      id,
      body('RecordAnnulled', '2025-06-01', { targetEventId: eventId, reason: 'DUPLICATE' }),
      {},
    );
    expect(annulled.statusCode, annulled.body).toBe(422);
    ledger.clock.set('2025-06-01T12:00:00Z');
    const later = await ledger.post(
      'CLK',
      id,
      body('RecordAnnulled', '2025-06-01', { targetEventId: eventId, reason: 'DUPLICATE' }),
    );
    expect(later.statusCode, later.body).toBe(201);
    const url = '/v1/statistics/sdg-16-4-2?from=2025&to=2025';
    expect((await read(url)).years[0].recovered).toBe(1);
    expect((await read(`${url}&knownAt=2025-05-31`)).years[0].recovered).toBe(2);
  });
});

describe('ITI 11, 18, 19: answers to trace requests within the time asked', () => {
  const received = (day: string, dueBy?: string) =>
    body('TraceRequestReceived', day, {
      requester: { country: 'DE', authority: 'BKA', scope: 'FOREIGN' },
      ...(dueBy === undefined ? {} : { dueBy }),
    });
  const refused = (day: string) => body('TraceRefused', day, { ground: 'NATIONAL_SECURITY' });

  test('are judged by each request’s own clock: a task until then, and a report of what came late', async () => {
    const hurried = await trace(undefined, '2025-03-01', received('2025-03-01', '2025-03-05'));
    const patient = await trace(undefined, '2025-03-01', received('2025-03-01', '2025-06-30'));
    const silent = await trace(undefined, '2025-03-01', received('2025-03-01', '2025-03-10'));
    const inTime = await trace(undefined, '2025-03-01', received('2025-03-01', '2025-03-05'));
    await trace(inTime, '2025-03-05', refused('2025-03-05'));
    await trace(hurried, '2025-03-06', refused('2025-03-06'));
    await trace(patient, '2025-05-01', refused('2025-05-01'));
    ledger.clock.set('2025-06-01T12:00:00Z');
    const overdue = await read('/v1/tasks?kind=TRACE_ANSWER_DUE');
    expect(overdue.tasks).toMatchObject([{ subjectId: silent, dueOn: '2025-03-10', overdue: true }]);
    const report = await read('/v1/statistics/task-delays?kind=TRACE_ANSWER_DUE', 'AUD', 'AUDIT');
    expect(report.kinds).toMatchObject([
      {
        kind: 'TRACE_ANSWER_DUE',
        opened: 4,
        doneInTime: 2,
        doneLate: 1,
        open: 1,
        overdue: 1,
        days: { p50: 5, longest: 60.96 },
      },
    ]);
    // The last moment of the last day is in time, also for a report of a past day.
    const then = await read(
      '/v1/statistics/task-delays?kind=TRACE_ANSWER_DUE&knownAt=2025-03-05T22:59:59Z',
      'AUD',
      'AUDIT',
    );
    expect(then.kinds).toMatchObject([{ opened: 4, doneInTime: 1, doneLate: 0, open: 3, overdue: 0 }]);
    const next = await read(
      '/v1/statistics/task-delays?kind=TRACE_ANSWER_DUE&knownAt=2025-03-05T23:00:00Z',
      'AUD',
      'AUDIT',
    );
    expect(next.kinds).toMatchObject([{ overdue: 1 }]);
  });

  test('counts only tasks that the reader may see', async () => {
    const { id } = await told('CLK', undefined, onPaper(registered('2025-01-05', owner)));
    await told(['POL', 'POLICE'], id, stolen('2025-02-01'));
    ledger.clock.set('2025-02-03T12:00:00Z');
    await ledger.post('CLK', id, body('FirearmReleased', '2025-02-02'));
    const kinds = async (role: 'CLK' | 'AUD', purpose: string): Promise<ReadonlyArray<string>> =>
      (await read('/v1/statistics/task-delays', role, purpose)).kinds.map(
        ({ kind }: { readonly kind: string }) => kind,
      );
    expect(await kinds('AUD', 'AUDIT')).toContain('ATTEMPT_UNDER_ALERT');
    expect(await kinds('CLK', 'LICENSING')).not.toContain('ATTEMPT_UNDER_ALERT');
  });
});
