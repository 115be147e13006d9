import type { RecordedEvent } from '../event/envelope.ts';
import { type Absent, isAbsent } from '../shared/shape.ts';
import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import { concerns, type Shown, shownTo, tellsOfAnything } from './ownView.ts';
import type { Custody, FirearmState } from './state.ts';

/** How a firearm comes into the book of a dealer, and how it leaves it (REQ-DLR-02). */
export const movementsIn = [
  'MANUFACTURED',
  'REGISTERED',
  'IMPORTED',
  'ACQUIRED',
  'RELEASED',
  'RETURNED',
] as const;
export const movementsOut = [
  'DISPOSED',
  'DISPATCHED',
  'EXPORTED',
  'LOST',
  'STOLEN',
  'WITH_AUTHORITY',
  'SEIZED',
  'FORFEITED',
  'DISMANTLED',
  'DESTROYED',
  'OTHER',
] as const;
export type Movement = (typeof movementsIn)[number] | (typeof movementsOut)[number];

/**
 * Whose eyes: the register's own, or those of the party whose book it is, who must not learn from it that a firearm is
 * looked for or seized (HC-03). Most lines are the same for both.
 */
export type Audience = 'REGISTER' | 'OWN';

export type BookLine = {
  readonly party: string;
  readonly direction: 'IN' | 'OUT';
  readonly movement: Movement;
  /** Supplier of what came, acquirer of what went. */
  readonly counterparty?: string | Absent;
  readonly event: RecordedEvent;
  readonly bounds: Bounds;
  /** The firearm as it was when it moved. */
  readonly state: FirearmState;
};

/** [from, to) in which a party had the firearm in stock with unchanged particulars. */
export type StockInterval = {
  readonly party: string;
  readonly from: number;
  readonly to?: number;
  /** The event with which it came in. */
  readonly basis: RecordedEvent;
  readonly state: FirearmState;
};

export type TradeBook = {
  readonly lines: ReadonlyArray<BookLine>;
  readonly stock: ReadonlyArray<StockInterval>;
};

const inTrade: ReadonlySet<Custody> = new Set(['MFD', 'TRD', 'TMP']);
const inStateStock: ReadonlySet<Custody> = new Set(['STK', 'TMP']);

/** The party in whose stock the firearm is: trade, or State stock, which is counted and handed on in the same way. */
const stockOf = ({ custody, holder }: Shown): string | undefined => {
  if (holder === undefined || isAbsent(holder.party)) return undefined;
  const here =
    holder.role === 'TRADE' ? inTrade.has(custody) : holder.role === 'STATE' && inStateStock.has(custody);
  return here ? holder.party : undefined;
};

const inBy: Readonly<Record<string, Movement>> = {
  FirearmManufactured: 'MANUFACTURED',
  FirearmRegistered: 'REGISTERED',
  LegacyRecordDigitised: 'REGISTERED',
  FirearmImported: 'IMPORTED',
  FirearmTransferred: 'ACQUIRED',
  FirearmReleased: 'RELEASED',
};
const outTo: { readonly [C in Custody]?: Movement } = {
  TRN: 'DISPATCHED',
  LST: 'LOST',
  STL: 'STOLEN',
  AUT: 'WITH_AUTHORITY',
  SZD: 'SEIZED',
  FRF: 'FORFEITED',
  EXP: 'EXPORTED',
  DSM: 'DISMANTLED',
  DST: 'DESTROYED',
};

type Stated = {
  readonly supplierId?: string | Absent;
  readonly acquirerId?: string | Absent;
  readonly toParty?: string;
};

/** The other side of a movement, as the report states it. */
const otherSide = (event: RecordedEvent, direction: 'IN' | 'OUT'): string | Absent | undefined => {
  const stated = event.payload as Stated;
  if (event.type === 'FirearmTransferred') return direction === 'IN' ? stated.supplierId : stated.acquirerId;
  return event.type === 'FirearmReleased' && direction === 'OUT' ? stated.toParty : undefined;
};

const lineOf = (
  party: string,
  direction: 'IN' | 'OUT',
  { event, bounds, state }: TimelineStep<FirearmState>,
  audience: Audience,
): BookLine => {
  const counterparty =
    audience === 'REGISTER' || concerns(event, party) ? otherSide(event, direction) : undefined;
  const movement: Movement =
    direction === 'IN'
      ? (inBy[event.type] ?? 'RETURNED')
      : (outTo[state.custody] ?? (state.holder?.party === party ? 'OTHER' : 'DISPOSED'));
  return {
    party,
    direction,
    movement,
    ...(counterparty === undefined || counterparty === party ? {} : { counterparty }),
    event,
    bounds,
    state,
  };
};

type Seen = { readonly step: TimelineStep<FirearmState>; readonly owner: string | undefined };

const bookOf = (seen: ReadonlyArray<Seen>, audience: Audience): TradeBook => {
  const lines: BookLine[] = [];
  const stock: StockInterval[] = [];
  let owner: string | undefined;
  for (const { step, owner: next } of seen) {
    const from = step.bounds.earliest;
    const open = owner === undefined ? undefined : stock.at(-1);
    const identical = open !== undefined && open.state.identity === step.state.identity;
    if (next !== owner || !identical) {
      if (open !== undefined) stock.splice(-1, 1, { ...open, to: from });
      if (next !== undefined)
        stock.push({
          party: next,
          from,
          basis: next === owner && open !== undefined ? open.basis : step.event,
          state: step.state,
        });
    }
    if (next === owner) continue;
    if (owner !== undefined) lines.push(lineOf(owner, 'OUT', step, audience));
    if (next !== undefined) lines.push(lineOf(next, 'IN', step, audience));
    owner = next;
  }
  // Bought and sold on one day without times: the stock of no moment.
  return { lines, stock: stock.filter(({ from, to }) => to !== from) };
};

/** Every line and every stretch of stock that one firearm brings into anybody's book, as the register knows it. */
const registerBook = (timeline: Timeline<FirearmState>): TradeBook =>
  bookOf(
    timeline.steps
      .filter(({ status }) => status === 'EFFECTIVE')
      .map((step) => ({ step, owner: stockOf(step.state) })),
    'REGISTER',
  );

const byTime = (a: BookLine, b: BookLine): number =>
  a.bounds.earliest === b.bounds.earliest ? 0 : a.bounds.earliest < b.bounds.earliest ? -1 : 1;

/** The same as each party whose book it is may see it. */
const ownBook = (timeline: Timeline<FirearmState>, register: TradeBook): TradeBook => {
  if (!tellsOfAnything(timeline)) {
    const tellsOfOthers = ({ counterparty, event, party }: BookLine): boolean =>
      counterparty !== undefined && !concerns(event, party);
    if (!register.lines.some(tellsOfOthers)) return register;
    return {
      lines: register.lines.map((line): BookLine => {
        const { counterparty: _other, ...rest } = line;
        return tellsOfOthers(line) ? rest : line;
      }),
      stock: register.stock,
    };
  }
  const books = [...new Set(register.lines.map(({ party }) => party))].map((party) =>
    bookOf(
      shownTo(timeline, party).map(({ step, shown }) => ({
        step,
        owner: stockOf(shown) === party ? party : undefined,
      })),
      'OWN',
    ),
  );
  return {
    lines: books.flatMap(({ lines }) => lines).sort(byTime),
    stock: books.flatMap(({ stock }) => stock),
  };
};

/** What one firearm brings into anybody's book, for both audiences; one object where both see the same. */
export const tradeBooks = (timeline: Timeline<FirearmState>): Readonly<Record<Audience, TradeBook>> => {
  const register = registerBook(timeline);
  return {
    REGISTER: register,
    OWN: register.lines.length === 0 ? register : ownBook(timeline, register),
  };
};
