import type { ComponentState } from '../../domain/component/state.ts';
import { type PartMovement, partBooks } from '../../domain/component/tradeBook.ts';
import type { FirearmState } from '../../domain/firearm/state.ts';
import {
  type Audience,
  type BookLine,
  type StockInterval,
  tradeBooks,
} from '../../domain/firearm/tradeBook.ts';
import { isAbsent } from '../../domain/shared/shape.ts';
import type { StateByKind } from '../../domain/stream/kinds.ts';
import type { Timeline } from '../../domain/time/bitemporalFold.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import {
  bitemporalChange,
  bitemporalColumns,
  bitemporalKey,
  bitemporalTableChange,
  type Segment,
} from '../engine/bitemporal.ts';
import { perState } from '../engine/perState.ts';
import type { Projection, Row, StreamHistory, Table } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';

/** What a book says of a firearm (REQ-DLR-02): the values as recorded, or the code of their absence in brackets. */
const particularColumns = {
  type: 'text',
  make: 'text',
  model: 'text',
  calibre: 'text',
  serial_raw: 'text',
} as const;
/** For whose eyes a row is: the register's, and those of the party itself, who sees no alert (HC-03). */
const audienceColumns = { for_register: 'boolean', for_own: 'boolean' } as const;

export const bookLines: Table = {
  name: 'line',
  columns: {
    ...bitemporalColumns,
    party: 'text',
    direction: 'text',
    movement: 'text',
    ...particularColumns,
    counterparty: 'text',
    counterparty_absent: 'text',
    effective_at: 'text',
    precision: 'text',
    effective_latest: 'timestamptz',
    basis_event_id: 'uuid',
    basis_type: 'text',
    recorded_at: 'timestamptz',
    role: 'text',
    source_kind: 'text',
    disputes: 'codes',
    ...audienceColumns,
  },
  key: bitemporalKey,
  indexes: ['(party, valid_from)'],
};

export const stockIntervals: Table = {
  name: 'stock',
  columns: {
    ...bitemporalColumns,
    party: 'text',
    ...particularColumns,
    basis_event_id: 'uuid',
    since: 'text',
    ...audienceColumns,
  },
  key: bitemporalKey,
  // What was in stock at a moment is found without what ever was.
  indexes: ['(party, valid_to, known_to)'],
};

const written = (value: unknown): string | null =>
  typeof value === 'string' ? value : isAbsent(value) ? `(${value.absent})` : null;

const particulars = perState(({ identity }: FirearmState): Row => {
  const calibre = identity?.calibre;
  return {
    type: written(identity?.type),
    make: written(identity?.make),
    model: written(identity?.model),
    calibre: Array.isArray(calibre) ? calibre.map(({ raw }) => raw).join(' / ') : written(calibre),
    serial_raw: written(identity?.serialRaw),
  };
});

const partParticulars = ({ kind, make, intendedModel, calibre, serialRaw }: ComponentState): Row => ({
  type: kind ?? null,
  make: written(make),
  model: intendedModel ?? null,
  calibre: calibre === undefined || isAbsent(calibre) ? written(calibre) : calibre.raw,
  serial_raw: written(serialRaw),
});

type Line = Omit<BookLine, 'movement' | 'state'> & { readonly movement: PartMovement; readonly about: Row };

const lineSegment = ({ event, bounds, about, ...line }: Line): Segment => ({
  from: bounds.earliest,
  to: lastInstant,
  values: {
    party: line.party,
    direction: line.direction,
    movement: line.movement,
    ...about,
    counterparty: typeof line.counterparty === 'string' ? line.counterparty : null,
    counterparty_absent: isAbsent(line.counterparty) ? line.counterparty.absent : null,
    effective_at: writtenMoment(event.metadata.effectiveAt),
    precision: event.metadata.effectiveAt.precision,
    effective_latest: bounds.latest,
    basis_event_id: event.eventId,
    basis_type: event.type,
    recorded_at: event.recordedAt,
    role: event.metadata.recordedBy.role,
    source_kind: event.metadata.source.kind,
    // A guard's code would tell of an alert; what awaits a decision has no effect and no line anyway.
    disputes: (event.metadata.disputes ?? []).filter((reason) => !/^R\d\d$/.test(reason)),
  },
});

type Stock = Omit<StockInterval, 'state'> & { readonly about: Row };

const stockSegment = ({ party, from, to, basis, about }: Stock): Segment => ({
  from,
  to: to ?? lastInstant,
  values: {
    party,
    ...about,
    basis_event_id: basis.eventId,
    since: writtenMoment(basis.metadata.effectiveAt),
  },
});

const seenBy = (segment: Segment, forRegister: boolean, forOwn: boolean): Segment => ({
  ...segment,
  values: { ...segment.values, for_register: forRegister, for_own: forOwn },
});

/** One row for what both audiences see alike, and one each for what differs. */
const merged = (register: ReadonlyArray<Segment>, own: ReadonlyArray<Segment>): ReadonlyArray<Segment> => {
  const keyOf = (segment: Segment): string => JSON.stringify([segment.from, segment.to, segment.values]);
  const ownKeys = new Set(own.map(keyOf));
  const registerKeys = new Set(register.map(keyOf));
  return [
    ...register.map((segment) => seenBy(segment, true, ownKeys.has(keyOf(segment)))),
    ...own
      .filter((segment) => !registerKeys.has(keyOf(segment)))
      .map((segment) => seenBy(segment, false, true)),
  ];
};

type Book = { readonly lines: ReadonlyArray<Line>; readonly stock: ReadonlyArray<Stock> };
type Books = Readonly<Record<Audience, Book>>;

const rowsOf = <T>(books: Books, part: (book: Book) => ReadonlyArray<T>, segment: (item: T) => Segment) =>
  books.REGISTER === books.OWN
    ? part(books.REGISTER).map((item) => seenBy(segment(item), true, true))
    : merged(part(books.REGISTER).map(segment), part(books.OWN).map(segment));

/** A book with the particulars of what moves, whatever it is. */
const described = <S>(
  {
    lines,
    stock,
  }: {
    readonly lines: ReadonlyArray<Omit<Line, 'about'> & { readonly state: S }>;
    readonly stock: ReadonlyArray<Omit<Stock, 'about'> & { readonly state: S }>;
  },
  about: (state: S) => Row,
): Book => ({
  lines: lines.map(({ state, ...line }) => ({ ...line, about: about(state) })),
  stock: stock.map(({ state, ...each }) => ({ ...each, about: about(state) })),
});

const firearmBooks = (timeline: Timeline<FirearmState>): Books => {
  const { REGISTER, OWN } = tradeBooks(timeline);
  const register = described(REGISTER, particulars);
  return { REGISTER: register, OWN: REGISTER === OWN ? register : described(OWN, particulars) };
};
const componentBooks = (timeline: Timeline<ComponentState>): Books => {
  const { REGISTER, OWN } = partBooks(timeline);
  return { REGISTER: described(REGISTER, partParticulars), OWN: described(OWN, partParticulars) };
};

/** Both tables' changes of one subject, from books that are made once for each state of knowledge. */
const changesOf =
  <N extends 'firearm' | 'component'>(booksOf: (timeline: Timeline<StateByKind[N]>) => Books) =>
  (history: StreamHistory<N>) => {
    const known: Books[] = [];
    const books = (index: number): Books => {
      const made = known[index] ?? booksOf(history.timelineAfter(index));
      known[index] = made;
      return made;
    };
    return {
      lines: bitemporalChange(history, (index) => rowsOf(books(index), ({ lines }) => lines, lineSegment)),
      stock: bitemporalChange(history, (index) => rowsOf(books(index), ({ stock }) => stock, stockSegment)),
    };
  };

/**
 * The book of every dealer, maker and holder of State stock on both axes of time: what came, what went, and what was
 * there, so that the book of any day can be printed as it was known on any day (REQ-DLR-02). Loose parts have lines of
 * their own beside those of firearms.
 */
export const dealerRegister: Projection = {
  name: 'dealer_register',
  version: 3,
  tables: [bookLines, stockIntervals],
  fold: (batch) => {
    const changes = [
      ...batch.of('firearm').map(changesOf<'firearm'>(firearmBooks)),
      ...batch.of('component').map(changesOf<'component'>(componentBooks)),
    ];
    return [
      bitemporalTableChange(
        bookLines,
        changes.map(({ lines }) => lines),
      ),
      bitemporalTableChange(
        stockIntervals,
        changes.map(({ stock }) => stock),
      ),
    ];
  },
};
