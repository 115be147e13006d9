/** What was used last, up to a number of entries. */
export const createRecent = <V>(max: number) => {
  const entries = new Map<string, V>();
  return {
    get: (key: string): V | undefined => {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set: (key: string, value: V): void => {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > max) entries.delete(entries.keys().next().value ?? '');
    },
    delete: (key: string): void => {
      entries.delete(key);
    },
  };
};
export type Recent<V> = ReturnType<typeof createRecent<V>>;
