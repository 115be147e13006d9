import type { FirearmHistory, Row } from './projection.ts';
import { lastInstant } from './projection.ts';

/** A stretch of valid time with the values that hold in it; `to` is exclusive, infinities are allowed. */
export type Segment = { readonly from: number; readonly to: number; readonly values: Row };

export type BitemporalChange = {
  readonly insert: ReadonlyArray<Row>;
  readonly close: ReadonlyArray<Row>;
  readonly remove: ReadonlyArray<Row>;
};

type Known = { readonly no: number; readonly from: number; to: number; readonly segment: Segment; readonly stored: boolean };

/**
 * Rows of a bitemporal table for one firearm: what was known from when to when about which stretch of valid time.
 * Knowledge is replayed event by event, so that row numbers do not depend on where batches were cut and a rebuilt
 * table equals the live one. Rows are closed and opened, never overwritten; a row that was never visible, because
 * the next event came in the same instant, is taken out.
 */
export const bitemporalChange = (
  { firearmId, events, firstNew }: Pick<FirearmHistory, 'firearmId' | 'events' | 'firstNew'>,
  segmentsAfter: (index: number) => ReadonlyArray<Segment>,
): BitemporalChange => {
  const all: Known[] = [];
  const close: Row[] = [];
  const remove: Row[] = [];
  let open = new Map<string, Known>();
  for (const [index, event] of events.entries()) {
    const next = new Map<string, Known>();
    for (const segment of segmentsAfter(index)) {
      const key = `${segment.from}|${segment.to}|${JSON.stringify(segment.values)}`;
      const known = open.get(key) ?? {
        no: all.length + 1,
        from: event.recordedAt,
        to: lastInstant,
        segment,
        stored: index < firstNew,
      };
      if (!open.has(key)) all.push(known);
      next.set(key, known);
    }
    for (const [key, known] of open) {
      if (next.has(key)) continue;
      known.to = event.recordedAt;
      if (index < firstNew || !known.stored) continue;
      const id = { firearm_id: firearmId, no: known.no };
      if (known.from === known.to) remove.push(id);
      else close.push({ ...id, known_to: known.to });
    }
    open = next;
  }
  const insert = all
    .filter((known) => !known.stored && known.from !== known.to)
    .map((known) => ({
      firearm_id: firearmId,
      no: known.no,
      known_from: known.from,
      known_to: known.to,
      valid_from: known.segment.from,
      valid_to: known.segment.to,
      ...known.segment.values,
    }));
  return { insert, close, remove };
};

/** Columns that every bitemporal table begins with. */
export const bitemporalColumns = {
  firearm_id: 'text',
  no: 'integer',
  known_from: 'timestamptz',
  known_to: 'timestamptz',
  valid_from: 'timestamptz',
  valid_to: 'timestamptz',
} as const;
