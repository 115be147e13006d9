import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party } from '../harness/bodies.ts';
import { createErasureStory } from '../harness/erasureStory.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let keys = 0;
beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('1990-01-02T10:00:00Z');
});
afterEach(() => ledger.close());
const { told, person, firearm, destroy, call } = createErasureStory(() => ledger);
const [first, second, third] = [party('P', 'first'), party('P', 'second'), party('P', 'third')];

const registeredPersons = async (...names: ReadonlyArray<string>): Promise<void> => {
  for (const name of names) await person(name);
};
const recorded = async (plural: string, role: Role, id: string | undefined, report: unknown) => {
  keys += 1;
  const answer = await recordIn(ledger, plural, role, id, report, { key: `erasure-holds-${keys}` });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const merge = (type: 'PartyMerged' | 'PartySplit', survivorId: string, aliasId: string, day: string) =>
  recorded('parties', 'CLK', survivorId, body(type, day, { survivorId, aliasId }));
const today = '2021-01-05';
/** Each by an order of its own: the same order again would be the same report. */
const hold = async (scope: object, day = today): Promise<string> => {
  const ref = { kind: 'COURT_ORDER', number: `O-${keys}`, issuer: 'COURT', date: day };
  return (await recorded('system', 'JUD', undefined, body('LegalHoldPlaced', day, { scope, ref }))).events[0]
    .eventId;
};
const lift = (holdEventId: string) =>
  recorded('system', 'JUD', undefined, body('LegalHoldLifted', today, { holdEventId }));
const preview = async () => (await call('GET', '/v1/retention/preview', 'dpo-1')).json();
const propose = async (): Promise<string> => {
  const answer = await call('POST', '/v1/retention/runs', 'dpo-1', {});
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().runId;
};
const approve = (runId: string, actor = 'dpo-2') =>
  call('POST', `/v1/retention/runs/${runId}/approval`, actor);
const liveKeys = async (...subjects: ReadonlyArray<string>) =>
  (
    await ledger.database.owner.query(
      'select from vault.wrapped_key join vault.key_register using (key_id) where subject_id = any($1)',
      [subjects],
    )
  ).rowCount;
const keptBy = (partyId: string, ...subjects: ReadonlyArray<string>) => [
  { partyId, for: [{ reason: 'LEGAL_HOLD', subjects }] },
];
type Vault = { -readonly [M in keyof TestLedger['record']['vault']]: TestLedger['record']['vault'][M] };
/** Something happens once between the plan that was approved and what is recorded from it. */
const between = (happens: () => Promise<unknown>): void => {
  const vault = ledger.record.vault as Vault;
  const { keysOf } = vault;
  vault.keysOf = (subjects) => async () => {
    vault.keysOf = keysOf;
    await happens();
    return keysOf(subjects)();
  };
};
/** The process ends once at a place of the run. */
const killedIn = (method: 'keysOf' | 'erase'): void => {
  const vault = ledger.record.vault as Vault;
  const kept = vault[method];
  vault[method] = (() => async () => {
    vault[method] = kept as never;
    return { _tag: 'Left', left: { kind: 'VAULT_UNAVAILABLE', reason: 'test' } };
  }) as never;
};

describe('holds on what belongs to a person (Dir. 4(5) subpara 4)', () => {
  test('REQ-REC-11 a hold on a record that was merged into another keeps the survivor, over two merges and from the last moment on', async () => {
    await registeredPersons('first', 'second', 'third');
    await destroy(await firearm(first, 'EH 1'));
    await merge('PartyMerged', second, third, '1990-12-20');
    await merge('PartyMerged', first, second, '1990-12-20');
    ledger.clock.set(`${today}T10:00:00Z`);
    const placed = await hold({ partyIds: [third] });
    expect(await preview()).toMatchObject({ parties: [], kept: keptBy(first, third) });
    await lift(placed);
    const runId = await propose();
    between(() => hold({ partyIds: [third] }));
    const answer = await approve(runId);
    expect(answer.json()).toMatchObject({ status: 'COMPLETED', erased: [] });
    expect(await liveKeys(first, second, third)).toBe(3);
    expect(await preview()).toMatchObject({ parties: [], kept: keptBy(first, third) });
  });

  test('REQ-REC-11 after a split each is judged alone: a hold on one leaves the other, and each keeps or loses its own key', async () => {
    await registeredPersons('first', 'second');
    await destroy(await firearm(first, 'EH 2'));
    await destroy(await firearm(second, 'EH 3'));
    await merge('PartyMerged', first, second, '1990-12-20');
    ledger.clock.set('1991-01-05T10:00:00Z');
    await merge('PartySplit', first, second, '1991-01-05');
    ledger.clock.set(`${today}T10:00:00Z`);
    await hold({ partyIds: [second] });
    const plan = await preview();
    expect(plan.kept).toEqual(keptBy(second, second));
    expect(
      plan.parties.filter(({ partyId }: { readonly partyId: string }) => partyId === first),
    ).toMatchObject([{ subjectIds: [first] }]);
    expect((await approve(await propose())).json().status).toBe('COMPLETED');
    expect([await liveKeys(first), await liveKeys(second)]).toEqual([0, 1]);
  });

  test('HC-13, REQ-REC-11 a hold on a record that was merged into another firearm’s, or on a case that only it names, keeps whom it names', async () => {
    await registeredPersons('first');
    const [one, other] = [await firearm(first, 'EH 4'), await firearm(first, 'EH 5')];
    await told(
      'POL',
      other,
      body('FirearmSeized', '1990-03-01', { caseRef: 'KU-9/90', identityAsSeen: undefined }),
    );
    const evidence = { kind: 'REPORT', number: 'E-1', issuer: 'REGISTRY', date: '1990-06-01' };
    await told(
      'CLK',
      one,
      body('StreamsMerged', '1990-06-02', { survivorId: one, mergedId: other, evidence }),
    );
    await told('JUD', one, body('FirearmForfeited', '1990-12-02'));
    await told('CLK', one, body('FirearmDestroyed', '1990-12-20'));
    ledger.clock.set(`${today}T10:00:00Z`);
    expect(await preview()).toMatchObject({ parties: [{ partyId: first }], kept: [] });
    const placed = await hold({ caseRefs: ['KU-9/90'] });
    expect(await preview()).toMatchObject({ parties: [], kept: keptBy(first, 'KU-9/90') });
    await lift(placed);
    expect(await preview()).toMatchObject({ parties: [{ partyId: first }], kept: [] });
  });

  test('HC-13, REQ-REC-11 a hold on a record from before it was merged keeps whom it names, and can be lifted', async () => {
    await registeredPersons('first');
    const [one, other] = [await firearm(first, 'EH 15'), await firearm(first, 'EH 16')];
    ledger.clock.set('1990-05-01T10:00:00Z');
    const placed = await hold({ firearmIds: [other] }, '1990-05-01');
    const evidence = { kind: 'REPORT', number: 'E-1', issuer: 'REGISTRY', date: '1990-06-01' };
    await told(
      'CLK',
      one,
      body('StreamsMerged', '1990-06-02', { survivorId: one, mergedId: other, evidence }),
    );
    await destroy(one);
    ledger.clock.set(`${today}T10:00:00Z`);
    expect((await preview()).parties).toEqual([]);
    expect((await call('POST', '/v1/retention/runs', 'dpo-1', {})).statusCode).toBe(409);
    await lift(placed);
    expect(await preview()).toMatchObject({ parties: [{ partyId: first }], kept: [] });
  });

  test('REQ-REC-11 a hold that is lifted, or placed, after the proposal changes the plan: nobody is erased by it', async () => {
    await registeredPersons('first', 'second');
    await destroy(await firearm(first, 'EH 6'));
    await destroy(await firearm(second, 'EH 7'));
    ledger.clock.set(`${today}T10:00:00Z`);
    const placed = await hold({ partyIds: [second] });
    const runId = await propose();
    await lift(placed);
    const refused = await approve(runId);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'RUN_CHANGED']);
    expect(await liveKeys(first, second)).toBe(2);
    expect((await approve(await propose())).json().erased).toHaveLength(2);
  });
});

describe('two persons, and a run that breaks off', () => {
  test('REQ-REC-11 the second person is not the first with another token, role or organisation', async () => {
    await registeredPersons('first');
    await destroy(await firearm(first, 'EH 8'));
    ledger.clock.set(`${today}T10:00:00Z`);
    const proposed = await call('POST', '/v1/retention/runs', 'person-1', {}, { role: 'CLK' });
    expect(proposed.statusCode, proposed.body).toBe(201);
    const { runId } = proposed.json();
    const again = await call('POST', `/v1/retention/runs/${runId}/approval`, 'person-1', undefined, {
      role: 'DPO',
      organisation: 'ANOTHER',
    });
    expect([again.statusCode, again.json().code]).toEqual([409, 'SECOND_PERSON_REQUIRED']);
    expect(await liveKeys(first)).toBe(1);
  });

  test('REQ-REC-11 killed after the approval and before anything is recorded, it erases what was approved, and nothing that was not', async () => {
    await registeredPersons('first', 'second', 'third');
    await destroy(await firearm(first, 'EH 9'));
    await destroy(await firearm(second, 'EH 10'));
    await destroy(await firearm(third, 'EH 11'));
    ledger.clock.set(`${today}T10:00:00Z`);
    const placed = await hold({ partyIds: [third] });
    const runId = await propose();
    killedIn('keysOf');
    expect((await approve(runId)).statusCode).toBe(503);
    const resumed = (await approve(runId)).json();
    expect(resumed).toMatchObject({ status: 'COMPLETED', parties: 2 });
    expect(resumed.erased.map(({ partyId }: { readonly partyId: string }) => partyId)).toEqual(
      [first, second].sort(),
    );
    expect(await liveKeys(first, second)).toBe(0);
    // A hold that comes after the approval keeps the third.
    await lift(placed);
    const next = await propose();
    killedIn('keysOf');
    expect((await approve(next)).statusCode).toBe(503);
    await hold({ partyIds: [third] });
    expect((await approve(next)).json()).toMatchObject({ status: 'COMPLETED', erased: [] });
    expect(await liveKeys(third)).toBe(1);
  });

  test('REQ-REC-11 a hold that comes before the keys are destroyed keeps them, until it is lifted', async () => {
    await registeredPersons('first');
    const id = await firearm(first, 'EH 12');
    await destroy(id);
    ledger.clock.set(`${today}T10:00:00Z`);
    const runId = await propose();
    killedIn('erase');
    expect((await approve(runId)).statusCode).toBe(503);
    for (const scope of [{ partyIds: [first] }, { firearmIds: [id] }]) {
      const placed = await hold(scope);
      const refused = await approve(runId);
      expect([refused.statusCode, refused.json().code], JSON.stringify(scope)).toEqual([409, 'R25']);
      expect(await liveKeys(first)).toBe(1);
      await lift(placed);
    }
    expect((await approve(runId)).json()).toMatchObject({
      status: 'COMPLETED',
      erased: [{ partyId: first }],
    });
    expect(await liveKeys(first)).toBe(0);
  });

  test('REQ-REC-11 who is merged into a person while the run is broken off keeps the key: it was not decided on', async () => {
    await registeredPersons('first', 'second');
    await destroy(await firearm(first, 'EH 13'));
    await firearm(second, 'EH 14');
    ledger.clock.set(`${today}T10:00:00Z`);
    const runId = await propose();
    killedIn('erase');
    expect((await approve(runId)).statusCode).toBe(503);
    await merge('PartyMerged', first, second, today);
    expect((await approve(runId)).json()).toMatchObject({
      status: 'COMPLETED',
      erased: [{ partyId: first }],
    });
    expect([await liveKeys(first), await liveKeys(second)]).toEqual([0, 1]);
  });
});
