import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'] });
});
afterAll(() => ledger.close());

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const restriction = { kind: 'THIS_CASE_ONLY', setBy: 'BKA' };
const complete = {
  intendedUse: 'INVESTIGATION',
  legalJustification: 'Weapons law art. 61',
  circumstances: 'Found in the car of Marko Markovic',
  marksSeen: [{ location: 'FRAME', serialRaw: 'TR 1' }],
};
const german = { country: 'DE', authority: 'BKA', scope: 'FOREIGN' };
const request = (payload: Record<string, unknown> = {}) =>
  body('TraceRequestReceived', '2026-05-20', {
    ...complete,
    caseRef: 'CASE-1',
    requester: german,
    useRestriction: { kind: 'NONE' },
    ...payload,
  });
const record = (id: string | undefined, given: unknown, key?: string) =>
  recordIn(ledger, 'traces', 'FFP', id, given, key === undefined ? {} : { key });
const opened = async (payload: Record<string, unknown> = {}): Promise<string> => {
  const answer = await record(undefined, request(payload));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().traceId;
};
const trace = async (id: string) => (await ledger.get(`/v1/traces/${id}`)).json();
const now = { valid: '2026-05-20', known: '2026-06-01' };
const answer = (payload: Record<string, unknown> = {}) =>
  body('TraceAnswered', '2026-05-25', { extent: 'FULL', asOf: now, disclosedFields: ['chain'], ...payload });

describe('REQ-TRC-04 content of a request (ITI 17)', () => {
  test('without intended use it is accepted as incomplete, and a clarification is due until it is asked for', async () => {
    const id = await opened({ intendedUse: undefined });
    expect(await trace(id)).toMatchObject({
      status: 'RECEIVED',
      state: { missing: ['INTENDED_USE'], clarificationDue: true },
    });
    await record(id, body('TraceClarificationAsked', '2026-05-21', { asked: ['INTENDED_USE'] }));
    expect(await trace(id)).toMatchObject({
      status: 'CLARIFICATION',
      state: { missing: ['INTENDED_USE'], clarificationDue: false },
    });
    await record(id, body('TraceClarified', '2026-05-22', { intendedUse: 'PROSECUTION' }));
    expect(await trace(id)).toMatchObject({
      status: 'RECEIVED',
      state: { missing: [], clarificationDue: false },
    });
  });

  test('circumstances are kept in the vault, never in the log', async () => {
    const id = await opened({ caseRef: 'CASE-VAULT' });
    const [event] = (await ledger.get(`/v1/traces/${id}/events`)).json().events;
    expect(Object.keys(event.payload.circumstances).sort()).toEqual(['commitment', 'vaultRef']);
    const { rows } = await ledger.database.owner.query(
      "select count(*)::int as n from ledger.event where payload like '%Markovic%' or metadata like '%Markovic%'",
    );
    expect(rows[0].n).toBe(0);
  });

  test('a request sent is recorded alike, and only the focal point sends one', async () => {
    const sent = { ...request(), type: 'TraceRequestSent' };
    expect((await recordIn(ledger, 'traces', 'POL', undefined, sent)).json().code).toBe(
      'ROLE_MAY_NOT_RECORD',
    );
    const answer = await record(undefined, sent);
    expect(await trace(answer.json().traceId)).toMatchObject({
      status: 'SENT',
      state: { direction: 'SENT' },
    });
  });
});

describe('REQ-TRC-05 answers and refusals', () => {
  test('an answer holds the chain as of both times with its hash, and stays reproducible', async () => {
    ledger.clock.set('2026-06-01T12:00:00Z');
    const firearm = await ledger.post('CLK', undefined, registered('2026-01-10', owner, 'TR 1'));
    const firearmId = firearm.json().firearmId;
    const id = await opened({ firearmId, caseRef: 'CASE-2' });
    ledger.clock.set('2026-06-10T12:00:00Z');
    const sold = await ledger.post('CLK', firearmId, transferred('2026-05-01', owner, buyer));
    expect(sold.statusCode, sold.body).toBe(201);
    const given = answer({ chainSnapshot: [], snapshotSha256: '0'.repeat(64) });
    const told = await record(id, given, 'answer-1');
    expect(told.statusCode, told.body).toBe(201);
    const event = (await ledger.get(`/v1/traces/${id}/events`)).json().events.at(-1);
    // As known on 1 June the sale was not known yet.
    expect(event.payload.chainSnapshot).toMatchObject([
      { from: '2026-01-10', custody: 'HLD', party: owner, role: 'HOLDER' },
    ]);
    const chain = await ledger.get(
      `/v1/firearms/${firearmId}/chain?validAt=${now.valid}&knownAt=${now.known}`,
    );
    expect(chain.json().intervals.map((each: { basis: { eventId: string } }) => each.basis.eventId)).toEqual(
      event.payload.chainSnapshot.map((each: { basisEventId: string }) => each.basisEventId),
    );
    const stored = await ledger.database.owner.query<{ payload: string }>(
      'select payload from ledger.event where event_id = $1',
      [event.eventId],
    );
    const bytes = /"chainSnapshot":(\[.*?\]),"disclosedFields"/.exec(stored.rows[0]?.payload ?? '')?.[1];
    expect(event.payload.snapshotSha256).toBe(hash('sha256', bytes ?? ''));
    expect(await trace(id)).toMatchObject({
      status: 'ANSWERED',
      state: { answers: [{ extent: 'FULL', asOf: now, snapshotSha256: event.payload.snapshotSha256 }] },
    });
    // HC-20: the same answer under another key is a duplicate, although the ledger adds to each.
    expect((await record(id, given, 'answer-2')).json()).toMatchObject({
      code: 'R19',
      eventIds: [event.eventId],
    });
  });

  test('a refusal without ground is R61, and so is a partial answer', async () => {
    const id = await opened({ caseRef: 'CASE-3' });
    const refused = await record(id, body('TraceRefused', '2026-05-25'));
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'R61']);
    const partial = await record(id, answer({ extent: 'PARTIAL' }));
    expect(partial.json()).toMatchObject({ code: 'R61', errors: [{ pointer: '/payload/ground' }] });
    await record(id, body('TraceRefused', '2026-05-25', { ground: 'NATIONAL_SECURITY' }));
    expect(await trace(id)).toMatchObject({ status: 'REFUSED', state: { refusedFor: 'NATIONAL_SECURITY' } });
  });

  test('a full answer needs a chain, a firearm of the register, and times that have come', async () => {
    const id = await opened({ caseRef: 'CASE-4' });
    expect((await record(id, answer())).json().code).toBe('TRACE_ANSWER_INCOMPLETE');
    const unknown = await record(id, answer({ firearmId: 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX' }));
    expect(unknown.json().code).toBe('R00');
    const future = await record(id, answer({ asOf: { valid: '2026-05-20', known: '2027-01-01' } }));
    expect(future.json()).toMatchObject({ code: 'R70', errors: [{ pointer: '/payload/asOf/known' }] });
  });

  test('REQ-DPR-08 an answer to a third country without ground is R62', async () => {
    const id = await opened({
      caseRef: 'CASE-5',
      requester: { country: 'RS', authority: 'MUP', scope: 'FOREIGN' },
    });
    const partial = { extent: 'PARTIAL', ground: 'CONFIDENTIALITY_LAW' };
    expect((await record(id, answer(partial))).json()).toMatchObject({
      code: 'R62',
      errors: [{ pointer: '/payload/transferGround' }],
    });
    const granted = await record(id, answer({ ...partial, transferGround: 'INTERNATIONAL_AGREEMENT' }));
    expect(granted.statusCode, granted.body).toBe(201);
  });
});

describe('REQ-TRC-06 restrictions of use (ITI 15)', () => {
  test('are shown with the request; a restricted answer serves no other case without consent', async () => {
    const id = await opened({ caseRef: 'CASE-6', useRestriction: restriction });
    expect((await trace(id)).state.useRestrictions).toEqual([restriction]);
    await record(id, answer({ extent: 'PARTIAL', ground: 'CONFIDENTIALITY_LAW' }));
    const attach = (payload: Record<string, unknown>) =>
      record(id, body('TraceAnswerAttached', '2026-05-26', payload));
    const other = await attach({ caseRef: 'CASE-7' });
    expect([other.statusCode, other.json().code]).toEqual([403, 'USE_RESTRICTED']);
    expect((await attach({ caseRef: 'CASE-6' })).statusCode).toBe(201);
    const consentRef = { kind: 'CONSENT', number: '1', issuer: 'BKA', date: '2026-05-26' };
    expect((await attach({ caseRef: 'CASE-7', consentRef })).statusCode).toBe(201);
    expect((await trace(id)).state.attachedTo).toEqual(['CASE-6', 'CASE-7']);
  });
});

test('REQ-TRC-07 a request at the wrong desk is rerouted, and that is logged', async () => {
  const id = await opened({ caseRef: 'CASE-8', desk: 'CUSTOMS-1' });
  const rerouted = body('TraceRerouted', '2026-05-21', {
    fromDesk: 'CUSTOMS-1',
    toDesk: 'NCP-ME',
    reason: 'WRONG_DESK',
  });
  await record(id, rerouted);
  expect((await trace(id)).state.desk).toBe('NCP-ME');
  const { events } = (await ledger.get(`/v1/traces/${id}/events`)).json();
  expect(events.at(-1)).toMatchObject({
    type: 'TraceRerouted',
    recordedBy: { role: 'FFP' },
    payload: { fromDesk: 'CUSTOMS-1' },
  });
});
