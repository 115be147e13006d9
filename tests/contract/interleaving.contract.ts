import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { expect, test } from 'vitest';
import type { EventStore, NewEvent, StoredEvent } from '../../domain/ports/eventStore.ts';

/** Writers as processes of their own; what the last of them appends stays open, uncommitted, until `pass` resolves. */
export type Writers = {
  readonly writers: ReadonlyArray<EventStore>;
  readonly reader: EventStore;
  /** Sets what the next append of the last writer waits for before it is committed. */
  readonly holdNext: (pass: () => Promise<void>) => void;
};

const step = fc.record({
  writer: fc.nat(2),
  stream: fc.nat(2),
  events: fc.integer({ min: 1, max: 3 }),
  heldTurns: fc.nat(6),
  pause: fc.nat(3),
});
const turns = async (count: number): Promise<void> => {
  for (let each = 0; each < count; each += 1) await turn();
};
const newEvents = (count: number): ReadonlyArray<NewEvent> =>
  Array.from({ length: count }, () => ({
    eventId: randomUUID(),
    type: 'Tested',
    schemaVersion: 1,
    payload: '{}',
    metadata: '{}',
  }));

/**
 * What a reader sees who follows the log while others write, one of them held open in mid-append: exactly what is
 * committed, in the order of positions, none skipped and none twice. A reader that passes over a position which is
 * committed later has lost that event for ever (event-stores section 3).
 */
export const interleavingContract = (name: string, open: () => Promise<Writers>, schedules = 1000): void => {
  test(`${name}: what is read equals what is committed, in order, for ${schedules} random schedules`, {
    timeout: 1_200_000,
  }, async () => {
    const { writers, reader, holdNext } = await open();
    let held = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        const start = await reader.head()();
        if (E.isLeft(start)) throw new Error(start.left.reason);
        const run = randomUUID();
        const acknowledged = new Map<string, bigint>();
        let open = true;
        const seen: StoredEvent[] = [];
        const follow = async (): Promise<void> => {
          let position = start.right;
          for (let last = false; !last; ) {
            // One more look after the last writer has been answered: then all of it must be there.
            last = !open;
            for (;;) {
              const read = await reader.readAll(position, 2)();
              if (E.isLeft(read)) throw new Error(read.left.reason);
              if (read.right.length === 0) break;
              seen.push(...read.right);
              position = read.right.at(-1)?.position ?? position;
            }
            await turn();
          }
        };
        const write = async ({
          writer,
          stream,
          events,
          heldTurns,
        }: (typeof steps)[number]): Promise<void> => {
          const store = writers[writer % writers.length];
          if (store === undefined) throw new Error('no such writer');
          if (writer % writers.length === writers.length - 1) {
            held += 1;
            holdNext(() => turns(heldTurns));
          }
          const list = newEvents(events);
          const appended = await store.append({
            streamId: `firearm-${run}-${stream}`,
            expectedRevision: 'ANY',
            events: list,
          })();
          if (E.isLeft(appended)) {
            // Two writers at once on one stream: the loser is told, and nothing of it is there.
            expect(appended.left.kind).toBe('WRONG_EXPECTED_REVISION');
            return;
          }
          for (const { eventId } of list) acknowledged.set(eventId, appended.right.position);
        };
        const following = follow();
        const writing: Promise<void>[] = [];
        for (const each of steps) {
          writing.push(write(each));
          await turns(each.pause);
        }
        await Promise.all(writing);
        open = false;
        await following;
        expect(seen.map(({ eventId }) => eventId).sort()).toEqual([...acknowledged.keys()].sort());
        for (const [index, event] of seen.entries()) {
          const before = seen[index - 1];
          if (before !== undefined) expect(event.position > before.position).toBe(true);
          expect(event.position <= (acknowledged.get(event.eventId) ?? -1n)).toBe(true);
        }
        const streams = new Map<string, bigint>();
        for (const { streamId, revision } of seen) {
          expect(revision).toBe((streams.get(streamId) ?? -1n) + 1n);
          streams.set(streamId, revision);
        }
      }),
      { numRuns: schedules },
    );
    expect(held).toBeGreaterThan(schedules / 2);
  });
};
