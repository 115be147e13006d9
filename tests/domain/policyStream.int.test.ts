import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { euMember, nonEuAligned } from '../../domain/policy/profiles.ts';
import { holdsOn } from '../../domain/system/state.ts';
import { readProfile } from '../../infra/profile.ts';
import { recordIn } from '../harness/anyStream.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
const folder = mkdtempSync(join(tmpdir(), 'ledger-profile-'));
beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'] });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await ledger.close();
});

const owner = party('P', 'owner');
const decisionRef = {
  kind: 'DECREE',
  number: '18/26',
  issuer: 'Ministry of the Interior',
  date: '2026-06-01',
};
const adopted = (version: number, document: object, validFrom = '2026-06-01') =>
  body('PolicyAdopted', '2026-06-01', { version, document, validFrom, decisionRef });
const record = (role: 'CLK' | 'POL' | 'JUD' | 'DPO', given: unknown, more: { readonly key?: string } = {}) =>
  recordIn(ledger, 'system', role, undefined, given, more);
const system = async (query = '') => (await ledger.get(`/v1/system${query}`)).json();
let serials = 0;
/** A sale by somebody who is not the recorded holder: by policy accepted with a flag, or refused. */
const mismatched = async () => {
  serials += 1;
  const id = (await ledger.post('CLK', undefined, registered('2026-05-01', owner, `PO ${serials}`))).json()
    .firearmId;
  const sale = transferred('2026-05-10', party('P', 'stranger'), party('P', 'buyer'));
  return { id, answer: await ledger.post('CLK', id, sale) };
};
const versionsOf = async (id: string) =>
  (await ledger.get(`/v1/firearms/${id}/events`))
    .json()
    .events.map((event: { policyVersion: number }) => event.policyVersion);

describe('legal-basis section 7: the policy in force at recording decides, and every event names it', () => {
  test('the ledger has a system stream before its first event', async () => {
    expect(await system()).toMatchObject({ status: 'ACTIVE', state: { policies: [], holds: [] } });
  });

  test('an old decision is explained by the policy of its day', async () => {
    ledger.clock.set('2026-06-01T12:00:00Z');
    const before = await mismatched();
    expect(before.answer.json().events[0].disputes).toEqual(['SUPPLIER_MISMATCH']);
    ledger.clock.set('2026-06-02T12:00:00Z');
    const first = await record(
      'CLK',
      adopted(1, { profile: 'EU_MEMBER', supplierMismatch: 'REJECT' }, '2026-06-10'),
    );
    expect(first.statusCode, first.body).toBe(201);
    // Adopted, but its first day has not come.
    const between = await mismatched();
    expect(between.answer.statusCode).toBe(201);
    ledger.clock.set('2026-06-10T12:00:00Z');
    const after = await mismatched();
    expect(after.answer.json().code).toBe('R33');
    expect(await versionsOf(before.id)).toEqual([0, 0]);
    expect(await versionsOf(between.id)).toEqual([0, 0]);
    expect(await versionsOf(after.id)).toEqual([1]);
    expect((await system()).state.policies).toMatchObject([
      { version: 1, validFrom: '2026-06-10', document: { supplierMismatch: 'REJECT' } },
    ]);
    expect((await system('?knownAt=2026-06-01T13:00:00Z')).state.policies).toEqual([]);
    const second = await record('CLK', adopted(2, { profile: 'EU_MEMBER' }));
    expect(second.statusCode, second.body).toBe(201);
    expect((await mismatched()).answer.statusCode).toBe(201);
  });

  test('a policy in the same batch holds for what follows it', async () => {
    const line = (given: object) => JSON.stringify(given);
    const answer = await ledger.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: {
        authorization: await ledger.bearer('CLK'),
        'idempotency-key': 'policy-batch',
        'content-type': 'application/x-ndjson',
      },
      payload: [
        line({ newFirearm: 'a', ...registered('2026-05-01', owner, 'PB 1') }),
        line({ newSystem: 'x', ...adopted(3, { profile: 'EU_MEMBER' }) }),
        line({ newFirearm: 'b', ...registered('2026-05-01', owner, 'PB 2') }),
      ].join('\n'),
    });
    const results = answer.body
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(results.map(({ outcome }) => outcome)).toEqual(['RECORDED', 'RECORDED', 'RECORDED']);
    expect(await versionsOf(results[0].firearmId)).toEqual([2]);
    expect(await versionsOf(results[2].firearmId)).toEqual([3]);
  });

  test.each([
    ['a version out of order', 9, { profile: 'EU_MEMBER' }, 'POLICY_INVALID', '/payload/version'],
    [
      'a laxer rule than the Directive',
      4,
      { profile: 'EU_MEMBER', permitReviewYears: 7 },
      'POLICY_INVALID',
      '/payload/document/permitReviewYears',
    ],
    [
      'a field that no profile has',
      4,
      { profile: 'EU_MEMBER', colour: 'red' },
      'INVALID_REQUEST',
      '/payload/document',
    ],
  ] as const)('%s is refused with the field', async (_name, version, document, code, pointer) => {
    const refused = await record('CLK', adopted(version, document));
    expect(refused.json()).toMatchObject({ code, errors: [{ pointer }] });
  });

  test('police do not adopt policies', async () => {
    expect((await record('POL', adopted(4, { profile: 'EU_MEMBER' }))).json().code).toBe(
      'ROLE_MAY_NOT_RECORD',
    );
  });
});

describe('REQ-REC-11 legal holds', () => {
  test('are placed and lifted by court or data-protection officer, and show what they hold', async () => {
    const ref = { ...decisionRef, kind: 'COURT_ORDER' };
    const { firearmId } = (
      await ledger.post('CLK', undefined, registered('2026-05-01', owner, 'HO 1'))
    ).json();
    const empty = await record('JUD', body('LegalHoldPlaced', '2026-06-01', { scope: {}, ref }));
    expect(empty.json()).toMatchObject({ errors: [{ pointer: '/payload/scope' }] });
    const given = body('LegalHoldPlaced', '2026-06-01', {
      scope: { firearmIds: [firearmId], caseRefs: ['K-1'] },
      ref,
    });
    expect((await record('POL', given)).json().code).toBe('ROLE_MAY_NOT_RECORD');
    const placed = await record('JUD', given);
    expect(placed.statusCode, placed.body).toBe(201);
    const { state } = await system();
    expect(holdsOn(state, firearmId)).toMatchObject([{ ref: '18/26' }]);
    expect(holdsOn(state, 'K-1')).toHaveLength(1);
    expect(holdsOn(state, 'K-2')).toHaveLength(0);
    const holdEventId = placed.json().events[0].eventId;
    const lift = () => record('DPO', body('LegalHoldLifted', '2026-06-02', { holdEventId, ref }));
    expect((await lift()).statusCode).toBe(201);
    expect((await system()).state.holds).toEqual([]);
    ledger.clock.set('2026-06-11T12:00:00Z');
    const twice = body('LegalHoldLifted', '2026-06-03', { holdEventId, ref });
    expect((await record('DPO', twice)).json().code).toBe('R71');
  });
});

describe('LEDGER_PROFILE', () => {
  const file = (content: string): string => {
    const path = join(folder, 'profile.json');
    writeFileSync(path, content);
    return path;
  };
  test('names a built-in profile or a file of overrides', () => {
    expect(readProfile('EU_MEMBER')).toEqual(euMember);
    expect(readProfile('NON_EU_ALIGNED')).toEqual(nonEuAligned);
    const path = file('{"profile":"NON_EU_ALIGNED","reportDeadline":{"private":"P10D"}}');
    expect(readProfile(path)).toEqual({
      ...nonEuAligned,
      reportDeadline: { ...nonEuAligned.reportDeadline, private: 'P10D' },
    });
  });
  test.each([
    ['{"profile":"EU_MEMBER","reportDeadline":{"private":"two weeks"}}', '/reportDeadline/private'],
    ['{"profile":"EU_MEMBER","passYears":6}', '/passYears'],
    ['{"profile":"NON_EU_ALIGNED","outbox":{"sis":true}}', '/outbox/sis'],
    ['{"supplierMismatch":"REJECT"}', '/profile'],
    ['{', 'JSON'],
  ])('%s is refused, naming %s', (content, named) => {
    expect(() => readProfile(file(content))).toThrow(named);
  });
  test('a file that is not there is named', () => {
    expect(() => readProfile(join(folder, 'none.json'))).toThrow('none.json');
  });
});
