import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coverageTable } from './coverage.ts';
import { requirements } from './requirements.ts';

const specification = new URL('../../../shared/domain/legal-basis.md', import.meta.url);
const documentation = new URL('../../docs/requirements.md', import.meta.url);

test('the table of requirements and tests is up to date (npm run requirements)', () => {
  expect(readFileSync(documentation, 'utf8')).toBe(coverageTable());
});

test('every requirement of the specification is in the list', () => {
  if (!existsSync(specification)) {
    process.stderr.write(
      'NOT RUN: the list of requirements is not compared, the specification is not there\n',
    );
    expect(requirements.length).toBeGreaterThan(60);
    return;
  }
  const ids = [...readFileSync(specification, 'utf8').matchAll(/^\| (REQ-[A-Z]+-\d+) \|/gm)].map(
    ([, id]) => id,
  );
  expect(requirements.map(({ id }) => id)).toEqual(ids);
});
