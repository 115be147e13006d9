import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const folders = ['domain', 'projections', 'api', 'infra', 'tests'] as const;
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => join(folder, file)),
);
const importsOf = (file: string): ReadonlyArray<string> =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|(?:import|export|\})[^'\n]* from) '([^'\n]+)';?$|await import\('([^']+)'\)/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? '');

/** What each folder may import of ours (the architecture), and which packages the domain may use. */
const mayImport: Readonly<Record<string, ReadonlyArray<string>>> = {
  domain: ['domain'],
  projections: ['projections', 'domain'],
  api: ['api', 'domain', 'projections'],
  infra: ['infra', 'api', 'domain', 'projections'],
  tests: ['tests', 'infra', 'api', 'domain', 'projections'],
};

describe('import directions', () => {
  test.each(folders)('%s imports only what lies below it', (folder) => {
    const wrong = files
      .filter((file) => file.startsWith(`${folder}/`))
      .flatMap((file) =>
        importsOf(file)
          .filter((from) => from.startsWith('.'))
          .map((from) => relative(root, join(root, file, '..', from)))
          .filter((target) => !mayImport[folder]?.includes(target.split('/')[0] ?? ''))
          .map((target) => `${file} → ${target}`),
      );
    expect(wrong).toEqual([]);
  });
  test('the domain uses no package but fp-ts', () => {
    const wrong = files
      .filter((file) => file.startsWith('domain/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((from) => !from.startsWith('.') && !from.startsWith('fp-ts/'))
          .map((from) => `${file} → ${from}`),
      );
    expect(wrong).toEqual([]);
  });
  test('the container is known to the composition alone', () => {
    expect(files.filter((file) => importsOf(file).includes('tsyringe'))).toEqual(['infra/composition.ts']);
  });
  test('no one but infra and tests knows which event store it is', () => {
    const wrong = files.filter(
      (file) =>
        /^(domain|projections|api)\//.test(file) &&
        importsOf(file).some((from) => from === 'pg' || from.includes('eventstore/')),
    );
    expect(wrong).toEqual([]);
  });
});

test('the domain is pure: no clock, randomness, environment or output', () => {
  const impure = /Date\.now|new Date\(\)|Math\.random|process\.|console\.|performance\./;
  expect(
    files.filter((file) => file.startsWith('domain/') && impure.test(readFileSync(join(root, file), 'utf8'))),
  ).toEqual([]);
});
