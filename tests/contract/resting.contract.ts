import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import type { AppendUnit, EventStore, RestingOutcome, RestingUnit } from '../../domain/ports/eventStore.ts';

const stream = (): string => `party-${randomUUID()}`;
const event = (eventId: string = randomUUID()) => ({
  eventId,
  type: 'Tested',
  schemaVersion: 1,
  payload: '{}',
  metadata: '{}',
});
const begins = (streamId: string, eventId?: string): AppendUnit => [
  { streamId, expectedRevision: 'NO_STREAM', events: [event(eventId)] },
];

/** What a store keeps that compares in the append what a decision rests on (`EventStore.appendResting`). */
export const restingContract = (name: string, open: () => Promise<EventStore>): void => {
  describe(`appends that rest on other streams: ${name}`, () => {
    const given = async () => {
      const store = await open();
      const { appendResting } = store;
      if (appendResting === undefined) throw new Error('the store does not offer it');
      const resting = async (unit: AppendUnit, restsOn: RestingUnit['restsOn']): Promise<RestingOutcome> => {
        const outcome = await appendResting({ unit, restsOn })();
        if (E.isLeft(outcome)) throw new Error(outcome.left.reason);
        return outcome.right;
      };
      const add = async (streamId: string, expectedRevision: 'NO_STREAM' | bigint): Promise<string> => {
        const added = event();
        const appended = await store.append({ streamId, expectedRevision, events: [added] })();
        if (E.isLeft(appended)) throw new Error(appended.left.kind);
        return added.eventId;
      };
      const isThere = async (streamId: string): Promise<boolean> => {
        const read = await store.readStream(streamId)();
        return E.isRight(read) && read.right.length > 0;
      };
      const other = stream();
      return { store, resting, add, isThere, other, last: await add(other, 'NO_STREAM') };
    };

    test('appended while they end as they were known to end, and where there is none as none', async () => {
      const { resting, other, last } = await given();
      const outcome = await resting(
        begins(stream()),
        new Map([
          [other, last],
          [stream(), null],
        ]),
      );
      expect(outcome).toMatchObject({ kind: 'APPENDED', appended: [{ revision: 0n, idempotent: false }] });
    });
    test.each([
      ['has gone on', (_last: string) => undefined],
      ['ends with another event', (_last: string) => randomUUID()],
      ['was taken for none', (_last: string) => null],
    ])('nothing is appended where one of them %s', async (_what, known) => {
      const { resting, add, isThere, other, last } = await given();
      const ended = known(last);
      if (ended === undefined) await add(other, 0n);
      const mine = stream();
      const restsOn = new Map([
        [stream(), null],
        [other, ended === undefined ? last : ended],
      ]);
      expect(await resting(begins(mine), restsOn)).toEqual({ kind: 'MOVED' });
      expect(await isThere(mine)).toBe(false);
    });
    test('all halves of a unit stay away together', async () => {
      const { resting, isThere, other } = await given();
      const [one, two] = [stream(), stream()];
      expect(await resting([...begins(one), ...begins(two)], new Map([[other, null]]))).toEqual({
        kind: 'MOVED',
      });
      expect([await isThere(one), await isThere(two)]).toEqual([false, false]);
    });
    test('of many at once that rest on the same stream each has its own outcome', async () => {
      const { resting, isThere, other, last } = await given();
      const units = Array.from({ length: 40 }, (_, index) => ({ streamId: stream(), stands: index % 3 > 0 }));
      const outcomes = await Promise.all(
        units.map(({ streamId, stands }) =>
          resting(begins(streamId), new Map([[other, stands ? last : null]])),
        ),
      );
      expect(outcomes.map(({ kind }) => kind)).toEqual(
        units.map(({ stands }) => (stands ? 'APPENDED' : 'MOVED')),
      );
      for (const { streamId, stands } of units) expect(await isThere(streamId)).toBe(stands);
    });
    test('who comes after a unit that changes the stream sees that it has moved', async () => {
      const { store, resting, other, last } = await given();
      const [changed, outcome] = await Promise.all([
        store.append({ streamId: other, expectedRevision: 0n, events: [event()] })(),
        resting(begins(stream()), new Map([[other, last]])),
      ]);
      expect([changed._tag, outcome.kind]).toEqual(['Right', 'MOVED']);
    });
    test('an append that was there before is told apart from one that came too late', async () => {
      const { store, resting, other, last } = await given();
      const mine = stream();
      const unit = begins(mine);
      await resting(unit, new Map([[other, last]]));
      expect(await resting(unit, new Map([[other, last]]))).toMatchObject({
        kind: 'APPENDED',
        appended: [{ idempotent: true }],
      });
      const read = await store.readStream(mine)();
      expect(E.isRight(read) && read.right.length).toBe(1);
    });
  });
};
