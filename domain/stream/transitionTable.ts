import type { RefusalCode } from '../shared/refusal.ts';
import { refusalCodes } from '../shared/refusal.ts';

/** One cell of a transition table. `RESOLVED` names a rule of the kind, such as "per party" or "back". */
export type Cell =
  | { readonly kind: 'MOVE'; readonly to: string; readonly flagged: boolean }
  | { readonly kind: 'RESOLVED'; readonly rule: string; readonly flagged: boolean }
  | { readonly kind: 'SAME'; readonly flagged: boolean }
  | { readonly kind: 'REFUSE'; readonly code: RefusalCode }
  | { readonly kind: 'IDENTITY_CONFLICT' };

/** A row: the cell for each status of the kind. */
export type TransitionRow = ReadonlyMap<string, Cell>;

const isRefusalCode = (text: string): text is RefusalCode =>
  (refusalCodes as ReadonlyArray<string>).includes(text);

const parseCell = (text: string, statuses: ReadonlyArray<string>, rules: ReadonlyArray<string>): Cell => {
  if (text === 'IC') return { kind: 'IDENTITY_CONFLICT' };
  if (isRefusalCode(text)) return { kind: 'REFUSE', code: text };
  const flagged = text.endsWith('+F');
  const to = flagged ? text.slice(0, -2) : text;
  if (to === '=') return { kind: 'SAME', flagged };
  if (rules.includes(to)) return { kind: 'RESOLVED', rule: to, flagged };
  if (statuses.includes(to)) return { kind: 'MOVE', to, flagged };
  throw new Error(`the transition table has a cell "${text}"`);
};

/** Reads a row, one cell a status. A malformed row is a programmer's error and stops the program at start. */
export const parseTransitionRow = (
  text: string,
  statuses: ReadonlyArray<string>,
  rules: ReadonlyArray<string>,
): TransitionRow => {
  const cells = text.trim().split(/\s+/);
  if (cells.length !== statuses.length) throw new Error(`a row needs ${statuses.length} cells: "${text}"`);
  return new Map(statuses.map((status, index) => [status, parseCell(cells[index] ?? '', statuses, rules)]));
};
