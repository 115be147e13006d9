// Canonical JSON has none of them, because it escapes control characters; the first is made to separate units.
const candidates = ['\u001f', ...Array.from({ length: 30 }, (_, index) => String.fromCharCode(index + 1))];

/**
 * A control character that no text contains, so that texts joined with it can be told apart again. The first one
 * serves for all canonical JSON; texts that between them use every control character are refused.
 */
export const separatorFor = (texts: ReadonlyArray<string>): string => {
  const found = candidates.find((candidate) => !texts.some((text) => text.includes(candidate)));
  if (found === undefined)
    throw new Error('the texts use every control character: they are not canonical JSON');
  return found;
};
