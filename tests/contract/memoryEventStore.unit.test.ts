import { createMemoryEventStore } from '../../infra/eventstore/memoryEventStore.ts';
import { eventStoreContract } from './eventStore.contract.ts';

const store = createMemoryEventStore({ now: Date.now });
eventStoreContract('memory', async () => store);
