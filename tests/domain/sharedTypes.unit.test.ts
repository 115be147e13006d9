import { expect, test } from 'vitest';
import { streamKinds } from '../../domain/streamKinds.ts';

test('a type that several kinds of stream have describes one payload, so that one codec reads them all', () => {
  const known = new Map<string, unknown>();
  const differing = streamKinds.flatMap((kind) =>
    kind.definitions.flatMap(({ type, schemaVersion, payload }) => {
      const key = `${type}.v${schemaVersion}`;
      const before = known.get(key) ?? payload;
      known.set(key, before);
      return before === payload ? [] : [`${kind.name} ${key}`];
    }),
  );
  expect(differing).toEqual([]);
});
