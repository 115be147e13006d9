import { expect } from 'vitest';
import { rebuildProjections } from '../../infra/projections/rebuild.ts';
import { projections } from '../../projections/catalogue.ts';
import type { TestLedger } from './testLedger.ts';

/** Every read model equals a rebuild from position 0, and none has failed meanwhile. */
export const expectRebuiltEqual = async (ledger: TestLedger): Promise<void> => {
  await ledger.caughtUp();
  const ports = { store: ledger.store, history: ledger.history, owner: ledger.database.owner };
  const results = await rebuildProjections(ports, projections, () => undefined);
  const equal = projections.map(({ name }, index) => [name, results[index]?.equal]);
  expect(equal).toEqual(projections.map(({ name }) => [name, true]));
  expect(ledger.failures).toEqual([]);
};
