import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { typesIn } from '../harness/anyStream.ts';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { expectFollowedEqual } from '../harness/followedEqual.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer', 'other'], F: ['dealer'] });
});
/** After each story the read models equal a rebuild, whatever batches and parts they were built in. */
afterEach(async () => {
  await expectRebuiltEqual(ledger);
  await expectFollowedEqual(ledger, 13);
  await expectFollowedEqual(ledger, 1000);
  await ledger.close();
});

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const other = party('P', 'other');
const evidence = { kind: 'COMPARISON', number: '7/26', issuer: 'Forensic laboratory', date: '2026-05-01' };
const at = (text: string) => ledger.clock.set(text);
const ok = <T extends { readonly statusCode: number; readonly body: string }>(answer: T): T => {
  expect(answer.statusCode, answer.body).toBe(201);
  return answer;
};
const created = async (effectiveAt: string, holder: string, serial: string): Promise<string> =>
  ok(
    await ledger.post(
      'CLK',
      undefined,
      effectiveAt < '2024'
        ? onPaper(registered(effectiveAt, holder, serial))
        : registered(effectiveAt, holder, serial),
    ),
  ).json().firearmId;
const state = async (id: string, query = '') => (await ledger.get(`/v1/firearms/${id}${query}`)).json();
const holdings = async (holder: string, query = '') => {
  await ledger.caughtUp();
  return (await ledger.get(`/v1/parties/${holder}/holdings${query}`))
    .json()
    .holdings.map((each: { firearmId: string }) => each.firearmId);
};
const found = async (serial: string): Promise<ReadonlyArray<string>> => {
  await ledger.caughtUp();
  const answer = await ledger.app.inject({
    method: 'POST',
    url: '/v1/search/firearms',
    headers: { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': 'INVESTIGATION' },
    payload: { serial },
  });
  return answer.json().candidates.map((each: { firearmId: string }) => each.firearmId);
};
const conflict = (streams: ReadonlyArray<string>, basis = 'SAME_MARKS') =>
  body('IdentityConflictOpened', '2026-05-01', { streams, basis });
const resolved = (streams: ReadonlyArray<string>, more: object) =>
  body('IdentityConflictResolved', '2026-05-02', { streams, evidence, ...more });

/** Two records of one pistol, read differently; the second record was reported stolen. */
const twoRecords = async (serial: string) => {
  at('2026-02-01T10:00:00Z');
  const a = await created('2026-01-10', owner, serial);
  const b = await created('2026-01-20', owner, `${serial}7`);
  at('2026-03-01T10:00:00Z');
  ok(await ledger.post('CLK', a, transferred('2026-02-20', owner, buyer)));
  at('2026-04-01T10:00:00Z');
  ok(await ledger.post('POL', b, stolen('2026-03-30')));
  return { a, b, both: [a, b] };
};
const merged = async (serial: string) => {
  const { a, b, both } = await twoRecords(serial);
  at('2026-05-10T10:00:00Z');
  ok(await ledger.post('CLK', a, conflict(both)));
  const answer = ok(await ledger.post('CLK', a, resolved(both, { resolution: 'SAME', survivorId: a })));
  return { a, b, both, answer };
};

describe('HC-13 two streams are the same firearm', () => {
  test('the conflict is a task on both, and SAME merges them: reads unite, no event moves', async () => {
    const { a, b, answer } = await merged('HC 131');
    expect(answer.json().elsewhere.map((each: { type: string }) => each.type)).toEqual([
      'IdentityConflictResolved',
      'StreamsMerged',
      'StreamsMerged',
    ]);
    const own = async (id: string) => {
      const { rows } = await ledger.database.owner.query<{ type: string }>(
        'select type from ledger.event where stream_id = $1 order by revision',
        [`firearm-${id}`],
      );
      return rows.map(({ type }) => type);
    };
    const records = ['IdentityConflictOpened', 'IdentityConflictResolved', 'StreamsMerged'];
    expect(await own(a)).toEqual(['FirearmRegistered', 'FirearmTransferred', ...records]);
    expect(await own(b)).toEqual(['FirearmRegistered', 'TheftReported', ...records]);

    const today = await state(a);
    expect(today).toMatchObject({ custody: 'STL', holder: { party: buyer }, streamVersion: 5 });
    expect(today.alerts).toMatchObject([{ kind: 'STOLEN' }]);
    expect(today.marks.map((mark: { serialRaw: string }) => mark.serialRaw)).toContain('HC 1317');
    expect(today.inconsistent).toMatchObject([{ event: { type: 'FirearmRegistered' }, code: 'R01' }]);
    const united = (await ledger.get(`/v1/firearms/${a}/events`)).json().events;
    expect(united.map((each: { recordedIn: string }) => each.recordedIn)).toEqual(
      expect.arrayContaining([a, b]),
    );
    expect(new Set(united.map((each: { streamVersion: number }) => each.streamVersion)).size).toBe(10);

    const pointer = await ledger.get(`/v1/firearms/${b}?validAt=2026-05-01`);
    expect([pointer.statusCode, pointer.json().code]).toEqual([307, 'MERGED_INTO_ANOTHER']);
    expect(pointer.headers.location).toBe(`/v1/firearms/${a}?validAt=2026-05-01`);
    for (const view of ['chain', 'holder'])
      expect((await ledger.get(`/v1/firearms/${b}/${view}`)).headers.location).toBe(
        `/v1/firearms/${a}/${view}`,
      );
    expect(await typesIn(ledger, 'firearms', b)).toEqual(['FirearmRegistered', 'TheftReported', ...records]);

    // As known before the merge both answer as then.
    const before = '?knownAt=2026-04-30';
    expect(await state(a, before)).toMatchObject({ custody: 'HLD', holder: { party: buyer }, alerts: [] });
    expect(await state(b, before)).toMatchObject({ custody: 'STL', holder: { party: owner } });
  });

  test('the register holds it once, finds it by both numbers, and knows what it knew', async () => {
    const { a, b } = await merged('HC 132');
    expect(await holdings(owner)).not.toContain(b);
    expect(await holdings(owner, '?knownAt=2026-04-30')).toContain(b);
    expect(await holdings(buyer)).toContain(a);
    expect(await found('HC 1327')).toEqual([a]);
    expect(await found('HC 132')).toContain(a);
    const registry = (await ledger.get('/v1/registry?limit=1000')).json().firearms;
    const rows = registry.filter((row: { firearmId: string }) => row.firearmId === a || row.firearmId === b);
    expect(rows).toMatchObject([{ firearmId: a, custody: 'STL', holder: buyer }]);
  });

  test('decisions fold the union and expect the own revision; the merged record takes none', async () => {
    const { a, b } = await merged('HC 133');
    const sale = await ledger.post('CLK', a, transferred('2026-05-05', buyer, other));
    expect(sale.json().code).toBe('R11');
    const refused = await ledger.post('CLK', b, transferred('2026-05-05', owner, other));
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'MERGED_INTO_ANOTHER']);
    expect(refused.json().detail).toContain(a);
    const seized = await ledger.post('POL', a, body('FirearmSeized', '2026-05-06'), {
      headers: { 'if-match': '"5"' },
    });
    ok(seized);
    expect((await state(a)).custody).toBe('SZD');
    // Physical facts are taken under the old id too, and belong to the one firearm.
    at('2026-05-12T10:00:00Z');
    ok(await ledger.post('POL', b, body('FirearmSeized', '2026-05-11', { caseRef: 'SECOND' })));
    expect((await ledger.get(`/v1/firearms/${a}/events`)).json().events.at(-1)).toMatchObject({
      recordedIn: b,
      type: 'FirearmSeized',
    });
  });

  test.each(['StreamsUnmerged', 'RecordAnnulled'])(
    'a merge is undone by %s, and what was answered meanwhile stays',
    async (how) => {
      const { a, b } = await merged(`HC 134 ${how.charAt(0)}`);
      await ledger.caughtUp();
      at('2026-05-20T10:00:00Z');
      const merge = (await ledger.get(`/v1/firearms/${a}/events`))
        .json()
        .events.find(
          (each: { type: string; recordedIn: string }) =>
            each.type === 'StreamsMerged' && each.recordedIn === a,
        );
      ok(
        await ledger.post(
          'CLK',
          a,
          how === 'StreamsUnmerged'
            ? body(how, '2026-05-20', { survivorId: a, mergedId: b, evidence })
            : body(how, '2026-05-20', { targetEventId: merge.eventId, reason: 'WRONG_OBJECT' }),
        ),
      );
      expect(await state(a)).toMatchObject({ custody: 'HLD', holder: { party: buyer }, alerts: [] });
      expect(await state(b)).toMatchObject({ custody: 'STL', holder: { party: owner } });
      expect(await state(a, '?knownAt=2026-05-15')).toMatchObject({ custody: 'STL' });
      expect((await ledger.get(`/v1/firearms/${b}?knownAt=2026-05-15`)).statusCode).toBe(307);
      expect(await holdings(owner)).toContain(b);
      at('2026-05-21T10:00:00Z');
      const again = body('StreamsMerged', '2026-05-21', { survivorId: b, mergedId: a, evidence });
      ok(await ledger.post('CLK', b, again));
      expect((await ledger.get(`/v1/firearms/${a}`)).headers.location).toBe(`/v1/firearms/${b}`);
    },
  );

  test('a merge of three, one after the other, is one firearm; a merged one is merged no further', async () => {
    const { a, b } = await merged('HC 135');
    const c = await created('2026-01-25', other, 'HC 1358');
    const merge = (survivorId: string, mergedId: string) =>
      ledger.post('CLK', survivorId, body('StreamsMerged', '2026-05-10', { survivorId, mergedId, evidence }));
    expect((await merge(c, b)).json()).toMatchObject({ code: 'MERGED_INTO_ANOTHER' });
    expect((await merge(a, a)).json().code).toBe('R71');
    ok(await merge(c, a));
    expect(await state(c)).toMatchObject({ custody: 'STL' });
    expect((await ledger.get(`/v1/firearms/${b}`)).headers.location).toBe(`/v1/firearms/${c}`);
  });

  test('all or nothing: a stream that is not known stops the whole', async () => {
    at('2026-05-10T10:00:00Z');
    const a = await created('2026-01-10', owner, 'HC 136');
    const head = await ledger.head();
    const unknown = await ledger.post('CLK', a, conflict([a, 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX']));
    expect(unknown.json().code).toBe('R00');
    const none = await ledger.post('CLK', a, resolved([a], { resolution: 'UNDECIDABLE' }));
    expect(none.json().code).toBe('R71');
    expect(await ledger.head()).toBe(head);
  });

  test.each(['DIFFERENT', 'UNDECIDABLE'])(
    'resolved as %s both stay, and a new doubt may be raised',
    async (resolution) => {
      const { a, b, both } = await twoRecords(`HC 137 ${resolution.charAt(0)}`);
      at('2026-05-10T10:00:00Z');
      ok(await ledger.post('CLK', a, conflict(both)));
      expect((await ledger.post('CLK', b, conflict([b, a]))).json().code).toBe('R19');
      ok(await ledger.post('CLK', b, resolved([b, a], { resolution })));
      expect((await state(b)).custody).toBe('STL');
      at('2026-05-11T10:00:00Z');
      ok(
        await ledger.post(
          'CLK',
          b,
          body('IdentityConflictOpened', '2026-05-11', { streams: both, basis: 'OTHER' }),
        ),
      );
    },
  );
});

describe('HC-14 one stream mixed two firearms', () => {
  const mixed = async (serial: string) => {
    at('2026-02-01T10:00:00Z');
    const a = await created('2026-01-10', owner, serial);
    at('2026-03-01T10:00:00Z');
    const sale = ok(await ledger.post('CLK', a, transferred('2026-02-20', owner, buyer)));
    at('2026-04-01T10:00:00Z');
    const theft = ok(await ledger.post('POL', a, stolen('2026-03-30')));
    return { a, sale: sale.json().events[0].eventId, theft: theft.json().events[0].eventId };
  };

  test('events are assigned by reference; each firearm has its own, and both answer as before then', async () => {
    const { a, sale, theft } = await mixed('HC 141');
    at('2026-05-10T10:00:00Z');
    ok(await ledger.post('CLK', a, conflict([a], 'MIXED_RECORDS')));
    const answer = ok(
      await ledger.post('CLK', a, resolved([a], { resolution: 'DIFFERENT', splitEventIds: [theft] })),
    );
    const into = answer.json().elsewhere.find((each: { id: string }) => each.id !== a).id;
    expect(await state(a)).toMatchObject({ custody: 'HLD', holder: { party: buyer }, alerts: [] });
    expect(await typesIn(ledger, 'firearms', into)).toEqual(['TheftReported', 'StreamSplit']);
    expect((await ledger.get(`/v1/firearms/${into}/events`)).json().events[0]).toMatchObject({
      eventId: theft,
      recordedIn: a,
    });
    // The other firearm is registered late, before its theft: the history is complete then.
    at('2026-05-11T10:00:00Z');
    ok(await ledger.post('CLK', into, registered('2026-01-15', other, 'HC 1419')));
    expect(await state(into)).toMatchObject({ custody: 'STL', holder: { party: other } });
    expect(await state(a, '?knownAt=2026-04-30')).toMatchObject({ custody: 'STL' });
    expect((await ledger.get(`/v1/firearms/${into}?knownAt=2026-04-30`)).statusCode).toBe(404);
    expect(await found('HC 1419')).toEqual([into]);
    expect(await holdings(other)).toContain(into);
    const twice = body('StreamSplit', '2026-05-11', { fromId: a, eventIds: [theft], evidence });
    expect((await ledger.post('CLK', a, twice)).json()).toMatchObject({ code: 'R71', eventIds: [theft] });
    expect((await ledger.get(`/v1/firearms/${a}/events`)).body).toContain(sale);
  });

  test('a correction goes with the event it corrects', async () => {
    const { a, theft } = await mixed('HC 142');
    at('2026-04-05T10:00:00Z');
    const change = { path: '/payload/policeRef', recordedValue: 'KU-77/26', correctValue: 'KU-78/26' };
    ok(
      await ledger.post(
        'CLK',
        a,
        body('RecordCorrected', '2026-04-05', { targetEventId: theft, changes: [change] }),
      ),
    );
    at('2026-05-10T10:00:00Z');
    const answer = ok(
      await ledger.post(
        'CLK',
        a,
        body('StreamSplit', '2026-05-10', { fromId: a, eventIds: [theft], evidence }),
      ),
    );
    const into = answer.json().elsewhere[0].id;
    const right = (await ledger.get(`/v1/firearms/${into}/events?view=corrected`)).json().events[0];
    expect(right.payload.policeRef).toBe('KU-78/26');
    // Annulled, the split is undone for both.
    at('2026-05-12T10:00:00Z');
    ok(
      await ledger.post(
        'CLK',
        a,
        body('RecordAnnulled', '2026-05-12', {
          targetEventId: answer.json().events[0].eventId,
          reason: 'WRONG_OBJECT',
        }),
      ),
    );
    expect((await state(a)).custody).toBe('STL');
    expect(await typesIn(ledger, 'firearms', into)).toEqual(['StreamSplit']);
  });

  test('not all of a record is assigned away', async () => {
    const { a } = await mixed('HC 143');
    const ids = (await ledger.get(`/v1/firearms/${a}/events`))
      .json()
      .events.map((each: { eventId: string }) => each.eventId);
    const split = body('StreamSplit', '2026-04-01', { fromId: a, eventIds: ids, evidence });
    expect((await ledger.post('CLK', a, split)).json().code).toBe('R71');
  });
});

test('HC-15 a destroyed firearm turns up: accepted, an identity conflict, and a task may be opened on it', async () => {
  at('2026-02-01T10:00:00Z');
  const a = await created('2026-01-10', party('F', 'dealer'), 'HC 151');
  ok(await ledger.post('CLK', a, body('FirearmDestroyed', '2026-01-20')));
  at('2026-03-01T10:00:00Z');
  ok(await ledger.post('POL', a, body('FirearmSeized', '2026-02-28')));
  expect(await state(a)).toMatchObject({ custody: 'DST', anomalies: [{ kind: 'IDENTITY_CONFLICT' }] });
  ok(await ledger.post('POL', a, body('FirearmFound', '2026-02-28')));
  ok(
    await ledger.post(
      'FFP',
      a,
      body('IdentityConflictOpened', '2026-02-28', { streams: [a], basis: 'ENDED_FIREARM_SEEN' }),
    ),
  );
});

describe('HC-07 the same number twice', () => {
  const pistol = (serial: string, make: string, more: object = {}) => {
    const given = registered('2026-01-10', owner, serial);
    const identity = { ...(given.payload as unknown as { identity: object }).identity, make, ...more };
    return { ...given, payload: { ...given.payload, identity } };
  };
  const conflicts = async (given: object = {}) => {
    await ledger.caughtUp();
    const answer = await ledger.app.inject({
      method: 'POST',
      url: '/v1/search/identity-conflicts',
      headers: { authorization: await ledger.bearer('CLK'), 'ledger-purpose': 'LICENSING' },
      payload: given,
    });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const three = async () => {
    at('2026-02-01T10:00:00Z');
    const ids: string[] = [];
    for (const [make, year] of [
      ['Zastava', 1987],
      ['ZASTAVA d.o.o.', 1987],
      ['Beretta', 1987],
      ['Zastava', 1988],
    ] as const)
      ids.push(
        ok(await ledger.post('CLK', undefined, pistol('C 40612', make, { yearOfManufacture: year }))).json()
          .firearmId,
      );
    return ids;
  };

  test('both live and the search returns both; an all-equal pair is a task, never a refusal', async () => {
    const [a = '', b = '', beretta = '', later = ''] = await three();
    expect(new Set(await found('C 40612'))).toEqual(new Set([a, b, beretta, later]));
    const { pairs, open } = await conflicts();
    expect(pairs.map((pair: { firearmIds: string[] }) => pair.firearmIds)).toEqual([[a, b].sort()]);
    expect(pairs[0].reasons).toContainEqual({ attribute: 'SERIAL', agreement: 'EQUAL' });
    expect(open).toEqual([]);
  });

  test('an opened conflict stands among the open ones until it is resolved; then nobody is asked again', async () => {
    const [a = '', b = ''] = await three();
    const pair = [a, b].sort();
    at('2026-05-01T10:00:00Z');
    ok(await ledger.post('CLK', a, conflict(pair, 'SAME_IDENTITY')));
    expect(await conflicts()).toMatchObject({
      pairs: [],
      open: [{ firearmIds: pair, basis: 'SAME_IDENTITY' }],
    });
    at('2026-05-02T10:00:00Z');
    ok(await ledger.post('CLK', b, resolved(pair, { resolution: 'DIFFERENT' })));
    expect(await conflicts()).toMatchObject({ pairs: [], open: [] });
  });

  test('merged, they are one', async () => {
    const [a = '', b = ''] = await three();
    at('2026-05-10T10:00:00Z');
    const merge = body('StreamsMerged', '2026-05-10', { survivorId: a, mergedId: b, evidence });
    ok(await ledger.post('CLK', a, merge));
    expect(await conflicts()).toMatchObject({ pairs: [], open: [] });
    at('2026-05-11T10:00:00Z');
    ok(await ledger.post('CLK', a, { ...merge, type: 'StreamsUnmerged' }));
    expect((await conflicts()).pairs).toHaveLength(1);
  });

  test('a corrected number ends the doubt; pages go on where the last one ended', async () => {
    const [a = ''] = await three();
    ok(await ledger.post('CLK', undefined, pistol('D 1', 'Zastava')));
    ok(await ledger.post('CLK', undefined, pistol('D 1', 'Zastava')));
    const first = await conflicts({ limit: 1 });
    const second = await conflicts({ limit: 1, after: first.next });
    expect([first.pairs.length, second.pairs.length]).toEqual([1, 1]);
    expect(first.pairs).not.toEqual(second.pairs);
    at('2026-03-01T10:00:00Z');
    const [event] = (await ledger.get(`/v1/firearms/${a}/events`)).json().events;
    const change = { path: '/payload/identity/serialRaw', recordedValue: 'C 40612', correctValue: 'C 40613' };
    ok(
      await ledger.post(
        'CLK',
        a,
        body('RecordCorrected', '2026-03-01', { targetEventId: event.eventId, changes: [change] }),
      ),
    );
    expect((await conflicts()).pairs).toHaveLength(1);
  });
});
