import { createMemoryEventStore } from '../../infra/eventstore/memoryEventStore.ts';
import { eventStoreContract } from './eventStore.contract.ts';
import { interleavingContract } from './interleaving.contract.ts';
import { restingContract } from './resting.contract.ts';

const store = createMemoryEventStore({ now: Date.now });
eventStoreContract('memory', async () => store, { dense: true, timeInOrderOf: 'LOG' });
restingContract('memory', async () => store);

// Nothing can be held open in memory: an append is one turn. The schedule of readers and writers is still by chance.
interleavingContract('memory', async () => ({
  writers: [store, store, store],
  reader: store,
  holdNext: () => undefined,
}));
