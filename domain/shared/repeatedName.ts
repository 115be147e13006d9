const [quote, colon, opening, closing] = [0x22, 0x3a, 0x7b, 0x7d];
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Index of the quote that ends the string that begins at `begin`. */
const endOfString = (json: string, begin: number): number => {
  for (let at = begin + 1; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') return at;
    if (character === '\\') at += 1;
  }
  return json.length;
};

/**
 * The first name that stands twice in one object of a valid JSON text. Parsers take the last value and say nothing, so
 * that a report with two serial numbers would be recorded with one of them (RFC 7493 section 2.3 forbids it).
 */
export const repeatedName = (json: string): string | undefined => {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === opening) open.push(new Set());
    else if (code === closing) open.pop();
    else if (code === quote) {
      const end = endOfString(json, at);
      let next = end + 1;
      while (isBlank(json.charCodeAt(next))) next += 1;
      if (json.charCodeAt(next) === colon) {
        const written = json.slice(at + 1, end);
        const name = written.includes('\\') ? String(JSON.parse(`"${written}"`)) : written;
        const names = open.at(-1);
        if (names?.has(name) === true) return name;
        names?.add(name);
      }
      at = end;
    }
  }
  return undefined;
};
