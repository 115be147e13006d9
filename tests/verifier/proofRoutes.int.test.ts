import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '../../domain/integrity/bundle/format.ts';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled } from '../harness/entitled.ts';
import { createPublisher } from '../harness/publishLog.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';
import { verifying } from './sampleRegister.ts';

let ledger: TestLedger;
let publisher: ReturnType<typeof createPublisher>;
let firearmId: string;
let partyId: string;
let eventIds: ReadonlyArray<string>;
let key: string;
let firstNote: string;
const owner = party('P', 'owner');
const buyer = party('P', 'buyer');

const report = async (
  id: string | undefined,
  what: unknown,
  role: 'CLK' | 'POL' = 'CLK',
): Promise<string> => {
  const answer = await ledger.post(role, id, what, role === 'POL' ? { organisation: 'POLICE' } : {});
  expect(answer.statusCode, answer.body).toBe(201);
  firearmId = answer.json().firearmId;
  return answer.json().events[0].eventId;
};

beforeAll(async () => {
  ledger = await createTestLedger();
  publisher = createPublisher(ledger.followed, ledger.database.runtime);
  ledger.clock.set('2026-01-02T10:00:00Z');
  await entitled(ledger.asClerk, 'P', 'owner');
  await entitled(ledger.asClerk, 'P', 'buyer');
  partyId = owner;
  ledger.clock.set('2026-03-01T12:00:00Z');
  const first = await report(undefined, onPaper(registered('2026-01-05', owner, 'PR 1')));
  await publisher.publish();
  firstNote = (await ledger.app.inject({ url: '/log/checkpoint' })).body;
  ledger.clock.set('2026-04-01T12:00:00Z');
  const second = await report(firearmId, transferred('2026-03-20', owner, buyer));
  ledger.clock.set('2026-05-01T12:00:00Z');
  const third = await report(firearmId, stolen('2026-04-25'), 'POL');
  eventIds = [first, second, third];
  await publisher.publish();
  key = (await ledger.app.inject({ url: '/log/keys' })).body.split('\n')[1]?.split(' ')[0] ?? '';
}, 600_000);
afterAll(async () => {
  publisher.close();
  await ledger.close();
});

const proof = async (url: string, headers: Record<string, string> = {}) => ledger.get(url, headers);
const verified = async (text: string, oldCheckpoint?: string) => {
  const verdict = await verifyBundle(verifying, utf8(text), {
    keys: [key],
    ...(oldCheckpoint === undefined ? {} : { oldCheckpoint }),
  });
  expect(verdict.faults).toEqual([]);
  return { verdict, bundle: JSON.parse(text) as Bundle };
};
const sizeOf = (note: string): number => Number(note.split('\n')[1]);

describe('GET /v1/firearms/{id}/proof', () => {
  test('JUD: an extract whose proof anybody can verify, with the chain that the ledger answers', async () => {
    const answer = await proof(`/v1/firearms/${firearmId}/proof`, {
      authorization: await ledger.bearer('JUD', 'COURT'),
    });
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="${firearmId}.ledger-proof.json"`,
    );
    const { bundle, verdict } = await verified(answer.body);
    expect(bundle.events).toHaveLength(3);
    const chain = (await ledger.get(`/v1/firearms/${firearmId}/chain`)).json();
    expect(bundle.statement).toEqual({ ...chain, validAt: expect.any(String), knownAt: expect.any(String) });
    expect(verdict.statement).toEqual(bundle.statement);
    expect(bundle.timestamp).toBeNull();
  });
  test('as it was known and true on a day', async () => {
    const moments = 'validAt=2026-03-10&knownAt=2026-04-15';
    const answer = await proof(`/v1/firearms/${firearmId}/proof?${moments}`);
    const { bundle } = await verified(answer.body);
    expect(bundle.events).toHaveLength(2);
    const chain = (await ledger.get(`/v1/firearms/${firearmId}/chain?${moments}`)).json();
    expect(bundle.statement).toEqual(chain);
    expect(chain.intervals.at(-1).holder.party).toBe(owner);
  });
  test('the log continues the one of a checkpoint that was kept', async () => {
    const answer = await proof(`/v1/firearms/${firearmId}/proof?since=${sizeOf(firstNote)}`);
    const { verdict } = await verified(answer.body, firstNote);
    expect(verdict.checks.find(({ name }) => name === 'CONSISTENCY')?.result).toBe('PASSED');
    const log = await proof(`/v1/log/proof?since=${sizeOf(firstNote)}`);
    await verified(log.body, firstNote);
    const beyond = await proof('/v1/log/proof?since=1000000');
    expect(beyond.statusCode).toBe(400);
  });
  test('selected events, of which nothing more is said', async () => {
    const answer = await proof(`/v1/firearms/${firearmId}/proof?eventIds=${eventIds[2]},${eventIds[0]}`);
    const { bundle } = await verified(answer.body);
    expect(bundle.subject).toEqual({ kind: 'EVENTS' });
    expect(bundle.events.map(({ envelope }) => JSON.parse(envelope).eventId)).toEqual([
      eventIds[0],
      eventIds[2],
    ]);
    const unknown = await proof(
      `/v1/firearms/${firearmId}/proof?eventIds=00000000-0000-4000-8000-000000000000`,
    );
    expect(unknown.statusCode).toBe(404);
  });
  test('with the chain in one call', async () => {
    const answer = (await ledger.get(`/v1/firearms/${firearmId}/chain?proof=true`)).json();
    const { bundle } = await verified(answer.proof);
    const { proof: _proof, ...chain } = answer;
    expect(bundle.statement).toEqual(chain);
  });
  test('the proof of an unknown firearm', async () => {
    expect((await proof('/v1/firearms/W-00000000000000000000000000/proof')).statusCode).toBe(404);
  });
});

describe('other records', () => {
  test('a party: personal values stay sealed, or are opened with their salts for who may see them (REQ-DPR-01)', async () => {
    const sealed = await proof(`/v1/parties/${partyId}/proof`);
    const closed = await verified(sealed.body);
    expect(closed.bundle.events.length).toBeGreaterThan(0);
    expect(closed.bundle.events.flatMap(({ opened }) => opened)).toEqual([]);
    const open = await proof(`/v1/parties/${partyId}/proof?personal=true`);
    const { bundle, verdict } = await verified(open.body);
    expect(bundle.events.flatMap(({ opened }) => opened).length).toBeGreaterThan(0);
    expect(verdict.checks.find(({ name }) => name === 'PERSONAL_VALUES')?.result).toBe('PASSED');
    const audit = await proof(`/v1/parties/${partyId}/proof?personal=true`, {
      authorization: await ledger.bearer('AUD'),
      'ledger-purpose': 'AUDIT',
    });
    expect(audit.statusCode).toBe(403);
  });
  test('what was erased is named as such, and the bundle still verifies', async () => {
    const erased = party('P', 'erased');
    await entitled(ledger.asClerk, 'P', 'erased');
    await publisher.publish();
    const before = await proof(`/v1/parties/${erased}/proof?personal=true`);
    const done = await ledger.record.vault.erase([erased], 'TEST-RULE')();
    expect(done._tag).toBe('Right');
    const after = await proof(`/v1/parties/${erased}/proof?personal=true`);
    const { bundle } = await verified(after.body);
    expect(bundle.events.flatMap(({ opened }) => opened)).toEqual([]);
    expect(bundle.events.flatMap(({ erased: each }) => each)).toContainEqual(
      expect.objectContaining({ rule: 'TEST-RULE' }),
    );
    // What was issued before still proves what it proved.
    await verified(before.body);
  });
});

describe('who may have it', () => {
  test.each(['DLR', 'HLD', 'MFR'] as const)('HC-03: %s gets no proof, as he gets no chain', async (role) => {
    for (const url of [
      `/v1/firearms/${firearmId}/proof`,
      `/v1/firearms/${firearmId}/chain?proof=true`,
      `/v1/firearms/${firearmId}/proof?eventIds=${eventIds[0]}`,
    ]) {
      const answer = await ledger.get(url, {
        authorization: await ledger.bearer(role, owner),
        'ledger-purpose': 'OWN_RECORDS',
      });
      expect(answer.statusCode).toBe(403);
      expect(answer.body).not.toContain('envelope');
    }
  });
  test('REQ-DPR-02: each proof is in the access log, with its purpose', async () => {
    const before = await ledger.database.owner.query(
      `select count(*)::int as n from ledger.access where operation = 'firearm proof' and subject = $1`,
      [firearmId],
    );
    await proof(`/v1/firearms/${firearmId}/proof`);
    const after = await ledger.database.owner.query(
      `select count(*)::int as n from ledger.access where operation = 'firearm proof' and subject = $1`,
      [firearmId],
    );
    expect(after.rows[0].n).toBe(before.rows[0].n + 1);
  });
  test('nobody without a token, but the verifier itself for everybody', async () => {
    expect((await ledger.app.inject({ url: `/v1/firearms/${firearmId}/proof` })).statusCode).toBe(401);
    for (const name of ['mjs', 'html']) {
      const file = await ledger.app.inject({ url: `/log/verifier.${name}` });
      expect(file.statusCode).toBe(200);
      expect(file.headers['content-disposition']).toBe(`attachment; filename="ledger-verify.${name}"`);
      expect(file.body.length).toBeGreaterThan(100_000);
    }
  });
});

test('a proof waits for the signature of what was recorded a moment ago', async () => {
  const other = await ledger.post('CLK', undefined, onPaper(registered('2026-01-06', owner, 'PR 2')));
  const id = other.json().firearmId;
  const asked = proof(`/v1/firearms/${id}/proof`);
  await publisher.publish();
  const answer = await asked;
  expect(answer.statusCode).toBe(200);
  await verified(answer.body);
});

test('no proof is made of what was altered after it was recorded, and the place is named', async () => {
  const { owner: superuser } = ledger.database;
  const alter = async (from: string, to: string): Promise<void> => {
    await superuser.query('alter table ledger.event disable trigger all');
    await superuser.query('update ledger.event set payload = replace(payload, $1, $2) where event_id = $3', [
      from,
      to,
      eventIds[1],
    ]);
    await superuser.query('alter table ledger.event enable trigger all');
  };
  await alter(buyer, owner);
  const answer = await proof(`/v1/firearms/${firearmId}/proof`);
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toMatchObject({ code: 'RECORD_ALTERED' });
  expect(answer.json().detail).toContain(`Event 1 of firearm-${firearmId}`);
});
