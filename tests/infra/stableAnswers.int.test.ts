import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadModelStatus } from '../../api/http/deps.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { projections } from '../../projections/catalogue.ts';
import { onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { right } from '../harness/right.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

/** What was asked of the database, while somebody listens. */
let statements: string[] | undefined;
const listening = (pool: Pool): Pool =>
  new Proxy(pool, {
    get: (target, name) => {
      if (name !== 'query') return Reflect.get(target, name);
      return (...given: unknown[]) => {
        const [first] = given;
        statements?.push(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''));
        return (target.query as (...values: unknown[]) => unknown).apply(target, given);
      };
    },
  });

/** Read models that the server is made to believe stand still, and where; and in which state. */
const standing = new Map<string, bigint>();
const states = new Map<string, string>();
const seen = (models: ReadonlyArray<ReadModelStatus>): ReadonlyArray<ReadModelStatus> =>
  models.map((model) => ({
    ...model,
    position: standing.get(model.name) ?? model.position,
    status: states.get(model.name) ?? model.status,
  }));

let ledger: TestLedger;
let ticking: NodeJS.Timeout;
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const dealer = party('F', 'dealer');
beforeAll(async () => {
  ledger = await createTestLedger({ pool: listening, seen });
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'], F: ['dealer'] });
  // Time passes as it does outside of tests: moments between two recordings are what it is about.
  const tick = (): void => ledger.clock.set(new Date().toISOString());
  tick();
  ticking = setInterval(tick, 1);
});
afterAll(async () => {
  clearInterval(ticking);
  await ledger.close();
});

let serials = 0;
const firearm = async (holder = owner): Promise<string> => {
  serials += 1;
  const answer = await ledger.post('CLK', undefined, registered('2026-01-10', holder, `ST ${serials}`));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().firearmId;
};
const asAuditor = async () => ({
  authorization: await ledger.bearer('AUD', 'AUDIT'),
  'ledger-purpose': 'AUDIT',
});

/** Everything that states as known when it is, by the role that may ask for it. */
const questions = (id: string): ReadonlyArray<readonly [url: string, as: 'POLICE' | 'AUDITOR']> => [
  [`/v1/firearms/${id}`, 'POLICE'],
  [`/v1/firearms/${id}/chain`, 'POLICE'],
  [`/v1/firearms/${id}/holder`, 'POLICE'],
  [`/v1/firearms/${id}/components`, 'POLICE'],
  ['/v1/registry?limit=500', 'POLICE'],
  ['/v1/alerts?limit=500', 'POLICE'],
  [`/v1/parties/${owner}/holdings?limit=500`, 'POLICE'],
  [`/v1/dealers/${dealer}/stock?limit=500`, 'POLICE'],
  [`/v1/dealers/${dealer}/register?limit=500`, 'POLICE'],
  ['/v1/tasks?limit=500', 'POLICE'],
  ['/v1/transfers?limit=500', 'POLICE'],
  ['/v1/movements?limit=500', 'POLICE'],
  ['/v1/data-quality', 'AUDITOR'],
  ['/v1/anomalies?limit=500', 'AUDITOR'],
];
const ask = async (url: string, as: 'POLICE' | 'AUDITOR') => {
  const answer = await ledger.get(url, as === 'AUDITOR' ? await asAuditor() : {});
  expect(answer.statusCode, `${url} ${answer.body}`).toBe(200);
  return answer;
};
const withQuery = (url: string, more: string): string => `${url}${url.includes('?') ? '&' : '?'}${more}`;

describe('event-catalogue 8.9: every past answer stays reproducible', () => {
  test('asked again with the moments that it states, an answer is the same, whatever was on its way then', async () => {
    const id = await firearm();
    await ledger.caughtUp();
    let writing = true;
    const write = async (): Promise<void> => {
      while (writing) {
        const one = await firearm(serials % 2 === 0 ? owner : dealer);
        if (serials % 3 === 0) await ledger.post('POL', one, stolen('2026-05-01'));
      }
    };
    const transfer = async (): Promise<void> => {
      for (let passed = 0; writing; passed += 1) {
        const day = new Date(Date.parse('2026-02-01T10:00:00Z') + passed * 3_600_000).toISOString();
        const [from, to] = passed % 2 === 0 ? [owner, buyer] : [buyer, owner];
        const told = await ledger.post('CLK', id, onPaper(transferred(day, from, to)));
        expect(told.statusCode, told.body).toBe(201);
      }
    };
    const answers: { readonly again: string; readonly as: 'POLICE' | 'AUDITOR'; readonly body: unknown }[] =
      [];
    const read = async (): Promise<void> => {
      for (let round = 0; round < 6; round += 1)
        for (const [url, as] of questions(id)) {
          const told = (await ask(url, as)).json();
          expect(Date.parse(told.knownAt), url).toBeGreaterThan(Date.now() - 30_000);
          const moments = ['knownAt', 'validAt', 'to'].flatMap((name) =>
            told[name] === undefined ? [] : [`${name}=${told[name]}`],
          );
          answers.push({ again: withQuery(url, moments.join('&')), as, body: told });
        }
    };
    await Promise.all([write(), write(), transfer(), read().finally(() => (writing = false))]);
    await ledger.caughtUp();
    expect(serials).toBeGreaterThan(20);
    expect((await right(ledger.store.readStream(`firearm-${id}`))).length).toBeGreaterThan(10);
    for (const { again, as, body: told } of answers)
      expect((await ask(again, as)).json(), again).toEqual(told);
  });

  test('a moment that has not come is answered as known now, and stays so', async () => {
    const id = await firearm();
    await ledger.caughtUp();
    const told = (await ask('/v1/registry?limit=500&knownAt=2999-01-01', 'POLICE')).json();
    expect(Date.parse(told.knownAt)).toBeLessThanOrEqual(Date.now());
    expect(told.firearms.map((row: { firearmId: string }) => row.firearmId)).toContain(id);
    const ofFirearm = (await ask(`/v1/firearms/${id}?knownAt=2999-01-01`, 'POLICE')).json();
    expect(Date.parse(ofFirearm.knownAt)).toBeLessThanOrEqual(Date.now());
    await firearm();
    await ledger.caughtUp();
    const again = `/v1/registry?limit=500&knownAt=${told.knownAt}&validAt=${told.validAt}`;
    expect((await ask(again, 'POLICE')).json()).toEqual(told);
  });

  test('what a server whose clock is ahead has recorded is in every answer of the others', async () => {
    const ahead = createPostgresEventStore(ledger.database.runtime, { now: () => Date.now() + 600_000 });
    const id = await firearm();
    // An alert on this firearm, as the other server records it: the same events, ten minutes later by its clock.
    const other = await right(ahead.close(Date.now() + 600_000));
    await ledger.post('POL', id, stolen('2026-05-01'));
    await ledger.caughtUp();
    const stream = await right(ledger.store.readStream(`firearm-${id}`));
    expect(stream.at(-1)?.recordedAt).toBeGreaterThan(other.recordedAt);
    const { alerts } = (await ask('/v1/alerts?limit=500', 'POLICE')).json();
    expect(alerts.map((alert: { firearmId: string }) => alert.firearmId)).toContain(id);
    const [row] = (await ask('/v1/registry?limit=500', 'POLICE'))
      .json()
      .firearms.filter((each: { firearmId: string }) => each.firearmId === id);
    expect(row.alerts).toEqual(['STOLEN']);
    expect((await ask(`/v1/firearms/${id}`, 'POLICE')).json().alerts).toHaveLength(1);
  });
});

describe('pages of a list', () => {
  const walk = async (url: string, member: string, between: () => Promise<unknown>) => {
    const rows: unknown[] = [];
    const stated = new Set<string>();
    for (let next: string | null = ''; next !== null; ) {
      const page: Record<string, never> = (
        await ask(next === '' ? url : withQuery(url, `cursor=${next}`), 'POLICE')
      ).json();
      rows.push(...(page[member] ?? []));
      stated.add(`${page['knownAt']} ${page['validAt'] ?? page['to']}`);
      next = page['next'] ?? null;
      await between();
      await ledger.caughtUp();
    }
    expect(stated.size, url).toBe(1);
    return rows;
  };
  test.each([
    ['/v1/registry?limit=4', 'firearms', (row: { firearmId: string }) => row.firearmId],
    ['/v1/registry?limit=4&alert=STOLEN', 'firearms', (row: { firearmId: string }) => row.firearmId],
    [`/v1/dealers/${dealer}/register?limit=4`, 'lines', (row: { firearmId: string }) => row.firearmId],
    [`/v1/dealers/${dealer}/stock?limit=4`, 'stock', (row: { firearmId: string }) => row.firearmId],
    ['/v1/alerts?limit=4', 'alerts', (row: { firearmId: string }) => row.firearmId],
  ])('%s are all of one moment, whatever is recorded while they are turned', async (url, member, keyOf) => {
    for (let count = 0; count < 10; count += 1) {
      await firearm(dealer);
      await ledger.post('POL', await firearm(dealer), stolen('2026-05-01'));
    }
    await ledger.caughtUp();
    const whole = (await ask(url.replace('limit=4', 'limit=1000'), 'POLICE')).json()[member];
    const rows = await walk(url, member, async () => {
      await firearm(dealer);
      await ledger.post('POL', await firearm(dealer), stolen('2026-05-01'));
    });
    expect(rows.length).toBeGreaterThan(8);
    expect((rows as { firearmId: string }[]).map(keyOf)).toEqual(whole.map(keyOf));
  });

  test('a server that has less than the page before knew looks again, and refuses before it answers another list', async () => {
    for (let count = 0; count < 3; count += 1) await firearm();
    await ledger.caughtUp();
    const page = (await ask('/v1/registry?limit=2', 'POLICE')).json();
    // Another server brings the read models on; this one has not heard of it.
    standing.set('current_registry', 5n);
    const second = await ask(`/v1/registry?limit=2&cursor=${page.next}`, 'POLICE');
    standing.clear();
    expect(second.json()).toMatchObject({ knownAt: page.knownAt, validAt: page.validAt });
    const [key] = JSON.parse(Buffer.from(page.next, 'base64url').toString());
    const ahead = Buffer.from(JSON.stringify([key, '2999-01-01T00:00:00.000Z'])).toString('base64url');
    const refused = await ledger.get(`/v1/registry?limit=2&cursor=${ahead}`);
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'READ_MODEL_BEHIND']);
    for (const moment of ['yesterday', '2026-99-99T00:00:00.000Z', 7]) {
      const forged = Buffer.from(JSON.stringify([key, moment])).toString('base64url');
      const invalid = await ledger.get(`/v1/registry?limit=2&cursor=${forged}`);
      expect([invalid.statusCode, invalid.json().code]).toEqual([400, 'INVALID_CURSOR']);
    }
    // Who asks for another moment is told of that one.
    const asked = await ask(`/v1/registry?limit=2&cursor=${page.next}&knownAt=2020-01-01`, 'POLICE');
    expect(asked.json()).toMatchObject({ firearms: [], next: null });
  });
});

describe('a read model that stands still', () => {
  const names = projections.map(({ name }) => name);
  type Question = { readonly url: string; readonly as: 'POLICE' | 'AUDITOR'; readonly given?: object };
  const lists: ReadonlyArray<Question> = [
    ...questions('').flatMap(([url, as]) => (url.includes('/firearms/') ? [] : [{ url, as }])),
    { url: `/v1/parties/${owner}/components`, as: 'POLICE' },
    { url: `/v1/parties/${owner}/authorisations`, as: 'POLICE' },
    { url: '/v1/data-quality?finding=SERIAL_UNKNOWN', as: 'AUDITOR' },
    { url: '/v1/statistics/report-delays', as: 'AUDITOR' },
    { url: '/v1/statistics/task-delays', as: 'AUDITOR' },
    { url: '/v1/audit/events', as: 'AUDITOR' },
    { url: '/v1/search/firearms', as: 'POLICE', given: { serial: 'ST 1' } },
    { url: '/v1/search/registers', as: 'POLICE', given: { serial: 'ST 1' } },
    { url: '/v1/search/identity-conflicts', as: 'POLICE', given: {} },
    { url: '/v1/certificates/lookup', as: 'POLICE', given: { certificateNo: 'X 1' } },
  ];
  test.each(lists)(
    '$url is as old as the read models that it is read from, and no older',
    async (question) => {
      const { url, as, given } = question;
      await ledger.caughtUp();
      const reader =
        as === 'AUDITOR'
          ? await asAuditor()
          : { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': 'INVESTIGATION' };
      const send = async () => {
        const answer = await ledger.app.inject(
          given === undefined
            ? { url, headers: reader }
            : {
                method: 'POST',
                url,
                headers: { ...reader, 'content-type': 'application/json' },
                payload: JSON.stringify(given),
              },
        );
        expect(answer.statusCode, `${url} ${answer.body}`).toBe(200);
        return answer;
      };
      statements = [];
      await send();
      const asked = statements.join('\n');
      statements = undefined;
      const readFrom = names.filter((name) => new RegExp(`\\b${name}\\.\\w`).test(asked));
      expect(readFrom).not.toEqual([]);
      const head = String(await ledger.head());
      for (const name of names) {
        standing.set(name, 5n);
        const { headers } = await send();
        standing.clear();
        // A list may name a read model that this query did not need; it must name each that it needed.
        if (readFrom.includes(name)) expect(headers['ledger-position'], name).toBe('5');
        else expect(['5', head], name).toContain(headers['ledger-position']);
      }
      expect((await send()).headers['ledger-position']).toBe(head);
    },
  );

  test('a search says up to when everything is in it', async () => {
    const search = async () =>
      (
        await ledger.app.inject({
          method: 'POST',
          url: '/v1/search/firearms',
          headers: {
            authorization: await ledger.bearer('POL', 'POLICE'),
            'ledger-purpose': 'INVESTIGATION',
            'content-type': 'application/json',
          },
          payload: JSON.stringify({ serial: `ST ${serials}` }),
        })
      ).json();
    const before = await ledger.head();
    await firearm();
    await ledger.caughtUp();
    const [first] = await right(ledger.store.readAll(before, 1));
    const recordedAt = first?.recordedAt ?? 0;
    expect(Date.parse((await search()).knownUntil)).toBeGreaterThanOrEqual(recordedAt);
    standing.set('current_registry', before);
    const { knownUntil } = await search();
    standing.clear();
    expect(Date.parse(knownUntil)).toBe(recordedAt - 1);
  });

  test('makes its own lists old, which say so, and no other', async () => {
    const before = await ledger.head();
    const id = await firearm();
    await ledger.post('POL', id, stolen('2026-05-01'));
    await ledger.caughtUp();
    const [first] = await right(ledger.store.readAll(before, 1));
    standing.set('current_registry', before);
    const registry = (await ask('/v1/registry?limit=500', 'POLICE')).json();
    const alerts = (await ask('/v1/alerts?limit=500', 'POLICE')).json();
    standing.clear();
    expect(registry.knownAt).toBe(new Date((first?.recordedAt ?? 0) - 1).toISOString());
    expect(registry.firearms.map((row: { firearmId: string }) => row.firearmId)).not.toContain(id);
    expect(alerts.alerts.map((alert: { firearmId: string }) => alert.firearmId)).toContain(id);
  });

  test.each([
    ['STARTING', /is not there yet/],
    ['BUILDING', /is being built/],
    ['SUPERSEDED', /has taken over/],
  ])('that is %s is not answered from, others are, and the server is not ready', async (status, said) => {
    states.set('current_registry', status);
    const refused = await ledger.get('/v1/registry?limit=5');
    const alerts = await ledger.get('/v1/alerts?limit=5');
    const ready = await ledger.app.inject('/health/ready');
    states.clear();
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'READ_MODEL_BEHIND']);
    expect(refused.json().detail).toMatch(said);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(alerts.statusCode).toBe(200);
    expect([ready.statusCode, ready.json().faults]).toEqual([
      503,
      [expect.stringContaining('current_registry')],
    ]);
  });

  test('that fails is asked where it stands: a crash may have taken back what it took in last', async () => {
    const head = await ledger.head();
    standing.set('current_registry', head + 40n);
    states.set('current_registry', 'FAILED');
    const answer = await ask('/v1/registry?limit=500', 'POLICE');
    const wanted = await ledger.get('/v1/registry?limit=500', { 'ledger-min-position': String(head + 1n) });
    standing.clear();
    states.clear();
    expect(answer.headers['ledger-position']).toBe(String(head));
    expect([wanted.statusCode, wanted.json().code]).toEqual([503, 'READ_MODEL_BEHIND']);
  });

  test('whose place a server that has just started does not know is asked where it stands', async () => {
    for (const name of names) standing.set(name, 0n);
    const answer = await ask('/v1/registry?limit=500', 'POLICE');
    standing.clear();
    expect(answer.headers['ledger-position']).toBe(String(await ledger.head()));
    expect(answer.json().firearms).not.toEqual([]);
  });
});
