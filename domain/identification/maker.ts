import type { CodeList, Recognised } from './codeList.ts';
import { createRecogniser } from './codeList.ts';

// Legal forms and trade words say nothing about who made it; they vary freely from clerk to clerk.
const noise =
  /\b(INCORPORATED|INC|LLC|LTD|LIMITED|CORP|CORPORATION|COMPANY|CO|GMBH|AG|KG|SPA|S P A|SA|SL|AD|DOO|D O O|SRO|S R O|AS|OY|AB|BV|NV|PLC|MFG|MANUFACTURING|THE|COS)\b/g;

/** Key of a maker's name: without case, diacritics, punctuation, legal forms and blanks; `&` and "and" are one. */
export const makerKey = (raw: string): string => {
  const upper = raw
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/['’`.]/g, '')
    .replace(/&|\+/g, ' AND ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const stripped = upper
    .replace(noise, ' ')
    .replace(/\bAND\b/g, ' ')
    .replace(/\s+/g, '');
  return stripped === '' ? upper.replace(/\s+/g, '') : stripped;
};

export const createMakerRecogniser = (list: CodeList): ((raw: string) => Recognised) =>
  createRecogniser(list, makerKey);
