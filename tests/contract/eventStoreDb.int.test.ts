import { afterAll, beforeAll } from 'vitest';
import type { Step } from '../../infra/eventstore/eventStoreDb/appendUnit.ts';
import {
  freshPrefix,
  openStore,
  startServer,
  type TestStore,
} from '../harness/eventStoreDb/openTestStore.ts';
import { eventStoreContract } from './eventStore.contract.ts';
import { interleavingContract } from './interleaving.contract.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let opened: TestStore;
beforeAll(async () => {
  server = await startServer();
  opened = openStore(server.url, freshPrefix(), { limits: server.limits });
});
afterAll(async () => {
  await Promise.all([opened, ...writers].map(({ connection }) => connection.close()));
  server.stop();
});

/** The stand-in takes a third of a second for one; `ESDB_SCHEDULES=1000` runs as many as the other stores do. */
const schedules = Number(process.env['ESDB_SCHEDULES'] ?? 40);

// Between the claim on an id and its event an append is as open as it can be here: nothing of it is in the log.
let held: (() => Promise<void>) | undefined;
const writers: TestStore[] = [];
interleavingContract(
  'EventStoreDB',
  async () => {
    const prefix = freshPrefix();
    const open = (reached?: (step: Step) => Promise<void>) => {
      const writer = openStore(server.url, prefix, {
        limits: server.limits,
        ...(reached === undefined ? {} : { reached }),
      });
      writers.push(writer);
      return writer.store;
    };
    const hold = async (step: Step): Promise<void> => {
      if (step !== 'CLAIMED') return;
      const pass = held;
      held = undefined;
      await pass?.();
    };
    return {
      reader: open(),
      writers: [open(), open(), open(hold)],
      holdNext: (pass) => {
        held = pass;
      },
    };
  },
  schedules,
);
eventStoreContract('EventStoreDB', async () => opened.store, { dense: false, timeInOrderOf: 'STREAM' });
