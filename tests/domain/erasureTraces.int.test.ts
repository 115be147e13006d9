import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { retentionDueCommand, retentionPreviewCommand } from '../../infra/cli/retentionCommands.ts';
import type { Ledger } from '../../infra/composition.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party } from '../harness/bodies.ts';
import { createErasureStory } from '../harness/erasureStory.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let keys = 0;
beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('1990-01-02T10:00:00Z');
});
afterEach(async () => {
  await expectRebuiltEqual(ledger);
  await ledger.close();
});
const { told, person, firearm, destroy, call } = createErasureStory(() => ledger);
const holder = party('P', 'first');

const recorded = async (plural: string, role: Role, id: string | undefined, report: unknown) => {
  keys += 1;
  const answer = await recordIn(ledger, plural, role, id, report, { key: `erasure-traces-${keys}` });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
/** A request that tells of a person, received on a day. */
const traced = async (day: string, more: object = {}): Promise<string> => {
  ledger.clock.set(`${day}T10:00:00Z`);
  const { traceId } = await recorded('traces', 'FFP', undefined, {
    ...body('TraceRequestReceived', day, {
      caseRef: 'KU-77/91',
      requester: { country: 'RS', authority: 'MUP', scope: 'FOREIGN' },
      circumstances: `Found with Marko Markovic on ${day}`,
      marksSeen: [{ location: 'FRAME', serialRaw: 'TR 1' }],
      recovery: { date: day, place: { country: 'RS' } },
      useRestriction: { kind: 'NONE' },
      ...more,
    }),
  });
  return traceId;
};
const preview = async () => (await call('GET', '/v1/retention/preview', 'dpo-1')).json();
const run = async () => {
  const proposed = await call('POST', '/v1/retention/runs', 'dpo-1', {});
  expect(proposed.statusCode, proposed.body).toBe(201);
  const approved = await call('POST', `/v1/retention/runs/${proposed.json().runId}/approval`, 'dpo-2');
  expect(approved.statusCode, approved.body).toBe(200);
  return { proposed: proposed.json(), protocol: approved.json() };
};
const due = async (query = '') => (await call('GET', `/v1/retention/due${query}`, 'dpo-1')).json().clocks;
const dueTraces = async (query = '') =>
  (await due(query)).filter(({ subjectKind }: { readonly subjectKind: string }) => subjectKind === 'trace');
/** The circumstances as a bundle in clear shows them, and what it says is erased. */
const circumstances = async (id: string) => {
  await ledger.caughtUp();
  const { rows } = await ledger.database.owner.query<{ open: boolean; rule: string | null }>(
    `select s.ciphertext is not null as open, k.rule_id as rule
     from vault.sealed s join vault.key_register k using (subject_id) where subject_id = $1`,
    [id],
  );
  return rows;
};
const liveKeys = async (id: string) =>
  (
    await ledger.database.owner.query(
      'select from vault.wrapped_key join vault.key_register using (key_id) where subject_id = $1',
      [id],
    )
  ).rowCount;

describe('the calendar of what may be erased lists trace requests (users-and-jobs 6: retention calendar)', () => {
  test('REQ-TRC-02, REQ-REC-11 with rule, day and effect, from the calendar to the protocol of two persons; erased, it is due no more', async () => {
    await person('first');
    const [one, other] = [await firearm(holder, 'TR 7'), await firearm(holder, 'TR 8')];
    await destroy(one, '1990-12-20');
    const about = await traced('1991-03-01', { firearmId: one });
    await traced('1991-03-01', { firearmId: other });
    const unknown = await traced('2001-03-01');
    const late = await traced('2005-03-01', { firearmId: one });
    ledger.clock.set('2005-06-01T10:00:00Z');
    // The one about a firearm that is still there has no day.
    const calendar = await dueTraces();
    const common = { subjectKind: 'trace', erases: 'PERSONS_TOLD_OF', stoppedBy: null, held: false };
    expect(calendar).toEqual([
      {
        ...common,
        subjectId: about,
        ruleId: 'REQ-REC-11',
        firearmIds: [one],
        cause: 'DESTROYED',
        startedBy: expect.any(String),
        clockFrom: '1990-12-20',
        nominalEnd: '2020-12-20',
        // A Sunday: the period ends with the 21st (Reg. 1182/71 art. 3(4)).
        erasableFrom: '2020-12-22',
        erasableAt: '2020-12-21T23:00:00.000Z',
      },
      {
        ...common,
        subjectId: unknown,
        ruleId: 'REQ-TRC-02',
        firearmIds: [],
        cause: 'LAST_RECORD',
        startedBy: expect.any(String),
        clockFrom: '2001-03-01',
        nominalEnd: '2021-03-01',
        erasableFrom: '2021-03-02',
        erasableAt: '2021-03-01T23:00:00.000Z',
      },
      {
        ...common,
        subjectId: late,
        ruleId: 'REQ-REC-11',
        firearmIds: [one],
        cause: 'LAST_RECORD',
        startedBy: expect.any(String),
        clockFrom: '2005-03-01',
        nominalEnd: '2025-03-01',
        // A Saturday.
        erasableFrom: '2025-03-04',
        erasableAt: '2025-03-03T23:00:00.000Z',
      },
    ]);
    expect(await due('?until=2021-03-01')).toMatchObject([
      { subjectId: about },
      {
        subjectKind: 'firearm',
        subjectId: one,
        ruleId: 'REQ-REC-11',
        erases: 'PERSONS_NAMED',
        firearmIds: [],
      },
    ]);
    const pages: string[] = [];
    for (let next = ''; next !== 'null'; ) {
      const page = (
        await call('GET', `/v1/retention/due?limit=1${next && `&cursor=${next}`}`, 'dpo-1')
      ).json();
      pages.push(...page.clocks.map(({ subjectId }: { readonly subjectId: string }) => subjectId));
      next = String(page.next);
    }
    expect(pages).toEqual([about, one, unknown, late]);
    ledger.clock.set('2021-03-02T10:00:00Z');
    // What the calendar has for today is what the run erases.
    const { traces } = await preview();
    expect(traces.map(({ traceId }: { readonly traceId: string }) => traceId)).toEqual(
      [about, unknown].sort(),
    );
    const { protocol } = await run();
    expect(protocol.erasedTraces).toHaveLength(2);
    expect(await dueTraces()).toMatchObject([{ subjectId: late }]);
    // As it was known before, they were due.
    expect(await dueTraces('?knownAt=2021-03-01')).toHaveLength(3);
  });

  test('REQ-REC-11, HC-15 a hold on the case is shown, and a find stops the clock of the request too', async () => {
    const one = await firearm(holder, 'TR 9');
    await destroy(one, '1990-12-20');
    const id = await traced('1991-03-01', { firearmId: one });
    expect(await dueTraces()).toMatchObject([{ subjectId: id, held: false }]);
    ledger.clock.set('1992-01-02T10:00:00Z');
    await recorded(
      'system',
      'JUD',
      undefined,
      body('LegalHoldPlaced', '1992-01-02', { scope: { caseRefs: ['KU-77/91'] } }),
    );
    expect(await dueTraces()).toMatchObject([{ subjectId: id, held: true }]);
    expect(await dueTraces('?knownAt=1991-12-31')).toMatchObject([{ subjectId: id, held: false }]);
    const found = await told('POL', one, body('FirearmFound', '1993-01-02'));
    expect(await dueTraces()).toEqual([]);
    expect(await dueTraces('?stopped=true')).toMatchObject([{ subjectId: id, stoppedBy: found.eventId }]);
  });

  test('REQ-TRC-02 the command line shows the same calendar and the same preview', async () => {
    const id = await traced('2001-03-01');
    ledger.clock.set('2021-03-02T10:00:00Z');
    const http = { calendar: await due(), plan: await preview() };
    const printed: string[] = [];
    const output = {
      print: (text: string) => printed.push(text),
      note: () => undefined,
      progress: () => undefined,
    };
    const own = {
      record: ledger.record,
      clock: ledger.clock,
      eventStore: ledger.store,
      knownUntil: ledger.knownUntil,
      codec: ledger.record.codec,
      pool: ledger.database.runtime,
      config: { zone: 'Europe/Belgrade' },
    } as unknown as Ledger;
    await retentionDueCommand(own, { json: true, limit: 10 }, output);
    await retentionPreviewCommand(own, { json: true }, output);
    const [calendar, plan] = printed.map((text) => JSON.parse(text));
    expect(calendar).toEqual({ clocks: http.calendar, complete: true });
    expect(plan).toEqual(http.plan);
    await retentionDueCommand(own, { json: false, limit: 10 }, output);
    await retentionPreviewCommand(own, { json: false }, output);
    expect(printed[2]).toMatch(
      new RegExp(`2021-03-02 +trace +${id} +REQ-TRC-02 +PERSONS_TOLD_OF +LAST_RECORD 2001-03-01`),
    );
    expect(printed[3]).toMatch(new RegExp(`erased +${id} +REQ-TRC-02`));
    await expect(retentionPreviewCommand(own, { json: false, until: '2021-03-03' }, output)).rejects.toThrow(
      'future',
    );
  });
});

describe('what trace requests say of persons (REQ-TRC-02, REQ-REC-11)', () => {
  test('REQ-TRC-02 of an arm that was never identified: twenty years after the last record, answered or not', async () => {
    const id = await traced('2001-03-01');
    const later = await traced('2001-03-01');
    ledger.clock.set('2001-06-01T10:00:00Z');
    await recorded(
      'traces',
      'FFP',
      later,
      body('TraceClarified', '2001-06-01', { circumstances: 'Marko Markovic again' }),
    );
    ledger.clock.set('2021-03-01T22:59:00Z');
    expect(await preview()).toMatchObject({ traces: [], keptTraces: [] });
    ledger.clock.set('2021-03-02T10:00:00Z');
    const plan = await preview();
    expect(plan).toMatchObject({
      parties: [],
      traces: [{ traceId: id, ruleId: 'REQ-TRC-02', firearmIds: [] }],
      keptTraces: [],
    });
    const { proposed, protocol } = await run();
    expect(proposed).toMatchObject({ parties: 0, firearms: 0, traces: 1, planSha256: plan.planSha256 });
    expect(protocol).toMatchObject({
      status: 'COMPLETED',
      erased: [],
      erasedTraces: [{ traceId: id, ruleId: 'REQ-TRC-02', firearmIds: [] }],
    });
    expect(protocol.erasedTraces[0].keyIds).toHaveLength(1);
    expect([await liveKeys(id), await circumstances(id)]).toEqual([0, [{ open: false, rule: 'REQ-TRC-02' }]]);
    expect(await liveKeys(later)).toBe(1);
    // The event and its commitment stay as they were, and the state says under which rule the rest went.
    const { events } = (await ledger.get(`/v1/traces/${id}/events`)).json();
    expect(Object.keys(events[0].payload.circumstances).sort()).toEqual(['commitment', 'vaultRef']);
    expect(events.at(-1)).toMatchObject({
      type: 'PersonalDataErased',
      payload: { subjectRefs: [id], ruleId: 'REQ-TRC-02' },
    });
    expect((await ledger.get(`/v1/traces/${id}`)).json()).toMatchObject({
      status: 'RECEIVED',
      state: { erasedUnder: 'REQ-TRC-02' },
    });
    // Nothing more of a person gets in under the key that is gone.
    keys += 1;
    const more = await recordIn(
      ledger,
      'traces',
      'FFP',
      id,
      body('TraceClarified', '2021-03-02', { circumstances: 'Marko Markovic' }),
      { key: `erasure-traces-${keys}` },
    );
    expect([more.statusCode, more.json().code]).toEqual([409, 'SUBJECT_ERASED']);
    expect((await preview()).traces).toEqual([]);
  });

  test('REQ-TRC-02, REQ-REC-11 of a firearm of the register: not before the records of the last one it was about, nor before its own years', async () => {
    await person('first');
    const [one, other] = [await firearm(holder, 'TR 1'), await firearm(holder, 'TR 2')];
    await destroy(one, '1990-12-20');
    const id = await traced('1991-03-01', { firearmId: one });
    // It was about another one, until it turned out which one it was.
    const mistaken = await traced('1991-03-01', { firearmId: other });
    const [request] = (await ledger.get(`/v1/traces/${mistaken}/events`)).json().events;
    await recorded('traces', 'CLK', mistaken, {
      ...body('RecordCorrected', '1991-03-01', {
        targetEventId: request.eventId,
        changes: [{ path: '/payload/firearmId', recordedValue: other, correctValue: one }],
        reason: 'MISREAD_MARK',
      }),
    });
    const late = await traced('2005-03-01', { firearmId: one });
    ledger.clock.set('2021-01-05T10:00:00Z');
    const keptFor = (reason: string, subjects: ReadonlyArray<string>) => [{ reason, subjects }];
    const { traces, keptTraces } = await preview();
    expect(traces).toEqual([{ traceId: id, ruleId: 'REQ-REC-11', firearmIds: [one] }]);
    expect(
      keptTraces.toSorted((a: { traceId: string }, b: { traceId: string }) =>
        a.traceId < b.traceId ? -1 : 1,
      ),
    ).toEqual(
      [
        { traceId: late, for: keptFor('TRACE_KEPT', [late]) },
        { traceId: mistaken, for: keptFor('RECORD_KEPT', [other]) },
      ].toSorted((a, b) => (a.traceId < b.traceId ? -1 : 1)),
    );
    const { protocol } = await run();
    expect(protocol.erasedTraces).toMatchObject([{ traceId: id, firearmIds: [one] }]);
    const { events } = (await call('GET', `/v1/firearms/${one}/events`, 'dpo-1')).json();
    expect(events.slice(-2)).toMatchObject([
      { type: 'RetentionExpired', payload: { subjectRefs: [id] } },
      { type: 'PersonalDataErased', payload: { subjectRefs: [id], runId: protocol.runId } },
    ]);
    expect([await liveKeys(id), await liveKeys(late), await liveKeys(mistaken)]).toEqual([0, 1, 1]);
  });

  test('REQ-REC-11 a hold on the case keeps the request, and whom the records of its firearm name', async () => {
    await person('first');
    const one = await firearm(holder, 'TR 3');
    await destroy(one, '1990-12-20');
    const id = await traced('1991-03-01', { firearmId: one });
    ledger.clock.set('2021-01-05T10:00:00Z');
    const { parties, traces } = await preview();
    expect([parties.length, traces.length]).toEqual([1, 1]);
    keys += 1;
    const placed = await recordIn(
      ledger,
      'system',
      'JUD',
      undefined,
      body('LegalHoldPlaced', '2021-01-05', { scope: { caseRefs: ['KU-77/91'] } }),
      { organisation: 'COURT', key: `erasure-traces-${keys}` },
    );
    expect(placed.statusCode, placed.body).toBe(201);
    const held = [{ reason: 'LEGAL_HOLD', subjects: ['KU-77/91'] }];
    expect(await preview()).toMatchObject({
      parties: [],
      kept: [{ partyId: holder, for: held }],
      traces: [],
      keptTraces: [{ traceId: id, for: held }],
    });
    const proposed = await call('POST', '/v1/retention/runs', 'dpo-1', {});
    expect([proposed.statusCode, proposed.json().code]).toEqual([409, 'R25']);
    expect(await liveKeys(id)).toBe(1);
  });

  test('HC-13 a record that turned out to be of another firearm goes with that one: holder and request', async () => {
    await person('first');
    const [one, other] = [await firearm(holder, 'TR 5'), await firearm(holder, 'TR 6')];
    const id = await traced('1990-06-01', { firearmId: other });
    const evidence = { kind: 'REPORT', number: 'E-1', issuer: 'REGISTRY', date: '1990-06-01' };
    await told(
      'CLK',
      one,
      body('StreamsMerged', '1990-06-02', { survivorId: one, mergedId: other, evidence }),
    );
    await destroy(one, '1990-12-20');
    ledger.clock.set('2021-01-05T10:00:00Z');
    expect(await preview()).toMatchObject({
      parties: [{ partyId: holder }],
      traces: [{ traceId: id }],
      kept: [],
      keptTraces: [],
    });
    expect(await dueTraces()).toMatchObject([
      { subjectId: id, firearmIds: [one], erasableFrom: '2020-12-22' },
    ]);
    const { protocol } = await run();
    expect(protocol).toMatchObject({ erased: [{ partyId: holder }], erasedTraces: [{ traceId: id }] });
    expect([await liveKeys(id), await liveKeys(holder)]).toEqual([0, 0]);
  });

  test('R25 nobody erases beside a run, and a run that was broken off goes on', async () => {
    const id = await traced('2001-03-01');
    ledger.clock.set('2021-03-02T10:00:00Z');
    const proposed = (await call('POST', '/v1/retention/runs', 'dpo-1', {})).json();
    keys += 1;
    const beside = await recordIn(
      ledger,
      'traces',
      'SYS',
      id,
      body('PersonalDataErased', '2021-03-02', {
        subjectRefs: [id],
        ruleId: 'REQ-TRC-02',
        firearmIds: [],
        runId: proposed.runId,
      }),
      { key: `erasure-traces-${keys}` },
    );
    expect([beside.statusCode, beside.json().code]).toEqual([409, 'R25']);
    const { erase } = ledger.record.vault;
    const vault = ledger.record.vault as { erase: typeof erase };
    vault.erase = () => async () => ({
      _tag: 'Left',
      left: { kind: 'VAULT_UNAVAILABLE', reason: 'test' },
    });
    const approve = () => call('POST', `/v1/retention/runs/${proposed.runId}/approval`, 'dpo-2');
    expect((await approve()).statusCode).toBe(503);
    expect(await liveKeys(id)).toBe(1);
    vault.erase = erase;
    const resumed = await approve();
    expect(resumed.json()).toMatchObject({ status: 'COMPLETED', erasedTraces: [{ traceId: id }] });
    expect(await liveKeys(id)).toBe(0);
  });
});
