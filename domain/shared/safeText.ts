/**
 * Whether PostgreSQL can store the text unchanged: no U+0000 (refused by the server) and no lone surrogates
 * (replaced by U+FFFD without an error, which would silently change evidence).
 */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** ASCII words with single blanks between them: what most one-line fields hold is seen to be tidy in one look. */
const plainWords = /^[!-~]+(?: [!-~]+)*$/;

/** Stricter rule for one-line fields (catalogue 3.1, identification 6.2): no control characters, no outer or double blanks. */
export const isTidyLine = (text: string): boolean =>
  plainWords.test(text) ||
  (isStorableText(text) && !/[\p{Cc}\u2028\u2029\u00a0\u202f]/u.test(text) && !/^ | $| {2}/.test(text));
