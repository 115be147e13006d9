import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCoalescer } from '../../infra/coalesced.ts';

test('callers that come while work is under way share the next one, each with a result of its own', async () => {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const double = createCoalescer(
    async (items: ReadonlyArray<number>) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((item) => item * 2);
    },
    { atOnce: 1, itemsMax: 3 },
  );
  const first = double(1);
  await turn();
  const later = [2, 3, 4, 5].map(double);
  await turn();
  expect(batches).toEqual([[1]]);
  ends[0]?.();
  expect(await first).toBe(2);
  await turn();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  ends[1]?.();
  await turn();
  ends[2]?.();
  expect(await Promise.all(later)).toEqual([4, 6, 8, 10]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test('whatever fails, every caller is answered, and those who come afterwards are served', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      async (items, atOnce) => {
        let most = 0;
        let underWay = 0;
        const work = createCoalescer(
          async (batch: ReadonlyArray<number>) => {
            underWay += 1;
            most = Math.max(most, underWay);
            await turn();
            underWay -= 1;
            if (batch.includes(0)) throw new Error('refused');
            return batch.map(String);
          },
          { atOnce, itemsMax: 4 },
        );
        const answers = await Promise.allSettled(
          items.map(async (item, index) => {
            if (index % 3 === 0) await turn();
            return work(item);
          }),
        );
        for (const [index, answer] of answers.entries())
          if (answer.status === 'fulfilled') expect(answer.value).toBe(String(items[index]));
        expect(most).toBeLessThanOrEqual(atOnce);
        expect(await work(7)).toBe('7');
      },
    ),
    { numRuns: 200 },
  );
});
