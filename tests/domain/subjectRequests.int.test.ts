import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await people({ P: ['asker', 'other'] });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});
const { people, told } = createStory(() => ledger);
const asker = party('P', 'asker');
const other = party('P', 'other');

const ofParty = async (role: Role, report: object, organisation?: string, id = asker) =>
  recordIn(ledger, 'parties', role, id, report, organisation === undefined ? {} : { organisation });
const asked = async (kind: string, day = '2026-05-01') => {
  ledger.clock.set(`${day}T12:00:00Z`);
  const answer = await ofParty(
    'DPO',
    body('SubjectRequestReceived', day, { kind, receivedOn: day, ref: 'DSR-1' }),
  );
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().events[0].eventId as string;
};
const decided = (requestEventId: string, outcome: string, more: object = {}) =>
  ofParty(
    'DPO',
    body('SubjectRequestDecided', '2026-05-20', { requestEventId, outcome, grounds: undefined, ...more }),
  );
const read = async (
  url: string,
  [role, organisation, purpose]: readonly [Role, string, string] = ['DPO', 'REGISTRY', 'DATA_PROTECTION'],
  headers: Record<string, string> = {},
) => {
  await ledger.caughtUp();
  return ledger.get(url, {
    authorization: await ledger.bearer(role, organisation),
    'ledger-purpose': purpose,
    ...headers,
  });
};
const packageOf = async (request: string, ...more: ReadonlyArray<never>) => {
  const answer = await read(`/v1/parties/${asker}/subject-access?request=${request}`, ...more);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

describe('REQ-DPR-05 access of a person to his data', () => {
  test('everything the ledger holds about him, with his addresses of all times, as data and as a page', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', other, 'SA 1'));
    await told('CLK', id, transferred('2026-02-01', other, asker));
    await told('CLK', undefined, registered('2026-01-05', other, 'SA 2'));
    ledger.clock.set('2026-03-01T12:00:00Z');
    const moved = await ofParty(
      'CLK',
      body('PartyDetailsChanged', '2026-03-01', {
        validFrom: '2026-03-01',
        details: { address: { street: '9 Other Street', locality: 'Bar', country: 'ME' } },
      }),
    );
    expect(moved.statusCode, moved.body).toBe(201);
    // A clerk looked him up.
    await read(`/v1/parties/${asker}/details`, ['CLK', 'REGISTRY', 'LICENSING']);
    const request = await asked('ACCESS');
    const found = await packageOf(request);
    const addresses = found.details.filter(({ detail }: { detail: string }) => detail === 'address');
    expect(addresses.map(({ value }: { value: { street: string } }) => value.street)).toEqual([
      '1 Example Street',
      '9 Other Street',
    ]);
    expect(found.firearms).toMatchObject([{ firearmId: id, since: '2026-02-01' }]);
    expect(found.authorisations).toMatchObject([{ kind: 'PERMIT', number: 'L-asker', status: 'GRANTED' }]);
    const types = found.records.map(({ type }: { type: string }) => type);
    expect(types).toContain('FirearmTransferred');
    expect(types).toContain('AuthorisationGranted');
    expect(types).toContain('PartyRegistered');
    expect(types).not.toContain('FirearmRegistered');
    const sale = found.records.find(({ type }: { type: string }) => type === 'FirearmTransferred');
    expect(sale.payload).toMatchObject({ acquirerId: asker, supplierId: '(another person)' });
    expect(JSON.stringify(found)).not.toContain(other);
    expect(found.recipients).toContainEqual(
      expect.objectContaining({ organisationId: 'REGISTRY', purpose: 'LICENSING' }),
    );
    const page = await read(`/v1/parties/${asker}/subject-access?request=${request}`, undefined, {
      accept: 'text/html',
    });
    for (const text of ['Party asker', '9 Other Street', 'L-asker', 'SA 1', 'DSR-1', 'Article 15'])
      expect(page.body).toContain(text);
    // The package is itself in the access log.
    const log = await read(`/v1/audit/access?subject=${asker}`, ['AUD', 'REGISTRY', 'AUDIT']);
    expect(log.json().entries).toContainEqual(
      expect.objectContaining({ operation: 'subject access', purpose: 'DATA_PROTECTION' }),
    );
  });

  test('hides trace requests under restriction, seizures and who investigates, and says the same whether or not there is any', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-05', asker, 'SA 3'));
    const request = await asked('ACCESS', '2026-03-01');
    const before = await packageOf(request);
    ledger.clock.set('2026-03-02T12:00:00Z');
    const trace = await recordIn(
      ledger,
      'traces',
      'FFP',
      undefined,
      body('TraceRequestReceived', '2026-03-02', {
        firearmId: id,
        useRestriction: { kind: 'PRIOR_CONSENT', setBy: 'BKA' },
      }),
    );
    expect(trace.statusCode, trace.body).toBe(201);
    await told('POL', id, body('FirearmSeized', '2026-03-03'));
    await read(`/v1/parties/${asker}/details`, ['POL', 'POLICE', 'INVESTIGATION']);
    ledger.clock.set('2026-03-04T12:00:00Z');
    const after = await packageOf(request);
    for (const hidden of ['BKA', 'SZD', 'Seized', 'SUSPECT', 'POLICE', 'INVESTIGATION', 'Trace'])
      expect(JSON.stringify(after), hidden).not.toContain(hidden);
    expect(after.firearms).toEqual(before.firearms);
    expect(after.records).toEqual(before.records);
    expect(after.restrictions).toEqual(before.restrictions);
    // Of what was taken from himself he knows; not as what the police lead him, nor in which case.
    const { id: taken } = await told('CLK', undefined, registered('2026-03-05', asker, 'SA 5'));
    await told(
      'POL',
      taken,
      body('FirearmSeized', '2026-03-06', { fromParty: asker, fromPartyAs: 'SUSPECT' }),
    );
    const text = JSON.stringify(await packageOf(request));
    expect(text).toContain(taken);
    for (const hidden of ['FirearmSeized', 'SUSPECT', 'KT-112/26'])
      expect(text, hidden).not.toContain(hidden);
    // The officer who answers for it is told how much is left out; the person is not, and the package does not say.
    const url = `/v1/parties/${asker}/subject-access/withheld`;
    expect((await read(url)).json()).toMatchObject({ records: 1, recipients: 1 });
    expect((await read(url, ['HLD', asker, 'OWN_RECORDS'])).statusCode).toBe(403);
    expect((await read(`/v1/parties/${other}/subject-access/withheld`)).json()).toEqual({
      records: 0,
      recipients: 0,
      reads: 0,
    });
  });

  test('is for the data-protection officer and the person himself, for a request of access that was made', async () => {
    const erasure = await asked('ERASURE');
    const request = await asked('ACCESS', '2026-05-02');
    const url = `/v1/parties/${asker}/subject-access?request=`;
    const status = async (eventId: string, who?: readonly [Role, string, string]) => {
      const answer = await read(`${url}${eventId}`, who);
      return [answer.statusCode, answer.statusCode === 200 ? undefined : answer.json().code];
    };
    expect(await status(request, ['HLD', asker, 'OWN_RECORDS'])).toEqual([200, undefined]);
    expect(await status(request, ['HLD', other, 'OWN_RECORDS'])).toEqual([403, 'NOT_YOUR_RECORDS']);
    expect(await status(request, ['CLK', 'REGISTRY', 'LICENSING'])).toEqual([403, 'PURPOSE_NOT_ALLOWED']);
    expect(await status(erasure)).toEqual([409, 'R17']);
    expect(await status('0b8f5f0e-2f0b-5f43-9a53-3a1c6f1f9d11')).toEqual([404, 'R00']);
  });
});

describe('REQ-DPR-06 no erasure on demand while the law wants the records kept', () => {
  test('the outcome is REFUSED_LEGAL_OBLIGATION, and the letter cites Article 4(5)', async () => {
    await told('CLK', undefined, registered('2026-01-05', asker, 'SA 4'));
    const request = await asked('ERASURE');
    ledger.clock.set('2026-05-20T12:00:00Z');
    const granted = await decided(request, 'GRANTED');
    expect([granted.statusCode, granted.json().code]).toEqual([409, 'R25']);
    const url = `/v1/parties/${asker}/requests/${request}/letter`;
    expect((await read(url)).statusCode).toBe(404);
    const refused = await decided(request, 'REFUSED_LEGAL_OBLIGATION');
    expect(refused.statusCode, refused.body).toBe(201);
    const letter = await read(url);
    expect(letter.json()).toMatchObject({
      outcome: 'REFUSED_LEGAL_OBLIGATION',
      grounds: [{ provision: '2021/555:4(5)' }, { provision: 'GDPR:17(3)(b)' }],
    });
    const page = await read(url, ['HLD', asker, 'OWN_RECORDS'], { accept: 'text/html' });
    expect(page.body).toContain('Article 4(5)');
    expect(page.body).toContain('Party asker');
    expect(page.body).toContain('supervisory authority');
    // Nothing was erased.
    expect((await ledger.get(`/v1/parties/${asker}/details`)).json().details.name.status).toBe('VALUE');
    const twice = await decided(request, 'REFUSED', { grounds: ['GDPR:17(3)(b)'] });
    expect([twice.statusCode, twice.json().code]).toEqual([409, 'R19']);
  });

  test('an answer is due within a month; a refusal without grounds is none', async () => {
    const request = await asked('RECTIFICATION', '2026-01-31');
    const tasks = async () =>
      (await read('/v1/tasks?kind=SUBJECT_REQUEST_DUE&state=ALL', ['DPO', 'REGISTRY', 'AUDIT'])).json().tasks;
    expect(await tasks()).toMatchObject([
      { subjectId: asker, ownerRole: 'DPO', dueOn: '2026-02-28', openedBy: request, closedBy: null },
    ]);
    ledger.clock.set('2026-05-20T12:00:00Z');
    expect((await decided(request, 'REFUSED')).json().code).toBe('R31');
    const answer = await decided(request, 'GRANTED');
    expect(answer.statusCode, answer.body).toBe(201);
    expect(await tasks()).toMatchObject([{ closedBy: answer.json().events[0].eventId }]);
  });

  test('the person may ask by himself, for nobody else', async () => {
    const ask = (organisation: string) =>
      ofParty(
        'HLD',
        body('SubjectRequestReceived', '2026-05-01', {
          kind: 'ACCESS',
          receivedOn: '2026-05-01',
          ref: 'D-2',
        }),
        organisation,
      );
    ledger.clock.set('2026-05-01T12:00:00Z');
    expect((await ask(other)).json().code).toBe('NOT_YOUR_FIREARM');
    const own = await ask(asker);
    expect(own.statusCode, own.body).toBe(201);
  });
});
