import { createHash, randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import type { OpenContext, SealItem, Vault } from '../../domain/ports/vault.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { party } from '../harness/bodies.ts';
import { right } from '../harness/right.ts';

export const clerk: OpenContext = {
  actorId: 'clerk-1',
  role: 'CLK',
  organisationId: 'REGISTRY',
  purpose: 'REGISTRY',
  regime: 'GDPR',
  requestId: 'request-1',
};
export const newSubject = (): string => party('P', randomUUID());
export const item = (value: Json, more: Partial<SealItem> = {}): SealItem => ({
  ref: randomUUID(),
  subjectId: newSubject(),
  value,
  ...more,
});

type Harness = {
  readonly vault: Vault;
  /** What the access log holds of openings of this subject. */
  readonly accesses: (
    subject: string,
  ) => Promise<ReadonlyArray<{ readonly purpose: string; readonly operation: string }>>;
};

/** What every vault must keep, one test a promise of the port. */
export const vaultContract = (name: string, open: () => Promise<Harness>): void => {
  describe(`Vault contract: ${name}`, () => {
    test('sealed values come back, with a salt that anyone can check the commitment by', async () => {
      const { vault } = await open();
      const values: ReadonlyArray<Json> = [
        'Đorđe Ћирић',
        { street: 'Njegoševa 1', born: '1970-01-02', children: [1, 2.5, null, true] },
        '',
        'x'.repeat(2000),
        'NUL \u0000 inside',
      ];
      const items = values.map((value) => item(value));
      const sealed = await right(vault.seal(items));
      const opened = await right(
        vault.open(
          sealed.map((each) => each.vaultRef),
          clerk,
        ),
      );
      for (const [index, { vaultRef, commitment }] of sealed.entries()) {
        expect(vaultRef).toMatch(/^V-[0-9A-HJKMNP-TV-Z]{26}$/);
        const value = values[index] ?? null;
        const found = opened.get(vaultRef);
        expect(found).toMatchObject({ kind: 'VALUE', value, commitment });
        const salt = found?.kind === 'VALUE' ? Buffer.from(found.salt, 'hex') : Buffer.alloc(0);
        expect(salt).toHaveLength(32);
        expect(createHash('sha256').update(salt).update(canonicalJson(value)).digest('hex')).toBe(commitment);
      }
    });
    test('the same again gives the same answer; members in another order are the same value', async () => {
      const { vault } = await open();
      const given = item({ a: 1, b: 2 });
      const first = await right(vault.seal([given]));
      expect(await right(vault.seal([{ ...given, value: { b: 2, a: 1 } }]))).toEqual(first);
      expect(await right(vault.preview([given]))).toEqual(first);
    });
    test('another value under the same ref: another commitment, the first value stays, both keep their word', async () => {
      const { vault } = await open();
      const given = item('first');
      const [first] = await right(vault.seal([given]));
      const [second] = await right(vault.seal([{ ...given, value: 'second' }]));
      expect(second?.commitment).not.toBe(first?.commitment);
      const refs = [first?.vaultRef ?? '', second?.vaultRef ?? ''];
      const opened = await right(vault.open(refs, clerk));
      expect(refs.map((ref) => opened.get(ref))).toMatchObject([
        { value: 'first', commitment: first?.commitment },
        { value: 'second', commitment: second?.commitment },
      ]);
      const salts = refs.map((ref) => {
        const found = opened.get(ref);
        return found?.kind === 'VALUE' ? found.salt : ref;
      });
      expect(salts[0]).toBe(salts[1]);
    });
    test('equal values under other refs or of other subjects have other commitments', async () => {
      const { vault } = await open();
      const one = item('Novak');
      const sealed = await right(
        vault.seal([one, { ...one, ref: randomUUID() }, { ...one, subjectId: newSubject() }]),
      );
      expect(new Set(sealed.map((each) => each.commitment)).size).toBe(3);
    });
    test('many in one call, the same one twice among them, answered in order', async () => {
      const { vault } = await open();
      const subjects = Array.from({ length: 20 }, newSubject);
      const items = Array.from({ length: 500 }, (_, index) =>
        item(`value ${index}`, { subjectId: subjects[index % 20] ?? '' }),
      );
      const sealed = await right(vault.seal([...items, ...items.slice(0, 3)]));
      expect(sealed.slice(500)).toEqual(sealed.slice(0, 3));
      const opened = await right(
        vault.open(
          sealed.map((each) => each.vaultRef),
          clerk,
        ),
      );
      expect(sealed.slice(0, 500).map((each) => opened.get(each.vaultRef))).toMatchObject(
        items.map(({ value }) => ({ value })),
      );
    });
    test('nothing to do is done', async () => {
      const { vault } = await open();
      expect(await right(vault.seal([]))).toEqual([]);
      expect(await right(vault.preview([]))).toEqual([]);
      expect((await right(vault.open([], clerk))).size).toBe(0);
      expect(await right(vault.erase([], 'RULE'))).toEqual({ destroyedKeyIds: [] });
    });
    test('a preview writes nothing, for known and unknown subjects', async () => {
      const { vault } = await open();
      const known = item('known');
      await right(vault.seal([known]));
      const fresh = item('never sealed');
      const previewed = await right(vault.preview([{ ...known, ref: randomUUID() }, fresh]));
      const opened = await right(
        vault.open(
          previewed.map((each) => each.vaultRef),
          clerk,
        ),
      );
      expect([...opened.values()]).toEqual([{ kind: 'UNKNOWN' }, { kind: 'UNKNOWN' }]);
      expect(await right(vault.erase([fresh.subjectId], 'RULE'))).toEqual({ destroyedKeyIds: [] });
    });
    test('two at once on the same ref of a new subject end with one key and one salt', async () => {
      const { vault } = await open();
      const given = item('same');
      const answers = await Promise.all(Array.from({ length: 8 }, () => right(vault.seal([given]))));
      expect(new Set(answers.map((answer) => canonicalJson(answer))).size).toBe(1);
      expect((await right(vault.erase([given.subjectId], 'RULE'))).destroyedKeyIds).toHaveLength(1);
    });
    test('many at once on overlapping new subjects in other orders all succeed', async () => {
      const { vault } = await open();
      const items = Array.from({ length: 30 }, (_, index) => item(index));
      const answers = await Promise.all(
        [items, items.toReversed(), items.slice(10), items.slice(0, 20).toReversed()].map((each) =>
          right(vault.seal(each)),
        ),
      );
      expect(answers[1]?.toReversed()).toEqual(answers[0]);
    });
    test('an opening is in the access log, once a subject, with its purpose; an unknown reference is not', async () => {
      const { vault, accesses } = await open();
      const one = item('name');
      const sealed = await right(vault.seal([one, { ...one, ref: randomUUID(), value: 'address' }]));
      await right(vault.open([...sealed.map((each) => each.vaultRef), 'V-unknown'], clerk));
      expect(await accesses(one.subjectId)).toEqual([{ purpose: 'REGISTRY', operation: 'vault.open' }]);
    });
    test('erased: told with the rule, nothing new is sealed, others are untouched, again destroys nothing', async () => {
      const { vault } = await open();
      const gone = item('Petar');
      const stays = item('Pavle');
      const [sealed, other] = await right(vault.seal([gone, stays]));
      const { destroyedKeyIds } = await right(vault.erase([gone.subjectId, newSubject()], 'RET-30Y'));
      expect(destroyedKeyIds).toHaveLength(1);
      const opened = await right(vault.open([sealed?.vaultRef ?? '', other?.vaultRef ?? ''], clerk));
      expect(opened.get(sealed?.vaultRef ?? '')).toEqual({ kind: 'ERASED', ruleId: 'RET-30Y' });
      expect(opened.get(other?.vaultRef ?? '')).toMatchObject({ kind: 'VALUE', value: 'Pavle' });
      const refused = E.left({ kind: 'SUBJECT_ERASED', subjectId: gone.subjectId });
      expect(await vault.seal([gone])()).toEqual(refused);
      expect(await vault.preview([stays, gone])()).toEqual(refused);
      expect(await right(vault.erase([gone.subjectId], 'OTHER'))).toEqual({ destroyedKeyIds: [] });
      const keys = await right(vault.keysOf([stays.subjectId, gone.subjectId, newSubject()]));
      expect(keys.toSorted((one) => (one.subjectId === gone.subjectId ? -1 : 1))).toEqual([
        { subjectId: gone.subjectId, keyId: destroyedKeyIds[0], destroyedBy: 'RET-30Y' },
        { subjectId: stays.subjectId, keyId: expect.any(String) },
      ]);
      expect((await right(vault.open([sealed?.vaultRef ?? ''], clerk))).get(sealed?.vaultRef ?? '')).toEqual({
        kind: 'ERASED',
        ruleId: 'RET-30Y',
      });
    });
  });
};
