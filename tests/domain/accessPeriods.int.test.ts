import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
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
