import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppendUnit, StoredEvent } from '../../domain/ports/eventStore.ts';
import { followed, idsOf, newEvent, newStream, request } from '../harness/eventStoreDb/newEvents.ts';
import { freshPrefix, openStore, shortLimits, startServer } from '../harness/eventStoreDb/openTestStore.ts';
import { right } from '../harness/right.ts';

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** One unit of one writer: which streams it takes, how many events for each, and at which write it dies, if it does. */
const plan = fc.record({
  writer: fc.nat(2),
  halves: fc.uniqueArray(fc.record({ stream: fc.nat(3), events: fc.integer({ min: 1, max: 3 }) }), {
    selector: ({ stream }) => stream,
    minLength: 1,
    maxLength: 4,
  }),
  diesAtWrite: fc.option(fc.nat(5), { nil: undefined, freq: 4 }),
});

/** No call is lost here: one that is late is late because the machine is busy. */
const unhurried = { ...shortLimits, callMs: 20_000, operationMs: 60_000 };

class Died extends Error {}

describe('several processes write units on the same streams, and some of them die', () => {
  test('every unit is there as a whole or not at all, in one order for every reader, at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 4, maxLength: 14 }), async (plans) => {
        const prefix = freshPrefix();
        const streams = [newStream(), newStream(), newStream(), newStream()];
        const units = new Map<string, AppendUnit>();
        const wholeUnits = (seen: ReadonlyArray<StoredEvent>): void => {
          for (const [first, unit] of units)
            if (seen.some(({ eventId }) => eventId === first))
              expect(idsOf(seen)).toEqual(
                expect.arrayContaining([...idsOf(unit.flatMap(({ events }) => events))]),
              );
        };
        const acknowledged: string[] = [];
        const write = async (writer: number): Promise<void> => {
          let left: number | undefined;
          const { store, connection } = openStore(server.url, prefix, {
            limits: { ...unhurried, patienceMs: 40 },
            reached: async () => {
              if (left === 0) throw new Died('here');
              if (left !== undefined) left -= 1;
            },
          });
          for (const { halves, diesAtWrite } of plans.filter((each) => each.writer === writer)) {
            const unit: AppendUnit = await Promise.all(
              halves.map(async ({ stream, events }) => {
                const streamId = streams[stream] ?? '';
                const length = (await right(store.readStream(streamId))).length;
                return request(
                  streamId,
                  length === 0 ? 'NO_STREAM' : BigInt(length - 1),
                  Array.from({ length: events }, () => newEvent()),
                );
              }),
            );
            const first = unit[0]?.events[0]?.eventId ?? '';
            units.set(first, unit);
            left = diesAtWrite;
            const outcome = await store.appendMany([unit])();
            if (outcome._tag === 'Right' && outcome.right[0]?.kind === 'APPENDED') acknowledged.push(first);
          }
          await connection.close();
        };
        const reader = openStore(server.url, prefix, { limits: unhurried });
        let writing = true;
        const watch = (async () => {
          while (writing) {
            wholeUnits(await right(reader.store.readStreams(streams)));
            wholeUnits(await right(reader.store.readAll(0n, 1000)));
          }
        })();
        await Promise.all([write(0), write(1), write(2)]);
        writing = false;
        await watch;

        const all = await right(reader.store.readAll(0n, 1000));
        wholeUnits(all);
        expect(idsOf(all)).toEqual(expect.arrayContaining(acknowledged));
        expect(await followed(reader.store)).toEqual(all);
        expect(await right(reader.store.readStreams(streams))).toEqual(all);
        for (const streamId of streams) {
          const stream = all.filter((event) => event.streamId === streamId);
          expect(await right(reader.store.readStream(streamId))).toEqual(stream);
          expect(stream.map(({ revision }) => revision)).toEqual(stream.map((_, index) => BigInt(index)));
        }
        expect(await right(reader.store.head())).toBe(all.at(-1)?.position ?? 0n);
        await reader.connection.close();
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
