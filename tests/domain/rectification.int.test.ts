import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await people({ P: ['owner', 'buyer'] });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});
const { people, told } = createStory(() => ledger);
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');

const read = async (
  url: string,
  [role, organisation, purpose]: readonly [Role, string, string] = ['DPO', 'REGISTRY', 'DATA_PROTECTION'],
) => {
  await ledger.caughtUp();
  const answer = await ledger.get(url, {
    authorization: await ledger.bearer(role, organisation),
    'ledger-purpose': purpose,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const answeredTrace = async (firearmId: string, day: string, authority = 'BKA') => {
  ledger.clock.set(`${day}T12:00:00Z`);
  const request = await recordIn(
    ledger,
    'traces',
    'FFP',
    undefined,
    body('TraceRequestReceived', day, {
      firearmId,
      requester: { country: 'DE', authority, scope: 'FOREIGN' },
    }),
  );
  expect(request.statusCode, request.body).toBe(201);
  const { traceId } = request.json();
  const answer = await recordIn(
    ledger,
    'traces',
    'FFP',
    traceId,
    body('TraceAnswered', day, {
      extent: 'FULL',
      firearmId,
      asOf: { valid: day, known: day },
      disclosedFields: ['chain'],
    }),
  );
  expect(answer.statusCode, answer.body).toBe(201);
  return { traceId, answerId: answer.json().events[0].eventId as string, elsewhere: answer.json().elsewhere };
};
const corrected = (
  targetEventId: string,
  path: string,
  recordedValue: unknown,
  correctValue: unknown,
  day: string,
) => body('RecordCorrected', day, { targetEventId, changes: [{ path, recordedValue, correctValue }] });
const tasks = async (query = '') =>
  (await read(`/v1/tasks?kind=RECIPIENT_TO_INFORM&state=ALL${query}`, ['AUD', 'REGISTRY', 'AUDIT'])).tasks;

describe('REQ-DPR-04 recipients are told when data is corrected', () => {
  test('a correction opens a notice to each authority that received the wrong value, until it is told', async () => {
    const { id, eventId } = await told('CLK', undefined, registered('2026-01-05', owner, 'RE 1'));
    const { traceId, elsewhere } = await answeredTrace(id, '2026-02-01');
    const [disclosure] = elsewhere;
    expect(disclosure).toMatchObject({ kind: 'firearm', id, type: 'DisclosureRecorded' });
    expect(await tasks()).toEqual([]);
    const change = await told(
      'CLK',
      id,
      corrected(eventId, '/payload/identity/serialRaw', 'RE 1', 'RE 7', '2026-02-10'),
    );
    // Who asks after the correction gets the right value.
    await answeredTrace(id, '2026-02-11', 'NCA');
    expect(await tasks()).toMatchObject([
      {
        subjectId: id,
        openedBy: change.eventId,
        ownerRole: 'FFP',
        closedBy: null,
        data: { recipient: 'BKA (DE)', how: 'TRACE_ANSWER', disclosureEventId: disclosure.eventId },
      },
    ]);
    const url = `/v1/firearms/${id}/recipients?changeEventId=${change.eventId}`;
    expect(await read(url)).toMatchObject({
      targetEventId: eventId,
      recipients: [{ recipient: 'BKA (DE)', how: 'TRACE_ANSWER', informed: null }],
    });
    ledger.clock.set('2026-02-12T12:00:00Z');
    const informed = await ledger.post(
      'FFP',
      id,
      body('RecipientInformed', '2026-02-12', {
        targetEventId: change.eventId,
        disclosureEventId: disclosure.eventId,
        recipient: 'BKA',
        channel: 'SIENA',
        ref: 'SIENA-1',
      }),
    );
    expect(informed.statusCode, informed.body).toBe(201);
    const receipt = informed.json().events[0].eventId;
    expect(await tasks()).toMatchObject([{ closedBy: receipt }]);
    expect((await read(url)).recipients).toMatchObject([{ informed: { eventId: receipt } }]);
    // The answer itself stays as it was given.
    const trace = (await ledger.get(`/v1/traces/${traceId}`)).json();
    expect(trace.state.answers).toHaveLength(1);
  });

  test('a notice to another State is told of an annulled movement; an annulled answer asks for nothing', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'RE 2'));
    const sale = await told('CLK', id, transferred('2026-01-20', owner, buyer));
    await told('CLK', id, {
      ...body('OutboundNoticeSent', '2026-01-21', {
        channel: 'IMI',
        kind: 'DEFINITIVE',
        action: 'CREATE',
        toStates: ['HR'],
        targetEventId: sale.eventId,
      }),
    });
    const { traceId, answerId } = await answeredTrace(id, '2026-02-01');
    ledger.clock.set('2026-02-02T12:00:00Z');
    const undone = await recordIn(
      ledger,
      'traces',
      'CLK',
      traceId,
      body('RecordAnnulled', '2026-02-02', { targetEventId: answerId, reason: 'NEVER_HAPPENED' }),
    );
    expect(undone.statusCode, undone.body).toBe(201);
    await told(
      'CLK',
      id,
      body('RecordAnnulled', '2026-02-10', { targetEventId: sale.eventId, reason: 'NEVER_HAPPENED' }),
    );
    expect(await tasks()).toMatchObject([{ ownerRole: 'CLK', data: { recipient: 'IMI HR', how: 'NOTICE' } }]);
  });

  test('late paper lists the answers that used the old picture, and asks for no notice by itself', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', owner, 'RE 3'));
    await answeredTrace(id, '2026-02-01');
    await answeredTrace(id, '2026-03-10', 'NCA');
    const late = await told('CLK', id, transferred('2026-03-01', owner, buyer), '2026-04-01');
    expect(await read(`/v1/firearms/${id}/recipients?changeEventId=${late.eventId}`)).toMatchObject({
      targetEventId: null,
      recipients: [{ recipient: 'NCA (DE)' }],
    });
    expect(await tasks()).toEqual([]);
  });

  test('who looked it up in the register meanwhile is listed too; a clerk is not shown who investigates', async () => {
    // The access log has the clock of the database.
    const now = () => ledger.clock.set(new Date().toISOString());
    now();
    const wrong = await recordIn(
      ledger,
      'parties',
      'CLK',
      owner,
      body('PartyDetailsChanged', '2026-01-03', { validFrom: '2026-01-03', details: { name: 'Wrong Name' } }),
    );
    expect(wrong.statusCode, wrong.body).toBe(201);
    await read(`/v1/parties/${owner}/details`, ['POL', 'POLICE', 'INVESTIGATION']);
    await read(`/v1/parties/${owner}/details`, ['CLK', 'MUNICIPALITY', 'LICENSING']);
    await new Promise((done) => setTimeout(done, 20));
    now();
    const change = await recordIn(
      ledger,
      'parties',
      'CLK',
      owner,
      corrected(
        wrong.json().events[0].eventId,
        '/payload/validFrom',
        '2026-01-03',
        '2026-01-02',
        '2026-01-03',
      ),
    );
    expect(change.statusCode, change.body).toBe(201);
    const changeEventId = change.json().events[0].eventId;
    await read(`/v1/parties/${owner}/details`, ['POL', 'LATER', 'INVESTIGATION']);
    const url = `/v1/parties/${owner}/recipients?changeEventId=${changeEventId}`;
    const organisations = async (who?: readonly [Role, string, string]) => [
      ...new Set(
        (await read(url, who)).recipients.map(({ recipient }: { readonly recipient: string }) => recipient),
      ),
    ];
    expect(await organisations()).toEqual(['POLICE', 'MUNICIPALITY']);
    expect(await organisations(['CLK', 'REGISTRY', 'LICENSING'])).toEqual(['MUNICIPALITY']);
    const informed = await recordIn(
      ledger,
      'parties',
      'DPO',
      owner,
      body('RecipientInformed', '2026-01-04', {
        targetEventId: changeEventId,
        disclosureEventId: undefined,
        recipient: 'MUNICIPALITY',
        channel: 'MESSAGE',
        ref: 'M-1',
      }),
    );
    expect(informed.statusCode, informed.body).toBe(201);
    const { recipients } = await read(url);
    expect(
      recipients
        .filter(({ informed: by }: { readonly informed: object | null }) => by !== null)
        .map(({ recipient }: { readonly recipient: string }) => recipient),
    ).toContain('MUNICIPALITY');
  });
});
