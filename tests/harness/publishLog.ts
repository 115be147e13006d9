import type { Pool } from 'pg';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { createLogKeyFile } from '../../infra/transparency/logKeyFile.ts';
import { startSequencer } from '../../infra/transparency/sequencer.ts';
import { type SignOutcome, signOnce } from '../../infra/transparency/signOnce.ts';
import { readTreeHead } from '../../infra/transparency/treeTables.ts';
import { createKeyFolder, testOrigin, until } from './logKeys.ts';
import { right } from './right.ts';

/** Takes a log into its tree up to its end. */
export const sequenceAll = async (store: EventStore, pool: Pool): Promise<void> => {
  const stop = new AbortController();
  const sequencer = startSequencer({ store, pool, hashing, log: () => undefined }, stop.signal);
  const head = await right(store.head());
  await until(async () => (await readTreeHead(pool)).position >= head, 'the tree');
  stop.abort();
  await sequencer.done;
};

/** Sequencer and signer of a test ledger, which work when they are called and not beside the test. */
export const createPublisher = (store: EventStore, pool: Pool, origin = testOrigin) => {
  const folder = createKeyFolder();
  createLogKeyFile(folder.keyFile, origin);
  return {
    keyFile: folder.keyFile,
    /** Everything recorded so far is in the signed log afterwards. */
    publish: async (): Promise<SignOutcome> => {
      await sequenceAll(store, pool);
      const { sha256 } = hashing;
      return signOnce({ pool, store, sha256, origin, keyFile: folder.keyFile, now: Date.now });
    },
    close: folder.remove,
  };
};
