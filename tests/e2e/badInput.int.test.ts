import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalStatus } from '../../api/http/problem.ts';
import { refusalCodes } from '../../domain/shared/refusal.ts';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let id: string;
const owner = party('P', 'owner');
const good = () => registered('2026-05-01', owner, 'OK 1');

beforeAll(async () => {
  ledger = await createTestLedger();
  await entitled(ledger.asClerk, 'P', 'owner');
  await entitled(ledger.asClerk, 'P', 'b');
  await entitled(ledger.asClerk, 'P', 'x');
  id = (await ledger.post('CLK', undefined, good(), { key: 'first' })).json().firearmId;
});
afterAll(() => ledger.close());

/** Refused with this code, and nothing appended. */
const refusedWith = async (
  status: number,
  code: string,
  send: () => Promise<{ statusCode: number; headers: object; json: () => { code: string } }>,
) => {
  const before = await ledger.head();
  const answer = await send();
  expect([answer.statusCode, answer.json().code], JSON.stringify(answer.json())).toEqual([status, code]);
  expect((answer.headers as Record<string, string>)['content-type']).toMatch(/^application\/problem\+json/);
  expect(await ledger.head()).toBe(before);
  return answer;
};

describe('bad input is a clear problem and changes nothing', () => {
  const raw = (payload: string) => () => ledger.post('CLK', undefined, payload);
  const changed = (change: (entry: ReturnType<typeof good>) => unknown) => () =>
    ledger.post('CLK', undefined, change(good()) as object);
  test.each([
    ['malformed JSON', 400, 'MALFORMED_JSON', raw('{"type":')],
    ['empty body', 400, 'MALFORMED_JSON', raw('')],
    ['no object', 400, 'INVALID_REQUEST', raw('[1]')],
    [
      'a name twice',
      400,
      'MALFORMED_JSON',
      raw(JSON.stringify(good()).replace('"type":', '"type":"FirearmLost","type":')),
    ],
    [
      'a name twice, once escaped, deep inside',
      400,
      'MALFORMED_JSON',
      raw(JSON.stringify(good()).replace('"payload":{', '"payload":{"a\\u0062":1,"ab":2,')),
    ],
    ['unknown type', 400, 'INVALID_REQUEST', changed((entry) => ({ ...entry, type: 'FirearmExploded' }))],
    ['unknown field', 400, 'INVALID_REQUEST', changed((entry) => ({ ...entry, extra: 1 }))],
    [
      'unknown field deep inside',
      400,
      'INVALID_REQUEST',
      changed((entry) => ({ ...entry, payload: { ...entry.payload, colour: 'red' } })),
    ],
    [
      'wrong type',
      400,
      'INVALID_REQUEST',
      changed((entry) => ({ ...entry, payload: { ...entry.payload, kind: 7 } })),
    ],
    ['U+0000', 400, 'INVALID_REQUEST', changed(() => registered('2026-05-01', owner, 'A\u00001'))],
    [
      'lone surrogate',
      400,
      'INVALID_REQUEST',
      raw(JSON.stringify(registered('2026-05-01', owner, 'X1')).replaceAll('"X1"', '"\\ud800"')),
    ],
    ['no such day', 400, 'INVALID_REQUEST', changed((entry) => ({ ...entry, effectiveAt: '2026-02-30' }))],
    ['no such zone', 400, 'INVALID_REQUEST', changed((entry) => ({ ...entry, zone: 'Mars/Olympus' }))],
    ['a date in the future', 422, 'R70', changed((entry) => ({ ...entry, effectiveAt: '2027-01-01' }))],
    [
      'paper without reference',
      422,
      'EVIDENCE_REFERENCE_MISSING',
      changed((entry) => ({ ...entry, source: { kind: 'PAPER' } })),
    ],
    [
      'required identity missing',
      422,
      'R31',
      changed((entry) => ({
        ...entry,
        payload: { ...entry.payload, responsiblePartyId: { absent: 'UNKNOWN' } },
      })),
    ],
  ] as const)('%s', async (_name, status, code, send) => {
    await refusedWith(status, code, send);
  });

  test.each(['/v1/firearms/events', '/v1/batches'])(
    'a body that is not UTF-8 is refused at %s, never recorded with U+FFFD',
    async (url) => {
      const text = JSON.stringify({
        ...(url === '/v1/batches' ? { newFirearm: 'a' } : {}),
        ...registered('2026-05-01', owner, 'Z 815'),
      });
      const sendAs = async (payload: Buffer, more = '') =>
        ledger.app.inject({
          method: 'POST',
          url,
          headers: {
            authorization: await ledger.bearer('CLK'),
            'idempotency-key': `not-utf-8${url}`,
            'content-type': `${url === '/v1/batches' ? 'application/x-ndjson' : 'application/json'}${more}`,
          },
          payload,
        });
      // Ž in Windows-1250.
      const windows = Buffer.from(text.replace('Z 815', '\u008e 815'), 'latin1');
      await refusedWith(400, 'MALFORMED_JSON', () => sendAs(windows));
      await refusedWith(415, 'UNSUPPORTED_MEDIA_TYPE', () => sendAs(windows, '; charset=windows-1250'));
      const answer = await sendAs(Buffer.from(text.replace('Z 815', 'Ž 815')), '; charset=UTF-8');
      expect(answer.statusCode, answer.body).toBe(url === '/v1/batches' ? 200 : 201);
      expect(answer.body).not.toContain('REFUSED');
    },
  );

  test('10 MB body', async () => {
    await refusedWith(413, 'BODY_TOO_LARGE', () =>
      ledger.post('CLK', undefined, JSON.stringify({ x: 'y'.repeat(10_000_000) })),
    );
  });
  test('another media type', async () => {
    await refusedWith(415, 'UNSUPPORTED_MEDIA_TYPE', () =>
      ledger.post('CLK', undefined, '<a/>', { headers: { 'content-type': 'application/xml' } }),
    );
  });
  test('unknown firearm, and an id that is none', async () => {
    await refusedWith(404, 'R00', () => ledger.post('CLK', 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX', good()));
    await refusedWith(400, 'INVALID_REQUEST', () => ledger.post('CLK', 'W-1', good()));
  });
  test('wrong revision, and a malformed one', async () => {
    const answer = await refusedWith(412, 'VERSION_CONFLICT', () =>
      ledger.post('CLK', id, stolen('2026-05-02'), { headers: { 'if-match': '"7"' } }),
    );
    expect(answer.json()).toMatchObject({ actualVersion: 1 });
    await refusedWith(400, 'INVALID_REQUEST', () =>
      ledger.post('CLK', id, stolen('2026-05-02'), { headers: { 'if-match': '*' } }),
    );
  });
  test('the same key with the same content gives the first answer; with other content it is refused', async () => {
    const before = await ledger.head();
    const again = await ledger.post('CLK', undefined, good(), { key: 'first' });
    expect([again.statusCode, again.headers['idempotency-hit'], again.json().firearmId]).toEqual([
      201,
      'true',
      id,
    ]);
    expect(await ledger.head()).toBe(before);
    await refusedWith(422, 'IDEMPOTENCY_KEY_REUSED', () =>
      ledger.post('CLK', undefined, registered('2026-05-01', owner, 'OK 2'), { key: 'first' }),
    );
    await refusedWith(422, 'IDEMPOTENCY_KEY_REUSED', () =>
      ledger.post('CLK', id, stolen('2026-05-03'), { key: 'first' }),
    );
  });
  test('the same key with other content at the same moment: one is recorded, the other one refused', async () => {
    for (let round = 0; round < 10; round += 1) {
      const before = await ledger.head();
      const answers = await Promise.all(
        ['X', 'Y', 'X'].map((serial) =>
          ledger.post('CLK', undefined, registered('2026-05-01', owner, `RACE ${round}${serial}`), {
            key: `race-${round}`,
          }),
        ),
      );
      expect(await ledger.head()).toBe(before + 1n);
      const { marks } = (
        await ledger.get(
          `/v1/firearms/${answers.find((answer) => answer.statusCode === 201)?.json().firearmId}`,
        )
      ).json();
      for (const [index, serial] of ['X', 'Y', 'X'].entries())
        expect([answers[index]?.statusCode, answers[index]?.json().code]).toEqual(
          marks[0].serialRaw === `RACE ${round}${serial}`
            ? [201, undefined]
            : [422, 'IDEMPOTENCY_KEY_REUSED'],
        );
    }
  });
  test('HC-20 the same facts under another key: R19 with the earlier event', async () => {
    const first = await ledger.post('CLK', id, transferred('2026-05-10', owner, party('P', 'b')));
    const answer = await refusedWith(409, 'R19', () =>
      ledger.post('CLK', id, transferred('2026-05-10', owner, party('P', 'b'))),
    );
    expect(answer.json()).toMatchObject({ eventIds: [first.json().events[0].eventId] });
  });
  test('no key', async () => {
    const authorization = await ledger.bearer('CLK');
    await refusedWith(400, 'INVALID_REQUEST', () =>
      ledger.app.inject({
        method: 'POST',
        url: '/v1/firearms/events',
        headers: { authorization },
        payload: good(),
      }),
    );
  });
  test('a dry run decides and writes nothing', async () => {
    const before = await ledger.head();
    const dry = await ledger.post('CLK', undefined, good(), { query: '?dryRun=true' });
    expect([dry.statusCode, dry.json().dryRun, dry.json().position]).toEqual([200, true, null]);
    expect(await ledger.head()).toBe(before);
  });
});

describe('access', () => {
  const call = (authorization?: string, headers: Record<string, string> = {}) =>
    ledger.app.inject({
      url: `/v1/firearms/${id}`,
      headers: {
        'ledger-purpose': 'INVESTIGATION',
        ...(authorization === undefined ? {} : { authorization }),
        ...headers,
      },
    });
  test('no token, an expired, a forged and a foreign one, an unsigned one', async () => {
    await refusedWith(401, 'NO_TOKEN', () => call());
    await refusedWith(401, 'NO_TOKEN', () => call('Basic YTpi'));
    await refusedWith(401, 'INVALID_TOKEN', async () =>
      call(`Bearer ${await ledger.token('POL', 'P', { expires: '-1h' })}`),
    );
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    await refusedWith(401, 'INVALID_TOKEN', async () =>
      call(`Bearer ${await ledger.token('POL', 'P', { key: privateKey })}`),
    );
    await refusedWith(401, 'INVALID_TOKEN', async () =>
      call(`Bearer ${await ledger.token('POL', 'P', { audience: 'other' })}`),
    );
    const parts = (await ledger.token('POL')).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    await refusedWith(401, 'INVALID_TOKEN', () => call(`Bearer ${none}.${parts[1]}.`));
  });
  test('wrong role, foreign firearm', async () => {
    await refusedWith(403, 'ROLE_MAY_NOT_RECORD', () => ledger.post('AUD', id, stolen('2026-05-20')));
    await refusedWith(403, 'ROLE_MAY_NOT_RECORD', () =>
      ledger.post('DLR', undefined, body('FirearmManufactured', '2026-05-01')),
    );
    await refusedWith(403, 'NOT_YOUR_FIREARM', () =>
      ledger.post('HLD', id, stolen('2026-05-20'), { organisation: party('P', 'stranger') }),
    );
  });
  test('REQ-DPR-01 a read without purpose is refused, as is a purpose that the role does not have', async () => {
    const authorization = await ledger.bearer('POL', 'POLICE');
    await refusedWith(400, 'INVALID_REQUEST', () =>
      ledger.app.inject({ url: `/v1/firearms/${id}`, headers: { authorization } }),
    );
    await refusedWith(403, 'PURPOSE_NOT_ALLOWED', () =>
      call(authorization, { 'ledger-purpose': 'LICENSING' }),
    );
    await refusedWith(403, 'PURPOSE_NOT_ALLOWED', async () =>
      call(await ledger.bearer('DLR', party('F', 'd')), { 'ledger-purpose': 'LICENSING' }),
    );
  });
  test('REQ-DPR-02 every read is in the access log, and the log cannot be changed', async () => {
    await call(await ledger.bearer('POL', 'POLICE'));
    const { rows } = await ledger.database.runtime.query(
      'select actor_id, purpose, regime, operation from ledger.access where subject = $1 order by number desc limit 1',
      [id],
    );
    expect(rows).toEqual([
      { actor_id: 'actor-POL', purpose: 'INVESTIGATION', regime: 'LED', operation: 'firearm' },
    ]);
    await expect(ledger.database.runtime.query('delete from ledger.access')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('batches', () => {
  const batch = async (lines: ReadonlyArray<unknown>, key: string) => {
    const answer = await ledger.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': key,
        'content-type': 'application/x-ndjson',
      },
      payload: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    });
    return {
      status: answer.statusCode,
      lines: answer.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    };
  };
  test('HC-25 one bad row refuses its own firearm only; the result is row by row; a repeat adds nothing', async () => {
    const before = await ledger.head();
    const lines = [
      { newFirearm: 'a', ...registered('2026-05-01', owner, 'B 1') },
      { newFirearm: 'b', ...registered('2026-05-01', owner, 'B 2') },
      { newFirearm: 'a', ...transferred('2026-05-02', owner, party('P', 'x')) },
      { newFirearm: 'b', ...registered('2027-05-01', owner, 'B 2') },
      'no json',
      JSON.stringify({ newFirearm: 'd', ...registered('2026-05-01', owner, 'B 4') }).replace(
        '"newFirearm":"d"',
        '"newFirearm":"d","newFirearm":"a"',
      ),
      { newFirearm: 'c', ...registered('2026-05-01', owner, 'B 3') },
    ];
    const first = await batch(lines, 'batch-1');
    expect(first.status).toBe(200);
    expect(first.lines.map((line) => line.outcome)).toEqual([
      'RECORDED',
      'NOT_RECORDED',
      'RECORDED',
      'REFUSED',
      'REFUSED',
      'REFUSED',
      'RECORDED',
    ]);
    expect(first.lines[3]).toMatchObject({ line: 4, problem: { code: 'R70' } });
    expect(first.lines[5]).toMatchObject({
      line: 6,
      problem: { code: 'MALFORMED_JSON', detail: expect.stringContaining('"newFirearm" stands twice') },
    });
    expect(await ledger.head()).toBe(before + 3n);
    const second = await batch(lines, 'batch-1');
    expect(second.lines.map((line) => line.outcome)).toEqual([
      'ALREADY_RECORDED',
      'NOT_RECORDED',
      'ALREADY_RECORDED',
      'REFUSED',
      'REFUSED',
      'REFUSED',
      'ALREADY_RECORDED',
    ]);
    expect(await ledger.head()).toBe(before + 3n);
  });
});

describe('lists', () => {
  test('pages follow each other without gap or repeat; a foreign cursor is refused', async () => {
    await ledger.caughtUp();
    const all = (await ledger.get('/v1/registry?limit=1000'))
      .json()
      .firearms.map((row: { firearmId: string }) => row.firearmId);
    const paged: string[] = [];
    let cursor = '';
    do {
      const page = (await ledger.get(`/v1/registry?limit=1${cursor}`)).json();
      paged.push(...page.firearms.map((row: { firearmId: string }) => row.firearmId));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
    await refusedWith(400, 'INVALID_CURSOR', () => ledger.get('/v1/registry?cursor=eA'));
    await refusedWith(400, 'INVALID_REQUEST', () => ledger.get('/v1/registry?limit=1001'));
  });
  test('Ledger-Min-Position shows what was just recorded', async () => {
    const made = await ledger.post(
      'CLK',
      undefined,
      onPaper(registered('2026-05-01', party('P', 'fresh'), 'FRESH 77')),
    );
    const position = String(made.headers['ledger-position']);
    const found = await ledger.get(`/v1/parties/${party('P', 'fresh')}/holdings`, {
      'ledger-min-position': position,
    });
    expect(found.json().holdings).toMatchObject([{ firearmId: made.json().firearmId }]);
  });
});

test('every refusal of the catalogue has an HTTP status', () => {
  expect(refusalCodes.filter((code) => refusalStatus[code] === undefined)).toEqual([]);
});
