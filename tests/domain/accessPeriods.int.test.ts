import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '../../api/cli/output.ts';
import type { Role } from '../../domain/event/envelope.ts';
import { bookCommand } from '../../infra/cli/bookCommand.ts';
import { chainCommand, searchCommand } from '../../infra/cli/readCommands.ts';
import type { Ledger } from '../../infra/composition.ts';
import { body, party, registered } from '../harness/bodies.ts';
import { createStory } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let id = '';
const store = party('F', 'store');
beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2016-01-01T10:00:00Z');
  const { told } = createStory(() => ledger);
  const paper = { source: { kind: 'PAPER', ref: 'BOOK-7' } };
  id = (await told('CLK', undefined, { ...registered('2016-01-02', store, 'AC 1'), ...paper } as never)).id;
  await told('CLK', id, body('FirearmDestroyed', '2016-01-10'));
});
afterAll(async () => {
  await ledger.caughtUp();
  expect(ledger.failures).toEqual([]);
  await ledger.close();
});

type Reader = readonly [Role, string];
const clerk: Reader = ['CLK', 'LICENSING'];
const customs: Reader = ['CUS', 'CUSTOMS'];
const police: Reader = ['POL', 'INVESTIGATION'];
const dpo: Reader = ['DPO', 'DATA_PROTECTION'];

const headersOf = async ([role, purpose]: Reader) => ({
  authorization: await ledger.bearer(role),
  'ledger-purpose': purpose,
});
const code = async (reader: Reader, path = '') => {
  const answer = await ledger.get(`/v1/firearms/${id}${path}`, await headersOf(reader));
  return answer.statusCode === 200 ? 200 : answer.json().code;
};
/** In how many of the lists that a reader may ask the firearm stands. */
const listed = async (reader: Reader): Promise<readonly [number, number, number]> => {
  await ledger.caughtUp();
  const headers = await headersOf(reader);
  const found = await ledger.app.inject({
    method: 'POST',
    url: '/v1/search/firearms',
    headers,
    payload: { serial: 'AC 1' },
  });
  const registry = await ledger.get('/v1/registry', headers);
  const holdings = await ledger.get(`/v1/parties/${store}/holdings`, headers);
  return [found.json().candidates.length, registry.json().firearms.length, holdings.json().holdings.length];
};

describe('REQ-REC-09, REQ-REC-10 access to the record of a destroyed firearm', () => {
  const paths = ['', '/chain', '/holder', '/events', '/chain/holders', '/categories'];

  test('until 10 years after destruction licensing, customs and police read it', async () => {
    ledger.clock.set('2026-01-10T22:59:00Z');
    for (const reader of [clerk, customs, police]) {
      expect(await code(reader)).toBe(200);
      expect(await listed(reader)).toEqual([1, 1, 1]);
    }
  });

  test('at 10 years and one day a clerk’s and a customs officer’s look-up has no accessible record, whatever moment it asks about', async () => {
    ledger.clock.set('2026-01-10T23:00:00Z');
    for (const reader of [clerk, customs]) {
      for (const path of paths) expect(await code(reader, path), path).toBe('NO_ACCESSIBLE_RECORD');
      expect(await code(reader, '?validAt=2016-01-05&knownAt=2016-01-05')).toBe('NO_ACCESSIBLE_RECORD');
      expect(await listed(reader)).toEqual([0, 0, 0]);
    }
    for (const path of paths) expect(await code(police, path), path).toBe(200);
    expect(await listed(police)).toEqual([1, 1, 1]);
  });

  test('the dealer’s book keeps its lines and totals, and tells a clerk nothing of the record; the police and the dealer see it', async () => {
    ledger.clock.set('2026-01-10T23:00:00Z');
    await ledger.caughtUp();
    const book = async (reader: Reader, accept = 'application/json') =>
      ledger.get(`/v1/dealers/${store}/register`, { ...(await headersOf(reader)), accept });
    const stock = async (reader: Reader) =>
      (await ledger.get(`/v1/dealers/${store}/stock?validAt=2016-01-05`, await headersOf(reader))).json()
        .stock.length;
    for (const reader of [clerk]) {
      const { opening, received, disposedOf, closing, lines } = (await book(reader)).json();
      expect([opening, received, disposedOf, closing]).toEqual([0, 1, 1, 0]);
      expect(lines).toHaveLength(2);
      for (const line of lines)
        expect(line).toMatchObject({
          firearmId: null,
          make: null,
          serialNumber: null,
          counterparty: null,
          counterpartyAbsent: 'ACCESS_ENDED',
        });
      for (const accept of ['text/csv', 'text/html']) {
        const text = (await book(reader, accept)).body;
        expect(text).not.toContain('AC 1');
        expect(text).not.toContain(id);
      }
      expect(await stock(reader)).toBe(0);
    }
    const seen = (await book(police)).json().lines;
    expect(seen).toMatchObject([{ firearmId: id, serialNumber: 'AC 1' }, { firearmId: id }]);
    expect(await stock(police)).toBe(1);
    const own = await ledger.get(`/v1/dealers/${store}/register`, {
      authorization: await ledger.bearer('DLR', store),
      'ledger-purpose': 'OWN_RECORDS',
    });
    expect(own.json().lines).toMatchObject([{ serialNumber: 'AC 1' }, { serialNumber: 'AC 1' }]);
  });

  test('the command line splits by purpose as HTTP does: search, chain and book', async () => {
    await ledger.caughtUp();
    const asOperator = {
      eventStore: ledger.store,
      knownUntil: ledger.knownUntil,
      codec: ledger.codec,
      record: ledger.record,
      pool: ledger.database.runtime,
      config: { zone: 'Europe/Belgrade' },
    } as unknown as Ledger;
    const run = async (command: (output: Output) => Promise<void>): Promise<string> => {
      const printed: string[] = [];
      await command({
        print: (text) => printed.push(text),
        note: () => undefined,
        progress: () => undefined,
      }).catch((error: unknown) => printed.push((error as Error).message));
      return printed.join('\n');
    };
    const printedFor = async (purpose: 'LICENSING' | 'INVESTIGATION' | 'AUDIT') => [
      await run((output) =>
        searchCommand(asOperator, 'AC 1', { limit: 5, json: false, rung: 'EXACT', purpose }, output),
      ),
      await run((output) => chainCommand(asOperator, id, { json: true, purpose }, output)),
      await run((output) =>
        bookCommand(asOperator, store, { struck: false, csv: true, json: false, purpose }, output),
      ),
    ];
    ledger.clock.set('2026-01-10T22:59:00Z');
    for (const text of await printedFor('LICENSING')) expect(text).toContain(id);
    ledger.clock.set('2026-01-10T23:00:00Z');
    for (const text of await printedFor('LICENSING')) expect(text).not.toContain(id);
    for (const text of await printedFor('INVESTIGATION')) expect(text).toContain(id);
    ledger.clock.set('2046-01-10T23:00:00Z');
    for (const text of await printedFor('AUDIT')) expect(text).not.toContain(id);
    const { rows } = await ledger.database.owner.query(
      "select distinct purpose, regime from ledger.access where operation = 'chain' and request_id = 'command-line' order by 1",
    );
    expect(rows).toEqual([
      { purpose: 'AUDIT', regime: 'GDPR' },
      { purpose: 'INVESTIGATION', regime: 'LED' },
      { purpose: 'LICENSING', regime: 'GDPR' },
    ]);
    ledger.clock.set('2026-01-10T23:00:00Z');
  });

  test('at 29 years the police read succeeds and is logged; after 30 years only data protection reads it', async () => {
    ledger.clock.set('2045-01-10T12:00:00Z');
    expect(await code(police, '/chain')).toBe(200);
    const { rows } = await ledger.database.owner.query(
      "select regime from ledger.access where subject = $1 and operation = 'chain' and role = 'POL'",
      [id],
    );
    expect(rows.at(-1)).toEqual({ regime: 'LED' });
    ledger.clock.set('2046-01-10T23:00:00Z');
    expect(await code(police)).toBe('NO_ACCESSIBLE_RECORD');
    expect(await listed(police)).toEqual([0, 0, 0]);
    expect(await code(dpo)).toBe(200);
  });

  test('a destroyed firearm that turns up is readable again for everybody (HC-15)', async () => {
    ledger.clock.set('2046-02-01T12:00:00Z');
    const found = await ledger.post('POL', id, body('FirearmFound', '2046-02-01'));
    expect(found.statusCode, found.body).toBe(201);
    expect(await code(clerk)).toBe(200);
    expect(await listed(clerk)).toEqual([1, 1, 1]);
  });
});
