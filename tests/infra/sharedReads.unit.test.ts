import * as E from 'fp-ts/lib/Either.js';
import { expect, test } from 'vitest';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { sharedReads } from '../../infra/projections/sharedReads.ts';

const logOf = (head: number) => {
  const asked: string[] = [];
  const readAll: EventStore['readAll'] = (after, limit) => async () => {
    asked.push(`${after}+${limit}`);
    const count = Math.max(0, Math.min(limit, head - Number(after)));
    return E.right(
      Array.from({ length: count }, (_, index) => ({ position: after + 1n + BigInt(index) }) as StoredEvent),
    );
  };
  return { asked, readAll };
};

const follow = async (readAll: EventStore['readAll'], from: bigint): Promise<ReadonlyArray<bigint>> => {
  const seen: bigint[] = [];
  for (let position = from; ; ) {
    const read = await readAll(position, 100)();
    if (E.isLeft(read) || read.right.length === 0) return seen;
    seen.push(...read.right.map((event) => event.position));
    position = seen.at(-1) ?? position;
  }
};

test('read models that stand at different places read the same batches from the next boundary on', async () => {
  const { asked, readAll } = logOf(350);
  const shared = sharedReads(readAll);
  const all = await Promise.all([0n, 30n, 77n].map((from) => follow(shared, from)));
  for (const [index, from] of [0, 30, 77].entries())
    expect(all[index]).toEqual(Array.from({ length: 350 - from }, (_, no) => BigInt(from + no + 1)));
  expect(new Set(asked)).toEqual(
    new Set(['0+100', '30+70', '77+23', '100+100', '200+100', '300+100', '350+50']),
  );
  expect(asked.filter((read) => read === '200+100')).toHaveLength(1);
});
