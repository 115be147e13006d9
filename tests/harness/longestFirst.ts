import { existsSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The test files that take twenty seconds and more, longest first. */
const longest = [
  'tests/fault/databaseGone.e2e.test.ts',
  'tests/e2e/fuzz.int.test.ts',
  'tests/e2e/killed.e2e.test.ts',
  'tests/e2e/import.e2e.test.ts',
  'tests/properties/faultsOf.unit.test.ts',
  'tests/e2e/externalDatabase.e2e.test.ts',
  'tests/e2e/transparencyLog.e2e.test.ts',
  'tests/eventstore/process.e2e.test.ts',
  'tests/simulation/simulation.int.test.ts',
  'tests/integrity/witness.e2e.test.ts',
  'tests/eventstore/randomUnits.int.test.ts',
  'tests/eventstore/stories.int.test.ts',
  'tests/e2e/exampleKilled.e2e.test.ts',
  'tests/domain/dealerBook.int.test.ts',
  'tests/domain/hardCasesCustody.int.test.ts',
  'tests/fault/killRounds.e2e.test.ts',
].map((path) => {
  const url = new URL(`../../${path}`, import.meta.url);
  if (!existsSync(url))
    throw new Error(`${path} is not there: bring the list of the longest test files up to date`);
  return url.pathname;
});

/**
 * Begins with the files that take longest, so that the run does not end with one of them alone. By itself the runner
 * orders by what an earlier run took, of which a fresh clone knows nothing, or else by the size of the files, and the
 * longest of ours are short.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.indexOf(moduleId);
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
