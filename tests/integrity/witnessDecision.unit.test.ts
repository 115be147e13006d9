import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideCosigning, type Held } from '../../domain/integrity/witnessDecision.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { treeOf } from './signers.ts';

const histories = [treeOf(24), treeOf(24, ' a', 5), treeOf(24, ' b', 11)] as const;
const head = (history: number, size: number) => {
  const tree = histories[history] ?? histories[0];
  return { origin: 'log.example', ...tree.head(size) };
};

describe('what a witness decides', () => {
  test('whatever is sent in whatever order, all that it cosigned is one history that only grows', () => {
    const request = fc.record({
      history: fc.integer({ min: 0, max: 2 }),
      size: fc.integer({ min: 0, max: 24 }),
      old: fc.option(fc.integer({ min: 0, max: 24 }), { nil: undefined }),
      proofOf: fc.integer({ min: 0, max: 2 }),
    });
    let advanced = 0;
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        let held: Held | undefined;
        const signed: Held[] = [];
        for (const { history, size, old = held?.size ?? 0, proofOf } of requests) {
          const proof = old <= size ? (histories[proofOf]?.consistency(old, size) ?? []) : [];
          const checkpoint = head(history, size);
          const decision = decideCosigning(hashing.sha256, held, { old, proof, checkpoint });
          if (decision.kind !== 'COSIGN') continue;
          if (decision.advances) held = checkpoint;
          advanced += 1;
          signed.push(checkpoint);
        }
        for (const [at, one] of signed.entries()) {
          const next = signed[at + 1];
          if (next !== undefined) expect(next.size).toBeGreaterThanOrEqual(one.size);
        }
        // One of the histories contains every head that was cosigned.
        expect(
          [0, 1, 2].some((history) =>
            signed.every(({ size, root }) => Buffer.from(head(history, size).root).equals(Buffer.from(root))),
          ),
        ).toBe(true);
      }),
    );
    expect(advanced).toBeGreaterThan(0);
  });

  const held = head(0, 12);
  test.each([
    ['the same head', { old: 12, proof: [], checkpoint: head(0, 12) }, { kind: 'COSIGN', advances: false }],
    [
      'the next head',
      { old: 12, proof: histories[0].consistency(12, 20), checkpoint: head(0, 20) },
      { kind: 'COSIGN', advances: true },
    ],
    ['an old size above the new', { old: 13, proof: [], checkpoint: head(0, 12) }, { kind: 'OLD_ABOVE_NEW' }],
    ['another old size', { old: 3, proof: [], checkpoint: head(0, 20) }, { kind: 'CONFLICT', size: 12 }],
    [
      'another root of the same size, with another old size',
      { old: 3, proof: [], checkpoint: head(1, 12) },
      { kind: 'CONFLICT', size: 12, suspicion: 'TWO_ROOTS' },
    ],
    [
      'another root of the same size',
      { old: 12, proof: [], checkpoint: head(1, 12) },
      { kind: 'INCONSISTENT', suspicion: 'TWO_ROOTS' },
    ],
    [
      'another history',
      { old: 12, proof: histories[1].consistency(12, 20), checkpoint: head(1, 20) },
      { kind: 'INCONSISTENT', suspicion: 'PROOF_FAILS' },
    ],
  ])('%s', (_, request, decision) => {
    expect(decideCosigning(hashing.sha256, held, request)).toMatchObject(decision);
  });
});
