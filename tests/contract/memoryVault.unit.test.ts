import type { AccessRecord } from '../../domain/ports/identity.ts';
import { createMemoryVault } from '../../infra/vault/memoryVault.ts';
import { vaultContract } from './vault.contract.ts';

const log: AccessRecord[] = [];
const vault = createMemoryVault(async (access) => {
  log.push(access);
});
vaultContract('memory', async () => ({
  vault,
  accesses: async (subject) =>
    log
      .filter((access) => access.subject === subject)
      .map(({ purpose, operation }) => ({ purpose, operation })),
}));
