import * as E from 'fp-ts/lib/Either.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { firearmStatement } from '../../domain/firearm/firearmStatement.ts';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { type SampleRegister, sampleRegister, verifying } from './sampleRegister.ts';

let register: SampleRegister;
beforeAll(async () => {
  register = await sampleRegister(14);
}, 600_000);

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
  test('as it was known and true at any moment of its life', async () => {
    let verified = 0;
    for (const firearmId of register.firearms)
      for (const event of own(firearmId) ?? []) {
        const moments = { validAt: event.recordedAt - 86_400_000 * 30, knownAt: event.recordedAt };
        if (E.isLeft(firearmStatement(own, firearmId, moments))) continue;
        const text = await register.firearmBundle(firearmId, moments);
        const verdict = await verifyBundle(verifying, utf8(text), { keys: [register.key.vkey] });
        expect(verdict.faults, firearmId).toEqual([]);
        verified += 1;
      }
    expect(verified).toBeGreaterThan(30);
  });
  test('every stream of every other kind', async () => {
    const kinds = new Set<string>();
    for (const stream of register.byStream.keys()) {
      if (stream.startsWith('firearm-')) continue;
      const text = await register.made({
        subject: { kind: 'STREAM', stream, knownAt: new Date(register.end).toISOString() },
        streams: [stream],
        knownAt: register.end,
        madeAt: register.end,
      });
      const verdict = await verifyBundle(verifying, utf8(text), { keys: [register.key.vkey] });
      expect(verdict.faults, stream).toEqual([]);
      kinds.add(stream.split('-')[0] ?? '');
    }
    expect(kinds.size).toBeGreaterThan(2);
  });
});

describe('traces', () => {
  /** Traces whose answers tell of a firearm in the register, with the chain that they told. */
  const answered = () =>
    [...register.byStream].flatMap(([stream, events]) =>
      events.flatMap(({ type, payload }) => {
        const { firearmId, chainSnapshot } = payload as {
          readonly firearmId?: string;
          readonly chainSnapshot?: unknown;
        };
        return type === 'TraceAnswered' && firearmId !== undefined && chainSnapshot !== undefined
          ? [{ stream, firearmId }]
          : [];
      }),
    );
  test('the chain in an answer is the one that the events before it give', async () => {
    expect(answered().length).toBeGreaterThan(0);
    for (const { stream, firearmId } of answered()) {
      const subject = { kind: 'TRACE', stream, knownAt: new Date(register.end).toISOString() } as const;
      const common = { subject, knownAt: register.end, madeAt: register.end };
      const whole = await register.made({ ...common, streams: [stream, `firearm-${firearmId}`] });
      const verdict = await verifyBundle(verifying, utf8(whole), { keys: [register.key.vkey] });
      expect(verdict.faults, stream).toEqual([]);
      expect(verdict.checks.find(({ name }) => name === 'STATEMENT')?.result).toBe('PASSED');
      const alone = await register.made({ ...common, streams: [stream] });
      const less = await verifyBundle(verifying, utf8(alone), { keys: [register.key.vkey] });
      expect(less.faults).toEqual([]);
      expect(less.checks.find(({ name }) => name === 'STATEMENT')?.result).toBe('NOT_DONE');
    }
  });
});
