import type { RefusalCode } from '../shared/refusal.ts';
import { refusalCodes } from '../shared/refusal.ts';
import type { Custody } from './state.ts';
import { custodies } from './state.ts';

/** One cell of the transition table of catalogue 6.1. */
export type CustodyCell =
  | { readonly kind: 'MOVE'; readonly to: Custody | 'PARTY' | 'BACK' | 'SAME'; readonly flagged: boolean }
  | { readonly kind: 'REFUSE'; readonly code: RefusalCode }
  | { readonly kind: 'IDENTITY_CONFLICT' };

export type CustodyRow = { readonly [C in Custody]: CustodyCell };

const isCustody = (text: string): text is Custody => (custodies as ReadonlyArray<string>).includes(text);
const isRefusalCode = (text: string): text is RefusalCode =>
  (refusalCodes as ReadonlyArray<string>).includes(text);

const parseCell = (text: string): CustodyCell => {
  if (text === 'IC') return { kind: 'IDENTITY_CONFLICT' };
  if (isRefusalCode(text)) return { kind: 'REFUSE', code: text };
  const flagged = text.endsWith('+F');
  const to = flagged ? text.slice(0, -2) : text;
  if (to === '=') return { kind: 'MOVE', to: 'SAME', flagged };
  if (to === 'PARTY' || to === 'BACK' || isCustody(to)) return { kind: 'MOVE', to, flagged };
  throw new Error(`the transition table has a cell "${text}"`);
};

/** Reads a row of fifteen cells. A malformed row is a programmer's error and stops the program at start. */
export const parseCustodyRow = (text: string): CustodyRow => {
  const cells = text.trim().split(/\s+/);
  if (cells.length !== custodies.length) throw new Error(`a row needs ${custodies.length} cells: "${text}"`);
  return Object.fromEntries(
    custodies.map((custody, index) => [custody, parseCell(cells[index] ?? '')]),
  ) as CustodyRow;
};
