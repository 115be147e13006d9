import type { Pool } from 'pg';
import type {
  Appended,
  AppendRequest,
  AppendUnit,
  ExpectedRevision,
  RestingOutcome,
  RestingUnit,
  StoredEvent,
} from '../../domain/ports/eventStore.ts';
import type { Clock } from '../../domain/ports/system.ts';
import { numberArray, textArray } from '../postgres/arrayLiteral.ts';
import { separatorFor } from './separator.ts';
import { settleUnit } from './settleRetry.ts';

/** What it does and what its parameters are: `infra/postgres/migrations/0011_append.sql`. */
const appendStatement =
  'select * from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)';

const expectedNumber = (expected: ExpectedRevision): bigint =>
  expected === 'NO_STREAM' ? -1n : expected === 'ANY' ? -2n : expected === 'STREAM_EXISTS' ? -4n : expected;

type Row = {
  readonly no: number;
  readonly actual: bigint;
  readonly accepted: boolean;
  readonly position: bigint;
  readonly recorded_at: Date;
  readonly moved: boolean;
};

/** The distinct ends of streams that units rest on, and which of them each unit rests on. */
const restParameters = (resting: ReadonlyArray<RestingUnit>): ReadonlyArray<unknown> => {
  const places = new Map<string, number>();
  const streamIds: string[] = [];
  const lasts: (string | null)[] = [];
  const units: number[] = [];
  const numbers: number[] = [];
  for (const [unit, { restsOn }] of resting.entries())
    for (const [streamId, last] of restsOn) {
      const key = `${last} ${streamId}`;
      let place = places.get(key);
      if (place === undefined) {
        place = streamIds.push(streamId);
        lasts.push(last);
        places.set(key, place);
      }
      units.push(unit);
      numbers.push(place);
    }
  return [textArray(streamIds), textArray(lasts), numberArray(units), numberArray(numbers)];
};

const parameters = (resting: ReadonlyArray<RestingUnit>, now: number): ReadonlyArray<unknown> => {
  const units: ReadonlyArray<AppendUnit> = resting.map(({ unit }) => unit);
  const requests = units.flat();
  const numbers: number[] = [];
  const ordinals: number[] = [];
  const eventIds: string[] = [];
  const types: string[] = [];
  const versions: number[] = [];
  const payloads: string[] = [];
  const metadata: string[] = [];
  for (const [index, request] of requests.entries())
    for (const [ordinal, event] of request.events.entries()) {
      numbers.push(index + 1);
      ordinals.push(ordinal + 1);
      eventIds.push(event.eventId);
      types.push(event.type);
      versions.push(event.schemaVersion);
      payloads.push(event.payload);
      metadata.push(event.metadata);
    }
  const separator = separatorFor([...payloads, ...metadata]);
  return [
    textArray(requests.map((request) => request.streamId)),
    numberArray(requests.map((request) => expectedNumber(request.expectedRevision))),
    numberArray(requests.map((request) => request.events.length)),
    numberArray(numbers),
    numberArray(ordinals),
    textArray(eventIds),
    textArray(types),
    numberArray(versions),
    payloads.join(separator),
    metadata.join(separator),
    new Date(now).toISOString(),
    numberArray(units.flatMap((unit, index) => unit.map(() => index))),
    separator,
    ...restParameters(resting),
  ];
};

const uniqueViolation = '23505';

/**
 * Appends units on distinct streams in one statement. A unit that is not accepted at once is settled by the append
 * table: idempotent success, wrong revision, or corrupted idempotency; or it rests on what has moved.
 */
export const appendDistinct = async (
  pool: Pool,
  clock: Clock,
  readForRetry: (request: AppendRequest) => Promise<ReadonlyArray<StoredEvent>>,
  units: ReadonlyArray<RestingUnit>,
): Promise<ReadonlyArray<RestingOutcome>> => {
  let rows: ReadonlyArray<Row>;
  try {
    const values = [...parameters(units, clock.now())];
    ({ rows } = await pool.query<Row>({ name: 'ledger-append', text: appendStatement, values }));
  } catch (error) {
    if ((error as { readonly code?: string }).code !== uniqueViolation) throw error;
    // Two units of this statement bring the same event id for different streams. Alone, each sees what is there.
    if (units.length > 1) {
      const outcomes: RestingOutcome[] = [];
      for (const unit of units) outcomes.push(...(await appendDistinct(pool, clock, readForRetry, [unit])));
      return outcomes;
    }
    rows = [];
  }
  const outcomes: RestingOutcome[] = [];
  let next = 0;
  for (const { unit } of units) {
    const own = rows.slice(next, next + unit.length);
    next += unit.length;
    if (own.length === unit.length && own.every((row) => row.accepted)) {
      const appended = own.map(
        (row, index): Appended => ({
          revision: row.actual + BigInt(unit[index]?.events.length ?? 0),
          position: row.position,
          recordedAt: row.recorded_at.getTime(),
          idempotent: false,
        }),
      );
      outcomes.push({ kind: 'APPENDED', appended });
      continue;
    }
    if (own[0]?.moved === true) {
      outcomes.push({ kind: 'MOVED' });
      continue;
    }
    outcomes.push(settleUnit(unit, await Promise.all(unit.map(readForRetry))));
  }
  return outcomes;
};
