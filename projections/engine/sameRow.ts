import type { Cell, Row } from './projection.ts';

const sameCell = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => item === b[at]));

/** Whether two rows of the same columns hold the same values. */
export const sameRow = (a: Row, b: Row): boolean => {
  for (const column in a) if (!sameCell(a[column], b[column])) return false;
  return true;
};
