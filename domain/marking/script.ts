import { assertNever } from '../shared/assertNever.ts';

export type Alphabet = 'LATIN' | 'CYRILLIC' | 'GREEK';

const foreignTo = (alphabet: Alphabet): RegExp => {
  switch (alphabet) {
    case 'LATIN':
      return /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
    case 'CYRILLIC':
      return /[\p{Script=Latin}\p{Script=Greek}]/u;
    case 'GREEK':
      return /[\p{Script=Latin}\p{Script=Cyrillic}]/u;
    default:
      return assertNever(alphabet);
  }
};

/** Whether a text holds letters of another alphabet than stated: an A that is Cyrillic makes another number. */
export const holdsForeignLetters = (text: string, alphabet: Alphabet): boolean =>
  foreignTo(alphabet).test(text);
