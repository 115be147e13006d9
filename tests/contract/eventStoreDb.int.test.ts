import { afterAll, beforeAll } from 'vitest';
import {
  freshPrefix,
  openStore,
  startServer,
  type TestStore,
} from '../harness/eventStoreDb/openTestStore.ts';
import { eventStoreContract } from './eventStore.contract.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let opened: TestStore;
beforeAll(async () => {
  server = await startServer();
  opened = openStore(server.url, freshPrefix(), { limits: server.limits });
});
afterAll(async () => {
  await opened.connection.close();
  server.stop();
});

eventStoreContract('EventStoreDB', async () => opened.store, { dense: false, timeInOrderOf: 'STREAM' });
