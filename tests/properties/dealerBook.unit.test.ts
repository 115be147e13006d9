import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Metadata, RecordedEvent } from '../../domain/event/envelope.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { type BookLine, type TradeBook, tradeBooks } from '../../domain/firearm/tradeBook.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { body, party, registered, stolen, transferred } from '../harness/bodies.ts';

const traders = [party('F', 'one'), party('F', 'two'), party('F', 'three')] as const;
const person = party('P', 'person');
const police = 'POLICE';
const dayText = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
const instant = (day: number): number => Date.UTC(2024, 0, 1 + day);

type Step =
  | { readonly kind: 'MOVE'; readonly to: number }
  | { readonly kind: 'THEFT'; readonly byOwner: boolean }
  | { readonly kind: 'WITHDRAWN' }
  | { readonly kind: 'SEIZED'; readonly fromOwner: boolean }
  | { readonly kind: 'RELEASED'; readonly to: number }
  | { readonly kind: 'DESTROYED' };
const owners = [...traders, person];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('MOVE' as const), to: fc.nat(3) }) },
  fc.record({ kind: fc.constant('THEFT' as const), byOwner: fc.boolean() }),
  fc.record({ kind: fc.constant('WITHDRAWN' as const) }),
  fc.record({ kind: fc.constant('SEIZED' as const), fromOwner: fc.boolean() }),
  fc.record({ kind: fc.constant('RELEASED' as const), to: fc.nat(3) }),
  fc.record({ kind: fc.constant('DESTROYED' as const) }),
);
const life = fc.record({
  first: fc.nat(3),
  steps: fc.array(fc.record({ step, gap: fc.nat(2) }), { maxLength: 14 }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** The straightforward model: who has it, what became of it, and what each trader may know; a dozen lines, no fold. */
type Model = { owner: string; place: 'STOCK' | 'AWAY' | 'SEIZED' | 'GONE'; shown: boolean };
type Moment = { readonly day: number; readonly inStock?: string; readonly shownTo?: string };

const tell = ({ first, steps }: Life) => {
  const events: RecordedEvent[] = [];
  const moments: Moment[] = [];
  let day = 10;
  const model: Model = { owner: owners[first] ?? person, place: 'STOCK', shown: true };
  const record = (report: { type: string; payload: unknown }, organisationId: string): void => {
    events.push({
      eventId: `00000000-0000-4000-8000-${String(events.length).padStart(12, '0')}`,
      type: report.type,
      schemaVersion: 1,
      streamId: 'firearm-x',
      streamVersion: events.length + 1,
      recordedAt: instant(400 + events.length),
      payload: report.payload,
      metadata: {
        effectiveAt: { precision: 'DAY', value: dayText(day), zone: 'UTC' },
        recordedBy: { actorId: 'a', role: 'CLK', organisationId },
        source: { kind: 'DIRECT' },
        legalBasis: [],
      } as unknown as Metadata,
    });
  };
  const note = (): void => {
    const trader = model.owner.startsWith('F-') ? model.owner : undefined;
    moments.push({
      day,
      ...(trader !== undefined && model.place === 'STOCK' ? { inStock: trader } : {}),
      ...(trader !== undefined && model.shown ? { shownTo: trader } : {}),
    });
  };
  record(registered(dayText(day), model.owner), 'REGISTRY');
  note();
  for (const { step: next, gap } of steps) {
    const { place, owner } = model;
    const to = 'to' in next ? (owners[next.to] ?? person) : person;
    day += gap;
    switch (next.kind) {
      case 'MOVE':
        if (place !== 'STOCK' || to === owner) continue;
        record(
          transferred(dayText(day), owner, to, to.startsWith('F-') ? 'DEALER_TO_DEALER' : 'DEALER_TO_PERSON'),
          owner,
        );
        Object.assign(model, { owner: to, shown: true });
        break;
      case 'THEFT':
        if (place !== 'STOCK') continue;
        record(stolen(dayText(day)), next.byOwner ? owner : police);
        Object.assign(model, { place: 'AWAY', shown: model.shown && !next.byOwner });
        break;
      case 'WITHDRAWN':
        if (place !== 'AWAY') continue;
        record(body('AlertWithdrawn', dayText(day)), police);
        Object.assign(model, { place: 'STOCK', shown: true });
        break;
      case 'SEIZED':
        if (place === 'GONE' || place === 'SEIZED') continue;
        record(
          body('FirearmSeized', dayText(day), { fromParty: next.fromOwner ? owner : { absent: 'UNKNOWN' } }),
          police,
        );
        Object.assign(model, { place: 'SEIZED', shown: model.shown && !next.fromOwner });
        break;
      case 'RELEASED':
        // An alert that stays open keeps a seized firearm where it is; the model keeps to those without.
        if (place !== 'SEIZED' || events.some(({ type }) => type === 'TheftReported')) continue;
        record(
          body('FirearmReleased', dayText(day), {
            toParty: to,
            partyRole: to.startsWith('F-') ? 'TRADE' : 'HOLDER',
          }),
          police,
        );
        Object.assign(model, { owner: to, place: 'STOCK', shown: true });
        break;
      case 'DESTROYED':
        if (place !== 'STOCK' || !owner.startsWith('F-')) continue;
        record(body('FirearmDestroyed', dayText(day)), owner);
        Object.assign(model, { place: 'GONE', shown: false });
        break;
    }
    note();
  }
  return { events, moments, last: day };
};

const balanceOf = (lines: ReadonlyArray<BookLine>, trader: string, upTo: number): number =>
  lines
    .filter(({ party: whose, bounds }) => whose === trader && bounds.earliest <= upTo)
    .reduce((sum, { direction }) => sum + (direction === 'IN' ? 1 : -1), 0);
const stockAt = (book: TradeBook, trader: string, at: number): number =>
  book.stock.filter(
    ({ party: whose, from, to }) => whose === trader && from <= at && (to === undefined || to > at),
  ).length;

test('REQ-DLR-02 over random lives: lines, stock and a straightforward model agree on every day, for the register and for the trader himself (HC-03)', () => {
  let told = 0;
  let hidden = 0;
  fc.assert(
    fc.property(fc.array(life, { minLength: 1, maxLength: 5 }), (lives) => {
      const all = lives.map((each) => {
        const story = tell(each);
        const timeline = timelineOf(firearmKind.fold, story.events);
        expect(timeline.steps.map(({ status }) => status)).toEqual(story.events.map(() => 'EFFECTIVE'));
        return { ...story, books: tradeBooks(timeline) };
      });
      const last = Math.max(...all.map((story) => story.last));
      for (const trader of traders)
        for (let day = 9; day <= last + 1; day += 1) {
          const at = instant(day);
          const now = all.map(({ moments }) => moments.filter((each) => each.day <= day).at(-1));
          const expected = {
            REGISTER: now.filter((each) => each?.inStock === trader).length,
            OWN: now.filter((each) => each?.shownTo === trader).length,
          };
          for (const audience of ['REGISTER', 'OWN'] as const) {
            const lines = all.flatMap(({ books }) => books[audience].lines);
            const counted = all.reduce((sum, { books }) => sum + stockAt(books[audience], trader, at), 0);
            expect(counted, `${audience} stock on ${dayText(day)}`).toBe(expected[audience]);
            expect(balanceOf(lines, trader, at), `${audience} lines on ${dayText(day)}`).toBe(
              expected[audience],
            );
          }
          told += expected.REGISTER;
          hidden += expected.OWN > expected.REGISTER ? 1 : 0;
        }
    }),
    { numRuns: 200 },
  );
  expect(told).toBeGreaterThan(500);
  expect(hidden).toBeGreaterThan(50);
});
