import { euMember } from '../../domain/policy/profiles.ts';
import type { RecordPorts } from '../../domain/usecases/recording.ts';
import { createEventCodec } from '../../infra/codec/eventCodec.ts';
import { createMemoryEventStore } from '../../infra/eventstore/memoryEventStore.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { sha256, systemRandomness } from '../../infra/system/system.ts';
import { createMemoryVault } from '../../infra/vault/memoryVault.ts';
import { settableClock } from './testLedger.ts';

const codec = createEventCodec();

/** Everything recording needs, in memory: for properties that record many small histories. */
export const createMemoryPorts = (): RecordPorts & { readonly clock: ReturnType<typeof settableClock> } => {
  const clock = settableClock();
  return {
    eventStore: createMemoryEventStore(clock),
    codec,
    vault: createMemoryVault(),
    clock,
    randomness: systemRandomness(),
    digest: sha256,
    ids: derivedIds,
    policy: euMember,
    authorityId: 'TEST',
  };
};
