import { canonicalSerial } from '../identification/serial.ts';
import type { FirearmState } from './state.ts';

/** Whether two readings of one number agree; `?` stands for a character that could not be read. */
export const readingsAgree = (one: string, other: string): boolean => {
  const characters = (raw: string) =>
    [...raw.normalize('NFKC').toUpperCase()].filter((each) => /[\p{L}\p{N}?]/u.test(each));
  const a = characters(one);
  const b = characters(other);
  return (
    canonicalSerial(one) === canonicalSerial(other) ||
    (a.length === b.length &&
      a.every((character, index) => character === '?' || b[index] === '?' || character === b[index]))
  );
};

/** Whether the firearm carries, or once carried, the number. */
export const carriesSerial = (state: Pick<FirearmState, 'marks'>, serial: string): boolean =>
  state.marks.some((mark) => readingsAgree(mark.serialRaw, serial));
