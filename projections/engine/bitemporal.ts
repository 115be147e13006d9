import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { OpenedRow, Row, StreamHistory, Table, TableChange } from './projection.ts';
import { lastInstant } from './projection.ts';
import { sameRow } from './sameRow.ts';

/** A stretch of valid time with the values that hold in it; `to` is exclusive, infinities are allowed. */
export type Segment = { readonly from: number; readonly to: number; readonly values: Row };

export type BitemporalChange = {
  readonly open: ReadonlyArray<OpenedRow>;
  readonly close: ReadonlyArray<Row>;
  readonly remove: ReadonlyArray<Row>;
};

type Known = {
  readonly from: number;
  readonly no: number;
  readonly segment: Segment;
  readonly stored: boolean;
  /** When the batch closes it, if it does. */
  until?: number;
};

type Numbered = { readonly no: number; readonly segment: Segment };

/** Segments with their numbers among those that begin at the same moment. */
const numbered = (segments: ReadonlyArray<Segment>): ReadonlyArray<Numbered> => {
  if (segments.every(({ from }, index) => index === 0 || from > (segments[index - 1]?.from ?? 0)))
    return segments.map((segment) => ({ no: 1, segment }));
  const numbers = new Map<number, number>();
  return segments.map((segment) => {
    const no = (numbers.get(segment.from) ?? 0) + 1;
    numbers.set(segment.from, no);
    return { no, segment };
  });
};

const says = (known: Known | undefined, stated: Numbered | undefined): boolean => {
  if (known === undefined || stated === undefined || known.no !== stated.no) return false;
  const [a, b] = [known.segment, stated.segment];
  return (
    a === b || (a.from === b.from && a.to === b.to && (a.values === b.values || sameRow(a.values, b.values)))
  );
};

/** What differs between what was open and what is stated now, if anything: an event seldom changes more than the end. */
const differing = (open: ReadonlyArray<Known>, stated: ReadonlyArray<Numbered>) => {
  const shorter = Math.min(open.length, stated.length);
  let start = 0;
  while (start < shorter && says(open[start], stated[start])) start += 1;
  if (start === open.length && start === stated.length) return undefined;
  let end = 0;
  while (end < shorter - start && says(open[open.length - 1 - end], stated[stated.length - 1 - end]))
    end += 1;
  return {
    before: open.slice(0, start),
    was: open.slice(start, open.length - end),
    is: stated.slice(start, stated.length - end),
    after: open.slice(open.length - end),
  };
};

const keyOf = (id: string, known: Known): Row => ({
  subject_id: id,
  known_from: known.from,
  valid_from: known.segment.from,
  no: known.no,
});
const openedRow = (id: string, known: Known, until: number): OpenedRow => ({
  subject_id: id,
  known_from: known.from,
  valid_from: known.segment.from,
  no: known.no,
  known_to: until,
  valid_to: known.segment.to,
  values: known.segment.values,
});

/** Columns that every bitemporal table begins with; the first four are its key. `no` tells equal begins apart. */
export const bitemporalColumns = {
  subject_id: 'text',
  known_from: 'timestamptz',
  valid_from: 'timestamptz',
  no: 'integer',
  known_to: 'timestamptz',
  valid_to: 'timestamptz',
} as const;
export const bitemporalKey = ['subject_id', 'known_from', 'valid_from', 'no'] as const;

/**
 * Rows of a bitemporal table for one subject: what was known from when to when about which stretch of valid time.
 * Rows are closed and opened, never overwritten. Knowledge changes only between instants: events of one instant are
 * taken together, and where a batch was cut within an instant, rows that were never visible are taken out again. So
 * the content does not depend on where batches were cut, and a rebuilt table equals the live one.
 */
export const bitemporalChange = (
  { id, events, firstNew }: Pick<StreamHistory<StreamKindName>, 'id' | 'events' | 'firstNew'>,
  segmentsAfter: (index: number) => ReadonlyArray<Segment>,
): BitemporalChange => {
  const begin = events[0]?.recordedAt;
  // A subject that the register has known for one instant only, as all of a first import: there is nothing to compare.
  if (firstNew === 0 && begin !== undefined && begin === events.at(-1)?.recordedAt)
    return {
      close: [],
      remove: [],
      open: numbered(segmentsAfter(events.length - 1)).map(({ no, segment }) =>
        openedRow(id, { from: begin, no, segment, stored: false }, lastInstant),
      ),
    };
  const opened: Known[] = [];
  const closed: Known[] = [];
  const reopened: Known[] = [];
  let open: ReadonlyArray<Known> = [];
  let openAt = Number.NEGATIVE_INFINITY;
  // What was open before the instant at hand: a batch that was cut within it may have closed what holds again after it.
  let earlier = open;
  for (let index = 0; index < events.length; index += 1) {
    const at = events[index]?.recordedAt ?? 0;
    if (index + 1 !== firstNew && events[index + 1]?.recordedAt === at) continue;
    if (openAt !== at) earlier = open;
    openAt = at;
    const segments = segmentsAfter(index);
    // So it is for most subjects in most tables, and costs nothing then.
    if (segments.length === 0 && open.length === 0) continue;
    const found = differing(open, numbered(segments));
    if (found === undefined) continue;
    const { before, was, is, after } = found;
    const isNew = index >= firstNew;
    const next = is.map((stated): Known => {
      const stands = was.find((known) => says(known, stated));
      if (stands !== undefined) return stands;
      const known = earlier.find((each) => says(each, stated)) ?? {
        from: at,
        no: stated.no,
        segment: stated.segment,
        stored: !isNew,
      };
      if (!known.stored) opened.push(known);
      else if (isNew && !reopened.includes(known)) reopened.push(known);
      return known;
    });
    if (isNew)
      for (const known of was)
        if (!next.includes(known)) {
          if (known.stored && known.until === undefined) closed.push(known);
          known.until = at;
        }
    open = [...before, ...next, ...after];
  }
  return {
    close: [
      ...closed
        .filter(({ from, until }) => from !== until)
        .map((known) => ({ ...keyOf(id, known), known_to: known.until ?? lastInstant })),
      ...reopened
        .filter(({ until }) => until === undefined)
        .map((known) => ({ ...keyOf(id, known), known_to: lastInstant })),
    ],
    remove: closed.filter(({ from, until }) => from === until).map((known) => keyOf(id, known)),
    open: opened
      .filter(({ from, until }) => from !== until)
      .map((known) => openedRow(id, known, known.until ?? lastInstant)),
  };
};

/** What all subjects of a batch change in one bitemporal table. */
export const bitemporalTableChange = (
  table: Table,
  changes: ReadonlyArray<BitemporalChange>,
): TableChange => ({
  table,
  close: changes.flatMap(({ close }) => close),
  remove: changes.flatMap(({ remove }) => remove),
  insert: [],
  open: changes.flatMap(({ open }) => open),
});
