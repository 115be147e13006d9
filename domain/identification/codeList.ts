/** A versioned code list with the spellings that stand for each entry. */
export type CodeEntry = {
  readonly code: string;
  readonly name: string;
  readonly aliases: ReadonlyArray<string>;
};
export type CodeList = { readonly version: string; readonly entries: ReadonlyArray<CodeEntry> };

export type Recognised =
  | { readonly kind: 'RECOGNISED'; readonly code: string }
  | { readonly kind: 'AMBIGUOUS'; readonly candidates: ReadonlyArray<string> }
  | { readonly kind: 'NOT_LISTED' };

const memoMax = 20_000;

/**
 * A recogniser over a list: a spelling is recognised when its key is the key of exactly one entry's name or alias,
 * ambiguous when of several. It never guesses: what is merely similar is not listed.
 */
export const createRecogniser = (
  list: CodeList,
  keyOf: (raw: string) => string,
): ((raw: string) => Recognised) => {
  const codes = new Map<string, Set<string>>();
  for (const entry of list.entries)
    for (const spelling of [entry.code, entry.name, ...entry.aliases]) {
      const key = keyOf(spelling);
      if (key === '') continue;
      codes.set(key, (codes.get(key) ?? new Set()).add(entry.code));
    }
  const memo = new Map<string, Recognised>();
  return (raw) => {
    const known = memo.get(raw);
    if (known !== undefined) return known;
    const found = [...(codes.get(keyOf(raw)) ?? [])];
    const [code] = found;
    const result: Recognised =
      code === undefined
        ? { kind: 'NOT_LISTED' }
        : found.length === 1
          ? { kind: 'RECOGNISED', code }
          : { kind: 'AMBIGUOUS', candidates: found };
    if (memo.size >= memoMax) memo.clear();
    memo.set(raw, result);
    return result;
  };
};

/** A base list with additions: new entries, and new aliases for entries it has. */
export const mergeLists = (base: CodeList, additions: CodeList): CodeList => {
  const entries = new Map(base.entries.map((entry) => [entry.code, entry]));
  for (const entry of additions.entries) {
    const known = entries.get(entry.code);
    entries.set(
      entry.code,
      known === undefined ? entry : { ...known, aliases: [...known.aliases, ...entry.aliases] },
    );
  }
  return { version: `${base.version}+${additions.version}`, entries: [...entries.values()] };
};
