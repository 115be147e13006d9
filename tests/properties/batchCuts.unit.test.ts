import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { bitemporalChange, bitemporalKey, type Segment } from '../../projections/engine/bitemporal.ts';
import { lastInstant, type Row } from '../../projections/engine/projection.ts';

/** Few instants and few values, so that events share an instant and what was said before is said again. */
const told = fc.array(
  fc.record({
    sameInstant: fc.boolean(),
    segments: fc.array(fc.record({ from: fc.nat(2), value: fc.nat(1) }), { maxLength: 3 }),
    cut: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
type Told = ReadonlyArray<{
  readonly sameInstant: boolean;
  readonly segments: ReadonlyArray<{ readonly from: number; readonly value: number }>;
  readonly cut: boolean;
}>;

const keyOf = (row: Row): string => JSON.stringify(bitemporalKey.map((column) => row[column]));

/** The table after the events, taken in batches that end where a cut is told; each batch does what the writer does. */
const tableOf = (story: Told, cuts: boolean): ReadonlyArray<Row> => {
  let instant = 0;
  const events = story.map(({ sameInstant }) => {
    if (!sameInstant) instant += 1;
    return { recordedAt: instant } as RecordedEvent;
  });
  const segmentsAfter = (index: number): ReadonlyArray<Segment> =>
    (story[index]?.segments ?? []).map(({ from, value }) => ({ from, to: lastInstant, values: { value } }));
  const rows = new Map<string, Row>();
  let firstNew = 0;
  for (const [index, { cut }] of story.entries()) {
    if (index < story.length - 1 && !(cuts && cut)) continue;
    const change = bitemporalChange(
      { id: 'W-1', events: events.slice(0, index + 1), firstNew },
      segmentsAfter,
    );
    for (const row of change.close) {
      const closed = rows.get(keyOf(row));
      if (closed === undefined) throw new Error(`closes a row that is not there: ${keyOf(row)}`);
      rows.set(keyOf(row), { ...closed, ...row });
    }
    for (const row of change.remove)
      if (!rows.delete(keyOf(row))) throw new Error(`removes a row that is not there: ${keyOf(row)}`);
    for (const { values, ...own } of change.open) {
      const row = { ...own, ...values };
      if (rows.has(keyOf(row))) throw new Error(`inserts a row that is there: ${keyOf(row)}`);
      rows.set(keyOf(row), row);
    }
    firstNew = index + 1;
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};

test('a bitemporal table is the same wherever batches were cut, within an instant too', () => {
  fc.assert(
    fc.property(told, (story) => {
      expect(tableOf(story, true)).toEqual(tableOf(story, false));
    }),
    { numRuns: 5000 },
  );
});
