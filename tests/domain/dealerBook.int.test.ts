import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { bookCommand } from '../../infra/cli/bookCommand.ts';
import type { Ledger } from '../../infra/composition.ts';
import { rebuildProjection } from '../../infra/projections/rebuild.ts';
import { dealerRegister } from '../../projections/dealerRegister/projection.ts';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let keys = 0;
const dealer = party('F', 'dealer');
const rival = party('F', 'rival');
const buyer = party('P', 'buyer');
const seller = party('P', 'seller');

beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T09:00:00Z');
  for (const name of ['dealer', 'rival'] as const) await entitled(ledger.asClerk, 'F', name);
  for (const name of ['buyer', 'seller'] as const) await entitled(ledger.asClerk, 'P', name);
});
/** After each story: the book equals a rebuild from the log, and balances on every day of the story for both readers. */
afterEach(async () => {
  await ledger.caughtUp();
  const ports = { store: ledger.store, history: ledger.history, owner: ledger.database.owner };
  expect(await rebuildProjection(ports, dealerRegister, () => undefined)).toMatchObject({ equal: true });
  expect(ledger.failures).toEqual([]);
  for (const id of [dealer, rival])
    for (const [role, organisation, purpose] of [
      ['POL', 'POLICE', 'INVESTIGATION'],
      ['DLR', id, 'OWN_RECORDS'],
    ] as const)
      for (const from of ['2026-01-01', '2026-03-02', '2026-03-10', '2026-04-01']) {
        const read = (await book(id, `?from=${from}&limit=1000`, { role, organisation, purpose })).json();
        expect(read.opening + read.received - read.disposedOf, `${id} ${role} ${from}`).toBe(read.closing);
        expect(read.lines.filter((each: Line) => each.direction === 'IN').length).toBe(read.received);
        expect(read.lines.filter((each: Line) => each.direction === 'OUT').length).toBe(read.disposedOf);
      }
  await ledger.close();
});

type Line = Record<string, unknown> & { readonly direction: string };
type Reader = { readonly role: Role; readonly organisation: string; readonly purpose: string };
const clerk: Reader = { role: 'CLK', organisation: 'REGISTRY', purpose: 'LICENSING' };
const own: Reader = { role: 'DLR', organisation: dealer, purpose: 'OWN_RECORDS' };

const read = async (url: string, reader: Reader, headers: Record<string, string> = {}) => {
  await ledger.caughtUp();
  return ledger.app.inject({
    url,
    headers: {
      authorization: await ledger.bearer(reader.role, reader.organisation),
      'ledger-purpose': reader.purpose,
      ...headers,
    },
  });
};
const book = (id: string, query = '', reader: Reader = own, headers: Record<string, string> = {}) =>
  read(`/v1/dealers/${id}/register${query}`, reader, headers);

const create = async (serial: string, holder = dealer, day = '2026-03-01'): Promise<string> => {
  const answer = await ledger.post('CLK', undefined, registered(day, holder, serial));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().firearmId;
};
const sell = (id: string, day: string, to = buyer, key?: string) =>
  ledger.post(
    'DLR',
    id,
    transferred(day, dealer, to, to.startsWith('F') ? 'DEALER_TO_DEALER' : 'DEALER_TO_PERSON'),
    {
      organisation: dealer,
      ...(key === undefined ? {} : { key }),
    },
  );
const ofParty = async (role: Role, organisation: string, id: string, report: object, query = '') => {
  keys += 1;
  return ledger.app.inject({
    method: 'POST',
    url: `/v1/parties/${id}/events${query}`,
    headers: {
      authorization: await ledger.bearer(role, organisation),
      'idempotency-key': `party-event-${keys}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(report),
  });
};

describe('REQ-DLR-02 the book of a dealer', () => {
  test('balances on any date: opening + in - out = closing, with both sides and the particulars', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const first = await create('BK 1');
    await create('BK 2');
    const third = await create('BK 3', seller);
    ledger.clock.set('2026-03-10T12:00:00Z');
    expect((await sell(first, '2026-03-10')).statusCode).toBe(201);
    const bought = await ledger.post(
      'DLR',
      third,
      transferred('2026-03-10', seller, dealer, 'PERSON_TO_DEALER'),
      { organisation: dealer },
    );
    expect(bought.statusCode, bought.body).toBe(201);
    ledger.clock.set('2026-03-20T12:00:00Z');
    expect((await sell(third, '2026-03-20', rival)).statusCode).toBe(201);

    const march = (await book(dealer, '?from=2026-03-05&to=2026-03-31')).json();
    expect(march).toMatchObject({ opening: 2, received: 1, disposedOf: 2, closing: 1 });
    expect(march.lines).toHaveLength(3);
    expect(march.lines.find((line: Line) => line['firearmId'] === first)).toMatchObject({
      date: '2026-03-10',
      direction: 'OUT',
      movement: 'DISPOSED',
      make: 'Zastava',
      serialNumber: 'BK 1',
      counterparty: buyer,
      late: false,
      struckAt: null,
    });
    expect(march.lines.filter((line: Line) => line['firearmId'] === third)).toMatchObject([
      { direction: 'IN', movement: 'ACQUIRED', counterparty: seller },
      { direction: 'OUT', movement: 'DISPOSED', counterparty: rival },
    ]);
    expect((await book(rival, '', { ...own, organisation: rival })).json()).toMatchObject({
      opening: 0,
      received: 1,
      closing: 1,
      lines: [{ direction: 'IN', counterparty: dealer }],
    });
    // Names and addresses of both sides as they were on the day, opened for himself and for licensing, not for an auditor.
    const detailsFor = async (reader: Reader) =>
      (await book(dealer, '?from=2026-03-05', reader))
        .json()
        .lines.find((line: Line) => line['counterparty'] === buyer).counterpartyDetails;
    for (const reader of [own, clerk])
      expect(await detailsFor(reader)).toMatchObject({
        name: { status: 'VALUE', value: 'Party buyer' },
        address: { status: 'VALUE', value: { locality: 'Podgorica' } },
      });
    expect((await detailsFor({ role: 'AUD', organisation: 'AUDIT', purpose: 'AUDIT' })).name).toMatchObject({
      status: 'SEALED',
    });
    const page = await book(dealer, '', own, { accept: 'text/html' });
    expect(page.body).toContain('Party buyer');
    expect((await book(dealer, '', own, { accept: 'text/csv' })).body).not.toContain('Party buyer');
    // The book of that day as it was known then, and the stock of the day.
    expect((await book(dealer, '?to=2026-03-31&knownAt=2026-03-09')).json()).toMatchObject({ closing: 2 });
    const stock = (await read(`/v1/dealers/${dealer}/stock?validAt=2026-03-15`, own)).json().stock;
    expect(stock.map((item: { serialNumber: string }) => item.serialNumber).sort()).toEqual(['BK 2', 'BK 3']);
  });

  test('pages follow one another without gap or repeat', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    for (let number = 0; number < 7; number += 1) await create(`PG ${number}`);
    const whole = (await book(dealer)).json().lines.map((line: Line) => line['firearmId']);
    const paged: unknown[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const answer = (await book(dealer, `?limit=2${cursor}`)).json();
      paged.push(...answer.lines.map((line: Line) => line['firearmId']));
      if (answer.next === null) break;
      cursor = `&cursor=${answer.next}`;
    }
    expect(whole).toHaveLength(7);
    expect(paged).toEqual(whole);
    expect((await book(dealer, '?cursor=AAAA')).json().code).toBe('INVALID_CURSOR');
  });

  test('a correction strikes the line and writes another; an annulment strikes it; the old book stays printable', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('CR 1O');
    const gone = await create('CR 2');
    const eventOf = async (firearm: string) =>
      (await ledger.get(`/v1/firearms/${firearm}/events`)).json().events[0].eventId;
    ledger.clock.set('2026-03-20T12:00:00Z');
    const corrected = await ledger.post(
      'CLK',
      id,
      body('RecordCorrected', '2026-03-20', {
        targetEventId: await eventOf(id),
        changes: [{ path: '/payload/identity/serialRaw', recordedValue: 'CR 1O', correctValue: 'CR 10' }],
      }),
    );
    expect(corrected.statusCode, corrected.body).toBe(201);
    const annulled = await ledger.post(
      'CLK',
      gone,
      body('RecordAnnulled', '2026-03-20', { targetEventId: await eventOf(gone), reason: 'NEVER_HAPPENED' }),
    );
    expect(annulled.statusCode, annulled.body).toBe(201);

    expect((await book(dealer)).json()).toMatchObject({
      closing: 1,
      lines: [{ serialNumber: 'CR 10', corrected: true, struckAt: null }],
    });
    const both = (await book(dealer, '?view=both')).json();
    expect(both.lines.map((line: Line) => [line['serialNumber'], line['struckAt'] !== null]).sort()).toEqual([
      ['CR 10', false],
      ['CR 1O', true],
      ['CR 2', true],
    ]);
    expect(both).toMatchObject({ received: 1, closing: 1 });
    const before = (await book(dealer, '?view=both&knownAt=2026-03-10')).json();
    expect(before.lines.map((line: Line) => line['serialNumber']).sort()).toEqual(['CR 1O', 'CR 2']);
    expect(before.lines.every((line: Line) => line['struckAt'] === null)).toBe(true);
  });

  test('prints as CSV that no spreadsheet runs, and as a page without scripts', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const report = registered('2026-03-01', dealer, '=1+2 <b>"x"');
    const made = await ledger.post('CLK', undefined, {
      ...report,
      payload: {
        ...report.payload,
        identity: { ...(report.payload as never as { identity: object }).identity, model: 'M57, "old"' },
      },
    });
    expect(made.statusCode, made.body).toBe(201);
    const csv = await book(dealer, '', own, { accept: 'text/csv' });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const [header, line, end] = csv.body.split('\r\n');
    expect(header).toBe(
      'date,precision,direction,movement,firearmId,componentId,type,make,model,calibre,serialNumber,counterparty,basis,basisEventId,recordedAt,flags,struckAt',
    );
    expect(line).toContain(`,"M57, ""old""",`);
    expect(line).toContain(`,"'=1+2 <b>""x""",`);
    expect(end).toBe('');
    const page = await book(dealer, '', own, { accept: 'text/html' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(page.headers['content-security-policy'])).toContain("default-src 'none'");
    expect(page.body).toContain('=1+2 &lt;b&gt;&quot;x&quot;');
    expect(page.body).toContain('<dt>Closing stock</dt><dd>1</dd>');
    expect(page.body).not.toMatch(/<script|<b>|onload/i);
  });

  test('is read by the dealer himself, by clerks, police and auditors, by nobody else, and every read is logged', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    await create('AC 1');
    for (const reader of [
      own,
      clerk,
      { role: 'POL', organisation: 'POLICE', purpose: 'INVESTIGATION' },
      { role: 'AUD', organisation: 'AUDIT', purpose: 'AUDIT' },
    ] as const)
      expect((await book(dealer, '', reader)).statusCode, reader.role).toBe(200);
    const other = await book(dealer, '', { ...own, organisation: rival });
    expect([other.statusCode, other.json().code]).toEqual([403, 'NOT_YOUR_RECORDS']);
    expect(other.body).not.toContain('AC 1');
    // The same answer for a dealer that does not exist.
    const nobody = await book(party('F', 'nobody'), '', { ...own, organisation: rival });
    expect([nobody.statusCode, nobody.json().code]).toEqual([403, 'NOT_YOUR_RECORDS']);
    expect((await book(dealer, '', { ...own, purpose: 'LICENSING' })).statusCode).toBe(403);
    expect(
      (await book(dealer, '', { role: 'CUS', organisation: 'CUSTOMS', purpose: 'CUSTOMS' })).statusCode,
    ).toBe(403);
    for (const url of ['/v1/registry', '/v1/audit/events', `/v1/parties/${dealer}/events`])
      expect((await read(url, own)).json().code, url).toBe('PURPOSE_NOT_ALLOWED');
    const { rows } = await ledger.database.owner.query(
      "select role, purpose, subject from ledger.access where operation = 'dealer register' order by number",
    );
    expect(rows.map((row) => row.role)).toEqual(['DLR', 'CLK', 'POL', 'AUD']);
    expect(new Set(rows.map((row) => row.subject))).toEqual(new Set([dealer]));
  });
});

test('REQ-DLR-02 the command line prints the same book, byte for byte as CSV', async () => {
  ledger.clock.set('2026-03-01T12:00:00Z');
  await sell(await create('CL 1'), '2026-03-01');
  await ledger.caughtUp();
  const printed: string[] = [];
  const output = {
    print: (text: string) => printed.push(`${text}\n`),
    note: () => undefined,
    progress: () => undefined,
  };
  const opened = {
    config: { zone: 'Europe/Belgrade' },
    record: ledger.record,
    pool: ledger.database.runtime,
    eventStore: ledger.store,
    knownUntil: ledger.knownUntil,
    codec: ledger.codec,
  } as unknown as Ledger;
  const options = { purpose: 'AUDIT' as const, struck: false, csv: false, json: false };
  await bookCommand(opened, dealer, { ...options, csv: true }, output);
  const police: Reader = { role: 'POL', organisation: 'POLICE', purpose: 'INVESTIGATION' };
  expect(printed.join('')).toBe((await book(dealer, '', police, { accept: 'text/csv' })).body);
  printed.length = 0;
  await bookCommand(opened, dealer, { ...options, json: true }, output);
  expect(JSON.parse(printed.join(''))).toMatchObject({ opening: 0, received: 1, disposedOf: 1, closing: 0 });
  printed.length = 0;
  await bookCommand(opened, dealer, options, output);
  expect(printed.join('')).toMatch(/opening 0, received 1, disposed of 1, closing 0[\s\S]*DISPOSED/);
});

describe('HC-03 what a dealer may see of his own stock', () => {
  test('an alert or seizure of others changes neither book nor stock nor firearm as he reads them', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('AL 1');
    const quiet = await create('AL 2');
    await ledger.caughtUp();
    const shown = async () => {
      const view = async (url: string) => {
        const answer = await read(url, own);
        const { knownAt: _k, validAt: _v, to: _t, ...rest } = answer.json();
        return { status: answer.statusCode, rest, etag: answer.headers['etag'] };
      };
      return [
        await view(`/v1/dealers/${dealer}/register?view=both`),
        await view(`/v1/dealers/${dealer}/stock`),
        await view(`/v1/parties/${dealer}/holdings`),
        await view(`/v1/firearms/${id}`),
      ];
    };
    const before = await shown();
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    ledger.clock.set('2026-03-05T12:00:00Z');
    expect((await ledger.post('POL', id, stolen('2026-03-05'))).statusCode).toBe(201);
    expect(await shown()).toEqual(before);
    ledger.clock.set('2026-03-06T12:00:00Z');
    const seized = await ledger.post(
      'POL',
      id,
      body('FirearmSeized', '2026-03-06', { fromParty: { absent: 'UNKNOWN' } }),
      {
        organisation: 'POLICE',
      },
    );
    expect(seized.statusCode, seized.body).toBe(201);
    expect(await shown()).toEqual(before);
    // The police see both movements and that it is not in stock.
    const register = (
      await book(dealer, '', { role: 'POL', organisation: 'POLICE', purpose: 'INVESTIGATION' })
    ).json();
    expect(register.closing).toBe(1);
    expect(register.lines.map((line: Line) => line['movement'])).toContain('STOLEN');
    // What he reports himself he sees.
    const report = await ledger.post('DLR', quiet, stolen('2026-03-06'), { organisation: dealer });
    expect(report.statusCode, report.body).toBe(201);
    const mine = (await book(dealer)).json();
    expect(mine.closing).toBe(1);
    expect(mine.lines.find((line: Line) => line['movement'] === 'STOLEN')).toMatchObject({
      firearmId: quiet,
    });
    expect((await read(`/v1/firearms/${quiet}`, own)).json()).toMatchObject({
      custody: 'STL',
      alerts: [{ kind: 'STOLEN' }],
    });
    // Somebody else's firearm and one that does not exist answer alike.
    const foreign = await read(`/v1/firearms/${await create('AL 3', rival, '2026-03-06')}`, own);
    const none = await read(`/v1/firearms/W-${'0'.repeat(26)}`, own);
    expect([foreign.statusCode, foreign.json().code, foreign.json().detail]).toEqual([
      none.statusCode,
      none.json().code,
      none.json().detail,
    ]);
    expect(foreign.statusCode).toBe(403);
    expect((await read(`/v1/parties/${rival}/holdings`, own)).json().code).toBe('NOT_YOUR_RECORDS');
  });

  test('a holder reads what he answers for and nothing of anybody else', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('HD 1', seller);
    const holder: Reader = { role: 'HLD', organisation: seller, purpose: 'OWN_RECORDS' };
    expect((await read(`/v1/parties/${seller}/holdings`, holder)).json().holdings).toMatchObject([
      { firearmId: id, custody: 'HLD' },
    ]);
    expect((await read(`/v1/firearms/${id}`, holder)).json()).toMatchObject({ holder: { party: seller } });
    expect((await read(`/v1/parties/${buyer}/holdings`, holder)).statusCode).toBe(403);
    expect((await read(`/v1/firearms/${id}/chain`, holder)).json().code).toBe('PURPOSE_NOT_ALLOWED');
    expect((await read(`/v1/firearms/${id}`, { ...holder, organisation: buyer })).statusCode).toBe(403);
  });

  test('the pre-check answers yes, no with the reason at the acquirer, or ask the authority without one, in equal time', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const [free, wanted, taken, foreign] = [
      await create('PC 1'),
      await create('PC 2'),
      await create('PC 3'),
      await create('PC 4', rival),
    ];
    ledger.clock.set('2026-03-05T12:00:00Z');
    await ledger.post('POL', wanted, stolen('2026-03-05'));
    await ledger.post(
      'POL',
      taken,
      body('FirearmSeized', '2026-03-05', { fromParty: { absent: 'UNKNOWN' } }),
    );
    const head = await ledger.head();
    const check = async (firearmId: string, more: object = {}, organisation = dealer) => {
      const begun = performance.now();
      const answer = await ledger.app.inject({
        method: 'POST',
        url: '/v1/checks/transfer',
        headers: {
          authorization: await ledger.bearer('DLR', organisation),
          'ledger-purpose': 'OWN_RECORDS',
          'content-type': 'application/json',
        },
        payload: JSON.stringify({
          firearmId,
          acquirerId: buyer,
          acquirerAuthorisationId: permitOf(buyer),
          transferKind: 'DEALER_TO_PERSON',
          effectiveAt: '2026-03-05',
          ...more,
        }),
      });
      return {
        status: answer.statusCode,
        json: answer.json(),
        taken: performance.now() - begun,
        body: answer.body,
      };
    };
    expect((await check(free)).json).toEqual({ answer: 'YES', reasons: [] });
    expect((await check(free, { acquirerAuthorisationId: permitOf(seller) })).json).toMatchObject({
      answer: 'NO',
      reasons: [{ code: 'R41' }],
    });
    const bodies = new Set<string>();
    for (const id of [wanted, taken, foreign, `W-${'0'.repeat(26)}`]) {
      const asked = await check(id);
      expect(asked.json).toEqual({ answer: 'ASK_AUTHORITY', reasons: [] });
      expect(asked.taken).toBeGreaterThanOrEqual(95);
      expect(asked.taken).toBeLessThan(1000);
      bodies.add(asked.body);
    }
    expect(bodies.size).toBe(1);
    expect((await check(free, { supplierId: rival })).json.code).toBe('NOT_YOUR_RECORDS');
    expect((await check(free, { effectiveAt: '2027-01-01' })).json.code).toBe('R70');
    // The question about the wanted one is told to the police, and nothing else is recorded.
    expect(await ledger.head()).toBe(head + 1n);
  });
});

describe('REQ-DLR-03 a dealer gives up', () => {
  const ceased = (stockList: ReadonlyArray<object>) =>
    body('DealerCeased', '2026-03-31', { ceasedOn: '2026-03-31', stockList });

  test('stock that has not passed on is listed firearm by firearm until it is placed', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const [placed, left, forgotten] = [await create('CE 1'), await create('CE 2'), await create('CE 3')];
    ledger.clock.set('2026-03-31T12:00:00Z');
    expect((await read(`/v1/dealers/${dealer}/cessation`, own)).json()).toMatchObject({ ceasedOn: null });
    const refused = await ofParty('DLR', rival, dealer, ceased([]));
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'NOT_YOUR_FIREARM']);
    const answer = await ofParty(
      'DLR',
      dealer,
      dealer,
      ceased([
        { firearmId: placed, destination: 'DEALER' },
        { firearmId: left, destination: 'AUTHORITY' },
      ]),
    );
    expect(answer.statusCode, answer.body).toBe(201);
    expect((await sell(placed, '2026-03-31', rival)).statusCode).toBe(201);
    const list = (await read(`/v1/dealers/${dealer}/cessation`, clerk)).json();
    expect(list).toMatchObject({ ceasedOn: '2026-03-31', handedOver: null });
    expect(
      list.unplaced.map((each: Record<string, unknown>) => [each['firearmId'], each['destination']]).sort(),
    ).toEqual(
      [
        [left, 'AUTHORITY'],
        [forgotten, null],
      ].sort(),
    );
    // Nothing can be sold to a dealer that gave up.
    const back = await ledger.post(
      'DLR',
      placed,
      transferred('2026-03-31', rival, dealer, 'DEALER_TO_DEALER'),
      {
        organisation: rival,
      },
    );
    expect(back.json().code).toBe('R41');
  });

  test('the hand-over needs the hash of the book it hands over; a later correction does not change it', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('HO 1');
    await create('HO 2');
    ledger.clock.set('2026-03-31T12:00:00Z');
    await sell(id, '2026-03-31');
    const early = {
      asOf: '2026-03-31',
      knownAt: '2026-03-31T12:00:00Z',
      registerSha256: '0'.repeat(64),
      count: 3,
    };
    await ofParty('DLR', dealer, dealer, ceased([]));
    const csv = await book(dealer, '?to=2026-03-31&view=both', own, { accept: 'text/csv' });
    const knownAt = String(csv.headers['ledger-known-at']);
    const registerSha256 = createHash('sha256').update(csv.body).digest('hex');
    const count = csv.body.split('\r\n').length - 2;
    expect(count).toBe(3);
    const handedOver = { ...early, knownAt, registerSha256, count };
    const report = (payload: object) => body('RegisterHandedOver', '2026-04-02', { ...payload });
    ledger.clock.set('2026-04-02T12:00:00Z');
    for (const wrong of [
      early,
      { ...handedOver, count: 4 },
      { ...handedOver, knownAt: '2026-03-15T12:00:00Z' },
    ]) {
      const refused = await ofParty('DLR', dealer, dealer, report(wrong));
      expect([refused.statusCode, refused.json().code]).toEqual([409, 'REGISTER_DIFFERS']);
    }
    expect(
      (await ofParty('DLR', dealer, dealer, report({ ...handedOver, knownAt: '2027-01-01' }))).json().code,
    ).toBe('REGISTER_DIFFERS');
    // In a batch it is proved as well.
    const batch = await ledger.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: {
        authorization: await ledger.bearer('DLR', dealer),
        'idempotency-key': 'hand-over',
        'content-type': 'application/x-ndjson',
      },
      payload: `${JSON.stringify({ partyId: dealer, ...report(early) })}\n`,
    });
    expect(JSON.parse(batch.body)).toMatchObject({
      outcome: 'REFUSED',
      problem: { code: 'REGISTER_DIFFERS' },
    });
    // Meanwhile the register learns more; the book as known at the export is still the same.
    const corrected = await ledger.post(
      'CLK',
      id,
      body('RecordCorrected', '2026-04-02', {
        targetEventId: (await ledger.get(`/v1/firearms/${id}/events`)).json().events[0].eventId,
        changes: [{ path: '/payload/identity/serialRaw', recordedValue: 'HO 1', correctValue: 'HO 7' }],
      }),
    );
    expect(corrected.statusCode, corrected.body).toBe(201);
    const receipt = await ofParty('DLR', dealer, dealer, report(handedOver));
    expect(receipt.statusCode, receipt.body).toBe(201);
    expect((await read(`/v1/dealers/${dealer}/cessation`, own)).json()).toMatchObject({
      handedOver: { registerSha256, count: 3, asOf: '2026-03-31' },
    });
  });

  test('REQ-TRC-03 the records of a firm that gave up are with the State: what was received and disposed of, and who it was', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('TR 1');
    ledger.clock.set('2026-03-31T12:00:00Z');
    await ofParty('DLR', dealer, dealer, ceased([]));
    const csv = await book(dealer, '?to=2026-03-31&view=both', own, { accept: 'text/csv' });
    const handed = await ofParty(
      'DLR',
      dealer,
      dealer,
      body('RegisterHandedOver', '2026-03-31', {
        asOf: '2026-03-31',
        knownAt: String(csv.headers['ledger-known-at']),
        registerSha256: createHash('sha256').update(csv.body).digest('hex'),
        count: 1,
      }),
    );
    expect(handed.statusCode, handed.body).toBe(201);
    // Years later, the firm long gone.
    ledger.clock.set('2046-03-31T12:00:00Z');
    const kept = (await book(dealer, '', clerk)).json();
    expect(kept.lines).toMatchObject([{ direction: 'IN', firearmId: id }]);
    const then = await book(
      dealer,
      `?to=2026-03-31&view=both&knownAt=${csv.headers['ledger-known-at']}`,
      own,
      {
        accept: 'text/csv',
      },
    );
    expect(then.body).toBe(csv.body);
    expect(
      (await read(`/v1/parties/${dealer}/details?validAt=2026-03-31`, clerk)).json().details.name,
    ).toMatchObject({
      status: 'VALUE',
    });
  });

  test('no hand-over while the business goes on', async () => {
    ledger.clock.set('2026-03-31T12:00:00Z');
    const csv = await book(dealer, '?to=2026-03-31&view=both', own, { accept: 'text/csv' });
    const refused = await ofParty(
      'CLK',
      'REGISTRY',
      dealer,
      body('RegisterHandedOver', '2026-03-31', {
        asOf: '2026-03-31',
        knownAt: String(csv.headers['ledger-known-at']),
        registerSha256: createHash('sha256').update(csv.body).digest('hex'),
        count: 0,
      }),
    );
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'R17']);
  });
});

describe('stock take (users-and-jobs 3)', () => {
  test('StockInventoryRecorded: missing and extra are computed on reading, no loss is recorded, a late sale explains one', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const [there, sold, lost] = [await create('ST 1'), await create('ST 2'), await create('ST 3')];
    const foreign = await create('ST 4', rival);
    ledger.clock.set('2026-03-10T20:00:00Z');
    const count = await ofParty(
      'DLR',
      dealer,
      dealer,
      body('StockInventoryRecorded', '2026-03-10', { asOf: '2026-03-10', firearmIds: [there, foreign] }),
    );
    expect(count.statusCode, count.body).toBe(201);
    const inventory = count.json().events[0].eventId;
    const differences = async (query = '') => {
      const answer = (
        await read(`/v1/dealers/${dealer}/discrepancies?inventory=${inventory}${query}`, own)
      ).json();
      return [answer.missing.map((each: { firearmId: string }) => each.firearmId).sort(), answer.extra];
    };
    expect(await differences()).toEqual([[sold, lost].sort(), [foreign]]);
    expect((await ledger.get(`/v1/firearms/${lost}`)).json()).toMatchObject({ custody: 'TRD', alerts: [] });
    ledger.clock.set('2026-03-14T12:00:00Z');
    expect((await sell(sold, '2026-03-09')).statusCode).toBe(201);
    expect(await differences()).toEqual([[lost], [foreign]]);
    expect(await differences('&knownAt=2026-03-12')).toEqual([[sold, lost].sort(), [foreign]]);
    const twice = await ofParty(
      'DLR',
      dealer,
      dealer,
      body('StockInventoryRecorded', '2026-03-11', { asOf: '2026-03-11', firearmIds: [there, there] }),
    );
    expect(twice.json()).toMatchObject({ code: 'R33' });
    const others = await ofParty(
      'DLR',
      rival,
      dealer,
      body('StockInventoryRecorded', '2026-03-11', { asOf: '2026-03-11', firearmIds: [] }),
    );
    expect(others.json().code).toBe('NOT_YOUR_FIREARM');
    expect(
      (await read(`/v1/dealers/${dealer}/discrepancies?inventory=0b8f5f0e-2f0b-5f43-9a53-3a1c6f1f9d11`, own))
        .statusCode,
    ).toBe(404);
  });
});

describe('reports of dealers', () => {
  test('REQ-DLR-04 a late report is accepted and shown as late, never refused; REQ-REC-13 the next query sees it', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const [late, inTime] = [await create('LT 1'), await create('LT 2')];
    ledger.clock.set('2026-03-20T12:00:00Z');
    const sale = await sell(late, '2026-03-10');
    expect(sale.statusCode, sale.body).toBe(201);
    await sell(inTime, '2026-03-19');
    const answer = await ledger.app.inject({
      url: `/v1/dealers/${dealer}/register?from=2026-03-05`,
      headers: {
        authorization: await ledger.bearer('POL', 'POLICE'),
        'ledger-purpose': 'INVESTIGATION',
        'ledger-min-position': String(await ledger.head()),
      },
    });
    expect(answer.json().lines.map((line: Line) => [line['firearmId'], line['date'], line['late']])).toEqual([
      [late, '2026-03-10', true],
      [inTime, '2026-03-19', false],
    ]);
    // The fold of the firearm's own stream needs no read model at all.
    expect((await ledger.get(`/v1/firearms/${late}`)).json()).toMatchObject({ holder: { party: buyer } });
  });

  test('REQ-DLR-05 the same key twice gives one event; HC-20 the same facts under another key are R19 with the earlier id', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('ID 1');
    const first = await sell(id, '2026-03-01', buyer, 'sale-1');
    expect(first.statusCode, first.body).toBe(201);
    const head = await ledger.head();
    const again = await sell(id, '2026-03-01', buyer, 'sale-1');
    expect([again.statusCode, again.json().events[0].eventId]).toEqual([201, first.json().events[0].eventId]);
    expect(again.headers['idempotency-hit']).toBe('true');
    const other = await sell(id, '2026-03-01', buyer, 'sale-2');
    expect(other.json()).toMatchObject({ code: 'R19', eventIds: [first.json().events[0].eventId] });
    expect((await sell(id, '2026-03-01', seller, 'sale-1')).json().code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await ledger.head()).toBe(head);
  });

  test('HC-25 500 firearms with one bad row: 499 recorded, one refused by name, and a repeat records the mended one only', async () => {
    ledger.clock.set('2026-03-10T12:00:00Z');
    const row = (number: number, day = '2026-03-10') => ({
      newFirearm: `row-${number}`,
      ...registered(day, dealer, `BT ${number}`),
    });
    const rows = Array.from({ length: 500 }, (_, number) => row(number));
    rows[321] = row(321, '2027-01-01');
    const send = async (lines: ReadonlyArray<object>) => {
      const answer = await ledger.app.inject({
        method: 'POST',
        url: '/v1/batches',
        headers: {
          authorization: await ledger.bearer('DLR', dealer),
          'idempotency-key': 'batch-500',
          'content-type': 'application/x-ndjson',
        },
        payload: lines.map((line) => JSON.stringify(line)).join('\n'),
      });
      expect(answer.statusCode).toBe(200);
      return answer.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const head = await ledger.head();
    const first = await send(rows);
    expect(first.map(({ line }) => line)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    expect(first.filter(({ outcome }) => outcome === 'RECORDED')).toHaveLength(499);
    expect(first[321]).toMatchObject({ line: 322, outcome: 'REFUSED', problem: { code: 'R70' } });
    expect(await ledger.head()).toBe(head + 499n);
    rows[321] = row(321);
    const second = await send(rows);
    expect(second.filter(({ outcome }) => outcome === 'ALREADY_RECORDED')).toHaveLength(499);
    expect(second[321]).toMatchObject({ line: 322, outcome: 'RECORDED' });
    expect(await ledger.head()).toBe(head + 500n);
    expect((await book(dealer)).json()).toMatchObject({ closing: 500 });
  });

  test('control data: what was read differs from the register: accepted, flagged and shown in the book', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const [right, wrong] = [await create('CD 1'), await create('CD 2')];
    const withControl = (serialRaw: string) => {
      const report = transferred('2026-03-01', dealer, buyer, 'DEALER_TO_PERSON');
      const { identity } = registered('2026-03-01', dealer).payload as never as {
        identity: { type: string; make: string; calibre: [{ raw: string }] };
      };
      return {
        ...report,
        payload: {
          ...report.payload,
          control: {
            make: identity.make.toUpperCase(),
            calibre: identity.calibre[0].raw,
            type: identity.type,
            serialRaw,
          },
        },
      };
    };
    const fits = await ledger.post('DLR', right, withControl('cd-1'), { organisation: dealer });
    expect([fits.statusCode, fits.json().events?.[0].disputes], fits.body).toEqual([201, []]);
    const shifted = await ledger.post('DLR', wrong, withControl('CD 1'), { organisation: dealer });
    expect([shifted.statusCode, shifted.json().events[0].disputes]).toEqual([201, ['PARTICULARS_DIFFER']]);
    expect((await ledger.get(`/v1/firearms/${wrong}`)).json()).toMatchObject({ holder: { party: buyer } });
    const line = (await book(dealer))
      .json()
      .lines.find((each: Line) => each['firearmId'] === wrong && each.direction === 'OUT');
    expect(line.flags).toEqual(['PARTICULARS_DIFFER']);
  });

  test('REQ-DLR-06 a suspicious transaction is stored with the trader and affects no firearm', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const id = await create('SU 1');
    const registryView = async () => {
      const { validAt: _valid, knownAt: _known, ...view } = (await ledger.get(`/v1/firearms/${id}`)).json();
      return view;
    };
    const before = await registryView();
    const answer = await ofParty(
      'DLR',
      dealer,
      dealer,
      body('SuspiciousTransactionReported', '2026-03-01', {
        account: 'asked for 4,000 rounds, paid in cash',
      }),
    );
    expect(answer.statusCode, answer.body).toBe(201);
    expect(await registryView()).toEqual(before);
    const stored = await ledger.database.owner.query(
      'select payload from ledger.event order by position desc limit 1',
    );
    expect(stored.rows[0].payload).not.toContain('4,000');
  });

  test('self-annulment: inside the window and if nothing followed; refused later with the path to ask (catalogue 5.7)', async () => {
    ledger.clock.set('2026-03-01T12:00:00Z');
    const annul = (id: string, targetEventId: string, organisation = dealer) =>
      ledger.post(
        'DLR',
        id,
        body('RecordAnnulled', '2026-03-01', { targetEventId, reason: 'WRONG_OBJECT' }),
        {
          organisation,
        },
      );
    const [quick, followed, slow] = [await create('SA 1'), await create('SA 2'), await create('SA 3')];
    const sale = async (id: string) => (await sell(id, '2026-03-01')).json().events[0].eventId;
    const [quickSale, followedSale, slowSale] = [await sale(quick), await sale(followed), await sale(slow)];
    ledger.clock.set('2026-03-08T11:59:00Z');
    expect((await annul(quick, quickSale, rival)).json().code).toBe('NOT_YOUR_FIREARM');
    const done = await annul(quick, quickSale);
    expect(done.statusCode, done.body).toBe(201);
    expect((await ledger.get(`/v1/firearms/${quick}`)).json()).toMatchObject({ holder: { party: dealer } });
    await ledger.post(
      'HLD',
      followed,
      body('TransferConfirmed', '2026-03-02', { targetEventId: followedSale, differences: [] }),
      {
        organisation: buyer,
      },
    );
    const late = await annul(followed, followedSale);
    expect([late.statusCode, late.json().code]).toEqual([409, 'SELF_ANNULMENT_CLOSED']);
    ledger.clock.set('2026-03-08T12:01:00Z');
    const closed = await annul(slow, slowSale);
    expect(closed.json().code).toBe('SELF_ANNULMENT_CLOSED');
    expect(closed.json().detail).toContain('Ask the registry');
    // The registry itself may.
    expect(
      (
        await ledger.post(
          'CLK',
          slow,
          body('RecordAnnulled', '2026-03-08', { targetEventId: slowSale, reason: 'WRONG_OBJECT' }),
        )
      ).statusCode,
    ).toBe(201);
  });
});
