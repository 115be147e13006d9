import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withTransaction } from '../../infra/postgres/withTransaction.ts';
import { body, party, registered } from '../harness/bodies.ts';
import { createErasureStory, oldPaper } from '../harness/erasureStory.ts';
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
const [first, second, keeper] = [party('P', 'first'), party('P', 'second'), party('P', 'keeper')];

const { told, person, firearm, destroy, call } = createErasureStory(() => ledger);
const destroyed = async (holder: string, serial: string, day: string): Promise<string> => {
  const id = await firearm(holder, serial);
  await destroy(id, day);
  return id;
};
const preview = async () => (await call('GET', '/v1/retention/preview', 'dpo-1')).json();
const propose = (actor = 'dpo-1') => call('POST', '/v1/retention/runs', actor, {});
const approve = (runId: string, actor = 'dpo-2') =>
  call('POST', `/v1/retention/runs/${runId}/approval`, actor);
const nameOf = async (id: string, query = '') =>
  (await ledger.get(`/v1/parties/${id}/details${query}`)).json().details.name;
const hold = async (scope: object, more: object = {}) => {
  keys += 1;
  const answer = await ledger.app.inject({
    method: 'POST',
    url: '/v1/system/events',
    headers: {
      authorization: await ledger.bearer('JUD', 'COURT'),
      'idempotency-key': `hold-${keys}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(body('LegalHoldPlaced', '2021-01-05', { scope, ...more })),
  });
  expect(answer.statusCode, answer.body).toBe(201);
};
/** Thirty years after destruction nobody but the data-protection officer reads the record (REQ-REC-10). */
const asOfficer = async (url: string) => (await call('GET', url, 'dpo-1')).json();
/** Every place of the database in which a text stands in clear. */
const placesOf = async (text: string): Promise<ReadonlyArray<string>> => {
  const { rows } = await ledger.database.owner.query<{ place: string; found: boolean }>(
    `select format('%I.%I', table_schema, table_name) as place,
       (xpath('/row/found/text()', query_to_xml(format('select exists (select from %I.%I t where t::text like %L) as found',
         table_schema, table_name, $1::text), false, true, '')))[1]::text = 'true' as found
     from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    [`%${text}%`],
  );
  return rows.filter(({ found }) => found).map(({ place }) => place);
};

describe('the run that erases (REQ-REC-11; users-and-jobs 2 and 6)', () => {
  test('preview, proposal, a second person, protocol; then unreadable for ever and nowhere in clear', async () => {
    for (const name of ['first', 'second', 'keeper']) await person(name);
    const gone = await destroyed(first, 'ER 1', '1990-12-20');
    // This one passed from hand to hand, and the second of them still has another firearm.
    const { id: shared } = await told('CLK', undefined, {
      ...registered('1990-02-01', second, 'ER 2'),
      source: oldPaper,
    } as never);
    await told('CLK', shared, body('FirearmSurrendered', '1990-12-01', { by: 'PARTY', byParty: keeper }));
    await told('JUD', shared, body('FirearmForfeited', '1990-12-02'));
    await told('CLK', shared, body('FirearmDestroyed', '1990-12-20'));
    const { id: kept } = await told('CLK', undefined, {
      ...registered('1990-02-01', keeper, 'ER 3'),
      source: oldPaper,
    } as never);
    ledger.clock.set('2020-12-21T22:59:59Z');
    expect((await preview()).parties).toEqual([]);
    // 2020-12-20 is a Sunday: the period ends with the 21st (Reg. 1182/71 art. 3(4)).
    ledger.clock.set('2021-01-05T10:00:00Z');
    const plan = await preview();
    expect(plan.parties.map((each: { partyId: string }) => each.partyId)).toEqual([first, second].sort());
    expect(plan.kept).toEqual([{ partyId: keeper, for: [{ reason: 'RECORD_KEPT', subjects: [kept] }] }]);
    expect(await nameOf(first)).toMatchObject({ status: 'VALUE', value: 'Party first' });
    expect(await placesOf('Party first')).toEqual([]);

    const proposed = await propose();
    expect(proposed.statusCode, proposed.body).toBe(201);
    const { runId, planSha256, ...run } = proposed.json();
    expect(run).toMatchObject({ status: 'PROPOSED', parties: 2, firearms: 2, proposedBy: 'dpo-1' });
    expect(planSha256).toBe(plan.planSha256);
    const alone = await approve(runId, 'dpo-1');
    expect([alone.statusCode, alone.json().code]).toEqual([409, 'SECOND_PERSON_REQUIRED']);
    expect(await nameOf(first)).toMatchObject({ status: 'VALUE' });
    const clerk = await call('POST', `/v1/retention/runs/${runId}/approval`, 'clerk-1', undefined, {
      role: 'CLK',
    });
    expect([clerk.statusCode, clerk.json().code]).toEqual([403, 'ROLE_MAY_NOT_RECORD']);

    const approved = await approve(runId);
    expect(approved.statusCode, approved.body).toBe(200);
    const protocol = approved.json();
    expect(protocol).toMatchObject({ status: 'COMPLETED', proposedBy: 'dpo-1', approvedBy: 'dpo-2' });
    const erasedOf = (partyId: string) =>
      protocol.erased.find((each: { partyId: string }) => each.partyId === partyId);
    expect(erasedOf(first).firearmIds).toEqual([gone]);
    expect(erasedOf(second).firearmIds).toEqual([shared]);
    const { rows } = await ledger.database.owner.query(
      'select key_id, rule_id from vault.key_register where destroyed_at is not null order by key_id',
    );
    expect(rows.map((row) => row.key_id)).toEqual(
      protocol.erased.flatMap((each: { keyIds: ReadonlyArray<string> }) => each.keyIds).sort(),
    );
    const wrapped = await ledger.database.owner.query(
      'select from vault.wrapped_key join vault.key_register using (key_id) where subject_id = any($1)',
      [[first, second]],
    );
    expect(wrapped.rowCount).toBe(0);
    // At no moment of either axis is the value shown again.
    for (const query of [
      '',
      '?validAt=1990-06-01',
      '?knownAt=1990-06-01',
      '?validAt=1990-06-01&knownAt=2000-01-01',
    ])
      expect(await nameOf(first, query), query).toMatchObject({ status: 'ERASED', ruleId: 'REQ-REC-11' });
    expect(await nameOf(keeper)).toMatchObject({ status: 'VALUE', value: 'Party keeper' });
    // History is there, and who it was is not.
    const chain = await asOfficer(`/v1/firearms/${gone}/chain/holders?validAt=1990-06-01`);
    expect(chain.intervals[0]).toMatchObject({ party: first, details: { name: { status: 'ERASED' } } });
    const { events } = await asOfficer(`/v1/firearms/${gone}/events`);
    expect(events.at(-1)).toMatchObject({
      type: 'PersonalDataErased',
      payload: { runId, subjectRefs: [first] },
    });
    // Asked again it erases nothing more, and the protocol is found by its id.
    expect((await approve(runId)).json()).toEqual(protocol);
    expect(
      (
        await call('GET', `/v1/retention/runs/${runId}`, 'aud-1', undefined, {
          role: 'AUD',
          purpose: 'AUDIT',
        })
      ).json(),
    ).toEqual(protocol);
    expect((await preview()).parties).toEqual([]);
    const again = await propose();
    expect([again.statusCode, again.json().code]).toEqual([409, 'R25']);
  });

  test('a hold on the person or the firearm, or a later find, keeps what was proposed already', async () => {
    await person('first');
    const id = await destroyed(first, 'ER 4', '1990-12-20');
    ledger.clock.set('2021-01-05T10:00:00Z');
    const { runId } = (await propose()).json();
    await hold({ partyIds: [first] });
    const refused = await approve(runId);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'RUN_CHANGED']);
    expect((await preview()).kept).toEqual([
      { partyId: first, for: [{ reason: 'LEGAL_HOLD', subjects: [first] }] },
    ]);
    expect(await nameOf(first)).toMatchObject({ status: 'VALUE' });
    expect((await asOfficer(`/v1/firearms/${id}/events`)).events.at(-1).type).toBe('FirearmDestroyed');
  });

  test('a permit that ended is kept for twenty years, one in force for ever', async () => {
    await person('first');
    await destroyed(first, 'ER 5', '1990-12-20');
    const grant = async (day: string, validTo: string) => {
      ledger.clock.set(`${day}T10:00:00Z`);
      keys += 1;
      const answer = await ledger.asClerk(
        {
          plural: 'authorisations',
          key: `permit-${keys}`,
          body: {
            type: 'AuthorisationGranted',
            effectiveAt: day,
            payload: {
              holderId: first,
              kind: 'DECLARATION',
              categories: ['C'],
              licenceNo: 'D-1',
              validFrom: day,
              validTo,
            },
          },
        },
        'test',
      );
      expect(answer.statusCode, answer.body).toBe(201);
      return answer.json().authorisationId as string;
    };
    const permit = await grant('2001-01-01', '2005-12-30');
    ledger.clock.set('2025-12-30T10:00:00Z');
    expect((await preview()).kept).toEqual([
      { partyId: first, for: [{ reason: 'AUTHORISATION_KEPT', subjects: [permit] }] },
    ]);
    ledger.clock.set('2025-12-31T10:00:00Z');
    expect((await preview()).parties).toMatchObject([{ partyId: first, subjectIds: [first, permit] }]);
  });

  test('nobody erases beside a run, and a run that was broken off goes on', async () => {
    await person('first');
    const id = await destroyed(first, 'ER 6', '1990-12-20');
    ledger.clock.set('2021-01-05T10:00:00Z');
    const { runId } = (await propose()).json();
    keys += 1;
    const beside = await ledger.app.inject({
      method: 'POST',
      url: `/v1/parties/${first}/events`,
      headers: {
        authorization: `Bearer ${await ledger.tokenOf('SYS', 'system')}`,
        'idempotency-key': `beside-${keys}`,
        'content-type': 'application/json',
      },
      payload: JSON.stringify(
        body('PersonalDataErased', '2021-01-05', { subjectRefs: [first], firearmIds: [id], runId }),
      ),
    });
    expect([beside.statusCode, beside.json().code]).toEqual([409, 'R25']);
    // The vault fails once, after all is recorded.
    const { erase } = ledger.record.vault;
    const vault = ledger.record.vault as { erase: typeof erase };
    vault.erase = () => async () => ({
      _tag: 'Left',
      left: { kind: 'VAULT_UNAVAILABLE', reason: 'test' },
    });
    expect((await approve(runId)).statusCode).toBe(503);
    vault.erase = erase;
    expect((await call('GET', `/v1/retention/runs/${runId}`, 'dpo-1')).json().status).toBe('APPROVED');
    const resumed = await approve(runId);
    expect(resumed.statusCode, resumed.body).toBe(200);
    expect(resumed.json()).toMatchObject({ status: 'COMPLETED', erased: [{ partyId: first }] });
    expect(await nameOf(first)).toMatchObject({ status: 'ERASED' });
  });

  test('REQ-REC-11 R25 that data was erased is recorded for a firearm only where a run destroyed the keys', async () => {
    await person('first');
    const id = await destroyed(first, 'ER 8', '1990-12-20');
    ledger.clock.set('2021-01-05T10:00:00Z');
    const erased = (firearm: string, more: object) =>
      ledger.post(
        'DPO',
        firearm,
        body('PersonalDataErased', '2021-01-05', { subjectRefs: [first], ...more }),
      );
    const shown = async (answer: ReturnType<typeof erased>) => {
      const { statusCode, ...rest } = await answer;
      const { code, errors } = rest.json();
      return [statusCode, code, errors?.[0]?.pointer];
    };
    const { runId } = (await propose()).json();
    for (const made of [{}, { runId: '0199a0c4-5b1e-5c7d-8f3a-2b4c6d8e0f11' }, { runId }])
      expect(await shown(erased(id, { ...made, keyIds: [] }))).toEqual([409, 'R25', '/payload/runId']);
    const protocol = (await approve(runId)).json();
    const { keyIds, firearmIds } = protocol.erased[0];
    expect([keyIds.length, firearmIds]).toEqual([1, [id]]);
    const { events } = await asOfficer(`/v1/firearms/${id}/events`);
    expect(events.slice(-2)).toMatchObject([
      { type: 'RetentionExpired', payload: { subjectRefs: [first], ruleId: 'REQ-REC-11' } },
      { type: 'PersonalDataErased', payload: { runId, keyIds } },
    ]);
    // A paper comes to light by which he had another one, which is gone as long.
    const late = await destroyed(first, 'ER 9', '1990-12-20');
    const named = { runId, ruleId: 'REQ-REC-11', keyIds };
    for (const [wrong, pointer] of [
      [{ subjectRefs: [second] }, '/payload/subjectRefs/0'],
      [{ ruleId: 'REQ-REC-08' }, '/payload/subjectRefs/0'],
      [{ keyIds: [] }, '/payload/keyIds'],
      [{ keyIds: ['another'] }, '/payload/keyIds'],
    ] as const)
      expect(await shown(erased(late, { ...named, ...wrong }))).toEqual([409, 'R25', pointer]);
    expect((await shown(erased(late, named)))[0]).toBe(201);
  });

  test('REQ-DPR-07 a destroyed key makes every copy unreadable, and the log is byte for byte what it was', async () => {
    await person('first');
    const id = await destroyed(first, 'ER 7', '1990-12-20');
    const events = async () =>
      (
        await ledger.database.owner.query<{ hash: string }>(
          "select encode(sha256(convert_to(string_agg(position || payload || metadata, '' order by position), 'UTF8')), 'hex') as hash from ledger.event where position <= $1",
          [await before],
        )
      ).rows[0]?.hash;
    const before = ledger.head();
    const log = await events();
    const copy = await ledger.database.owner.query(
      'select vault_ref, nonce, ciphertext from vault.sealed where subject_id = $1',
      [first],
    );
    const registration = async () =>
      (await ledger.get(`/v1/parties/${first}/events`)).json().events[0].payload.details.name;
    const reference = await registration();
    ledger.clock.set('2021-01-05T10:00:00Z');
    const { runId } = (await propose()).json();
    expect((await approve(runId)).statusCode).toBe(200);
    expect(await events()).toBe(log);
    expect(await registration()).toEqual(reference);
    const chain = await asOfficer(`/v1/firearms/${id}/chain`);
    expect(chain.intervals.map(({ custody }: { readonly custody: string }) => custody)).toEqual([
      'HLD',
      'AUT',
      'FRF',
      'DST',
    ]);
    // Whoever owns the machine puts the ciphertext of an old copy back: without the key it stays closed.
    expect(copy.rowCount).toBeGreaterThan(1);
    await withTransaction(ledger.database.owner, async (client) => {
      await client.query('set local session_replication_role = replica');
      for (const { vault_ref, nonce, ciphertext } of copy.rows)
        await client.query('update vault.sealed set nonce = $2, ciphertext = $3 where vault_ref = $1', [
          vault_ref,
          nonce,
          ciphertext,
        ]);
    });
    expect(await nameOf(first)).toMatchObject({ status: 'ERASED', ruleId: 'REQ-REC-11' });
  });

  test('REQ-REC-11 a hold on a case keeps whoever its records name; the list says who placed and who lifted it', async () => {
    await person('first');
    const { id } = await told('CLK', undefined, {
      ...registered('1990-02-01', first, 'ER 8'),
      source: oldPaper,
    } as never);
    await told(
      'POL',
      id,
      body('FirearmSeized', '1990-11-01', { caseRef: 'KU-7/90', identityAsSeen: undefined }),
    );
    await told('JUD', id, body('FirearmForfeited', '1990-12-02'));
    await told('CLK', id, body('FirearmDestroyed', '1990-12-20'));
    ledger.clock.set('2021-01-05T10:00:00Z');
    expect((await preview()).parties).toMatchObject([{ partyId: first, ruleId: 'REQ-REC-11' }]);
    const { runId } = (await propose()).json();
    await hold({ caseRefs: ['KU-7/90'] }, { reviewOn: '2022-01-01' });
    expect(await preview()).toMatchObject({
      parties: [],
      kept: [{ partyId: first, for: [{ reason: 'LEGAL_HOLD', subjects: ['KU-7/90'] }] }],
    });
    expect((await approve(runId)).json().code).toBe('RUN_CHANGED');
    ledger.clock.set('2022-02-01T10:00:00Z');
    const { holds } = await asOfficer('/v1/retention/holds');
    expect(holds).toMatchObject([
      {
        inForce: true,
        caseRefs: ['KU-7/90'],
        placedBy: 'actor-JUD',
        placedByRole: 'JUD',
        reviewOn: '2022-01-01',
        reviewOverdue: true,
        liftedBy: null,
      },
    ]);
    keys += 1;
    const lifted = await ledger.app.inject({
      method: 'POST',
      url: '/v1/system/events',
      headers: {
        authorization: await ledger.bearer('JUD', 'COURT'),
        'idempotency-key': `lift-${keys}`,
        'content-type': 'application/json',
      },
      payload: JSON.stringify(body('LegalHoldLifted', '2022-02-01', { holdEventId: holds[0].holdEventId })),
    });
    expect(lifted.statusCode, lifted.body).toBe(201);
    expect((await asOfficer('/v1/retention/holds?inForce=false')).holds).toMatchObject([
      { liftedBy: 'actor-JUD', reviewOverdue: false },
    ]);
    expect((await preview()).parties).toMatchObject([{ partyId: first }]);
  });

  test('REQ-IMP-03 who applied and never had a firearm is erased twenty years after, under the rule of authorisations', async () => {
    for (const name of ['first', 'second']) await person(name);
    const apply = async (partyId: string, day: string) => {
      ledger.clock.set(`${day}T10:00:00Z`);
      keys += 1;
      const answer = await ledger.asClerk(
        {
          plural: 'authorisations',
          key: `application-${keys}`,
          body: {
            type: 'AuthorisationApplied',
            effectiveAt: day,
            payload: {
              applicantId: partyId,
              kind: 'PERMIT',
              categories: ['B'],
              purpose: 'In words of my own',
            },
          },
        },
        'test',
      );
      expect(answer.statusCode, answer.body).toBe(201);
      const id = answer.json().authorisationId as string;
      keys += 1;
      const refused = await ledger.asClerk(
        {
          plural: 'authorisations',
          id,
          key: `refusal-${keys}`,
          body: body('AuthorisationRefused', day, { ground: 'OTHER' }) as never,
        },
        'test',
      );
      expect(refused.statusCode, refused.body).toBe(201);
      return id;
    };
    const application = await apply(first, '2001-03-01');
    await apply(second, '2005-03-01');
    ledger.clock.set('2021-03-01T10:00:00Z');
    expect((await preview()).parties).toEqual([]);
    ledger.clock.set('2021-03-02T10:00:00Z');
    expect((await preview()).parties).toEqual([
      { partyId: first, ruleId: 'REQ-IMP-03', firearmIds: [], subjectIds: [first, application] },
    ]);
    const { runId } = (await propose()).json();
    const protocol = (await approve(runId)).json();
    expect(protocol.erased).toMatchObject([{ partyId: first, ruleId: 'REQ-IMP-03', firearmIds: [] }]);
    expect(protocol.erased[0].keyIds).toHaveLength(1);
    expect(await nameOf(first)).toMatchObject({ status: 'ERASED', ruleId: 'REQ-IMP-03' });
    expect(await nameOf(second)).toMatchObject({ status: 'VALUE' });
  });

  test('who was registered and nothing followed is kept as long as an authorisation, and whoever is another is not touched', async () => {
    for (const name of ['first', 'second']) await person(name);
    ledger.clock.set('2010-01-02T10:00:00Z');
    expect((await preview()).parties).toEqual([]);
    ledger.clock.set('2010-01-05T10:00:00Z');
    expect((await preview()).parties.map((each: { partyId: string }) => each.partyId)).toEqual(
      [first, second].sort(),
    );
    keys += 1;
    const merged = await ledger.app.inject({
      method: 'POST',
      url: `/v1/parties/${first}/events`,
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': `merge-${keys}`,
        'content-type': 'application/json',
      },
      payload: JSON.stringify(body('PartyMerged', '2010-01-05', { survivorId: first, aliasId: second })),
    });
    expect(merged.statusCode, merged.body).toBe(201);
    expect((await preview()).parties).toEqual([]);
  });

  test('what is held under another id of the same person goes with it, and what must be kept under one keeps both', async () => {
    for (const name of ['first', 'second']) await person(name);
    await destroyed(first, 'ER 9', '1990-12-20');
    const merge = await ledger.app.inject({
      method: 'POST',
      url: `/v1/parties/${first}/events`,
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': 'merge-both',
        'content-type': 'application/json',
      },
      payload: JSON.stringify(body('PartyMerged', '1990-12-20', { survivorId: first, aliasId: second })),
    });
    expect(merge.statusCode, merge.body).toBe(201);
    ledger.clock.set('2021-01-05T10:00:00Z');
    expect((await preview()).parties).toMatchObject([{ partyId: first, subjectIds: [first, second] }]);
    await hold({ partyIds: [second] });
    expect(await preview()).toMatchObject({
      parties: [],
      kept: [{ partyId: first, for: [{ reason: 'LEGAL_HOLD', subjects: [second] }] }],
    });
    const { holds } = await asOfficer('/v1/retention/holds');
    const lifted = await ledger.app.inject({
      method: 'POST',
      url: '/v1/system/events',
      headers: {
        authorization: await ledger.bearer('JUD', 'COURT'),
        'idempotency-key': 'lift-both',
        'content-type': 'application/json',
      },
      payload: JSON.stringify(body('LegalHoldLifted', '2021-01-05', { holdEventId: holds[0].holdEventId })),
    });
    expect(lifted.statusCode, lifted.body).toBe(201);
    const { runId } = (await propose()).json();
    const protocol = (await approve(runId)).json();
    expect(protocol.erased[0].keyIds).toHaveLength(2);
    const { rows } = await ledger.database.owner.query(
      'select subject_id from vault.key_register where destroyed_at is not null order by 1',
    );
    expect(rows.map(({ subject_id }) => subject_id)).toEqual([first, second].sort());
    expect(await nameOf(first)).toMatchObject({ status: 'ERASED' });
  });

  test('a person who was merged again and again goes under every id', async () => {
    const names = ['first', 'second', 'third', 'fourth'];
    for (const name of names) await person(name);
    await destroyed(first, 'ER 10', '1990-12-20');
    const ids = names.map((name) => party('P', name));
    for (const [index, aliasId] of [...ids.slice(1).entries()].reverse()) {
      const survivorId = ids[index] ?? '';
      const merge = await ledger.app.inject({
        method: 'POST',
        url: `/v1/parties/${survivorId}/events`,
        headers: {
          authorization: await ledger.bearer('CLK'),
          'idempotency-key': `merge-again-${index}`,
          'content-type': 'application/json',
        },
        payload: JSON.stringify(body('PartyMerged', '1990-12-20', { survivorId, aliasId })),
      });
      expect(merge.statusCode, merge.body).toBe(201);
    }
    ledger.clock.set('2021-01-05T10:00:00Z');
    expect((await preview()).parties).toMatchObject([{ partyId: first }]);
    const { runId } = (await propose()).json();
    const protocol = (await approve(runId)).json();
    expect(protocol.erased[0].keyIds).toHaveLength(ids.length);
  });
});
