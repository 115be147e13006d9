import * as E from 'fp-ts/lib/Either.js';
import { expect } from 'vitest';
import { applyEvents } from '../../infra/projections/applyEvents.ts';
import { prepareProjections } from '../../infra/projections/prepare.ts';
import { contentHash } from '../../infra/projections/rebuild.ts';
import { projections } from '../../projections/catalogue.ts';
import type { TestLedger } from './testLedger.ts';

/**
 * Every read model equals one that follows the log from the begin in portions of `most` events, each in parts of one
 * subject: how one that is far behind catches up, in the small.
 */
export const expectFollowedEqual = async (ledger: TestLedger, most: number): Promise<void> => {
  await ledger.caughtUp();
  const { history, store } = ledger;
  const { owner } = ledger.database;
  const head = await ledger.head();
  const followers = projections.map((projection) => ({ ...projection, name: `${projection.name}_${most}` }));
  await prepareProjections(owner, followers);
  for (let position = 0n; position < head; ) {
    const read = await store.readAll(position, most)();
    if (E.isLeft(read)) throw new Error(read.left.reason);
    const from = position;
    for (const follower of followers)
      position = await applyEvents(
        { pool: owner, history },
        follower,
        from,
        read.right,
        () => undefined,
        history.inParts(read.right, 1),
      );
  }
  const hashes = (of: typeof projections) =>
    Promise.all(of.map((projection) => contentHash(owner, projection)));
  expect(await hashes(followers)).toEqual(await hashes(projections));
};
