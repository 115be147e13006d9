import * as E from 'fp-ts/lib/Either.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { firearmStatement } from '../../domain/firearm/firearmStatement.ts';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { type SampleRegister, sampleRegister, verifying } from './sampleRegister.ts';

let register: SampleRegister;
beforeAll(async () => {
  register = await sampleRegister();
}, 120_000);

const own = (id: string) => register.byStream.get(`firearm-${id}`);

describe('unaltered bundles', () => {
  test('the bundle of every firearm verifies, with its chain', async () => {
    let verified = 0;
    for (const firearmId of register.firearms) {
      if (E.isLeft(firearmStatement(own, firearmId, { validAt: register.end, knownAt: register.end })))
        continue;
      const text = await register.firearmBundle(firearmId);
      const verdict = await verifyBundle(verifying, utf8(text), { keys: [register.key.vkey] });
      expect(verdict.faults, firearmId).toEqual([]);
      expect(verdict.notes).toEqual([]);
      expect(verdict.checks.find(({ name }) => name === 'STATEMENT')?.result).toBe('PASSED');
      verified += 1;
    }
    expect(verified).toBeGreaterThan(5);
  });
});
