import { expect } from 'vitest';
import { rebuildProjection } from '../../infra/projections/rebuild.ts';
import { projections } from '../../projections/catalogue.ts';
import type { TestLedger } from './testLedger.ts';

/** Every read model equals a rebuild from position 0, and none has failed meanwhile. */
export const expectRebuiltEqual = async (ledger: TestLedger): Promise<void> => {
  await ledger.caughtUp();
  const ports = { store: ledger.store, history: ledger.history, owner: ledger.database.owner };
  for (const projection of projections) {
    const result = await rebuildProjection(ports, projection, () => undefined);
    expect(result, projection.name).toMatchObject({ equal: true });
  }
  expect(ledger.failures).toEqual([]);
};
