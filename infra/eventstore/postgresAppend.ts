import type { Pool } from 'pg';
import type {
  Appended,
  AppendOutcome,
  AppendRequest,
  ExpectedRevision,
  StoredEvent,
} from '../../domain/ports/eventStore.ts';
import type { Clock } from '../../domain/ports/system.ts';
import { appendStatement } from './appendStatement.ts';
import { settleRetry } from './settleRetry.ts';

const expectedNumber = (expected: ExpectedRevision): bigint =>
  expected === 'NO_STREAM' ? -1n : expected === 'ANY' ? -2n : expected === 'STREAM_EXISTS' ? -4n : expected;

type Row = {
  readonly no: number;
  readonly actual: bigint;
  readonly accepted: boolean;
  readonly position: bigint;
  readonly recorded_at: Date;
};

const parameters = (requests: ReadonlyArray<AppendRequest>, now: number): ReadonlyArray<unknown> => {
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
  return [
    requests.map((request) => request.streamId),
    requests.map((request) => expectedNumber(request.expectedRevision)),
    requests.map((request) => request.events.length),
    numbers,
    ordinals,
    eventIds,
    types,
    versions,
    JSON.stringify(payloads),
    JSON.stringify(metadata),
    new Date(now).toISOString(),
  ];
};

const uniqueViolation = '23505';

/**
 * Appends requests on distinct streams in one statement. A request that is not accepted at once is settled by the
 * append table: idempotent success, wrong revision, or corrupted idempotency.
 */
export const appendDistinct = async (
  pool: Pool,
  clock: Clock,
  readForRetry: (request: AppendRequest) => Promise<ReadonlyArray<StoredEvent>>,
  requests: ReadonlyArray<AppendRequest>,
): Promise<ReadonlyArray<AppendOutcome>> => {
  let rows: ReadonlyArray<Row>;
  try {
    const values = [...parameters(requests, clock.now())];
    ({ rows } = await pool.query<Row>({ name: 'ledger-append', text: appendStatement, values }));
  } catch (error) {
    if ((error as { readonly code?: string }).code !== uniqueViolation) throw error;
    // Another process was faster on one of these streams. Alone, each request sees what is there now.
    if (requests.length > 1) {
      const outcomes: AppendOutcome[] = [];
      for (const request of requests)
        outcomes.push(...(await appendDistinct(pool, clock, readForRetry, [request])));
      return outcomes;
    }
    rows = [];
  }
  const outcomes: AppendOutcome[] = [];
  for (const [index, request] of requests.entries()) {
    const row = rows[index];
    if (row?.accepted) {
      const appended: Appended = {
        revision: row.actual + BigInt(request.events.length),
        position: row.position,
        recordedAt: row.recorded_at.getTime(),
        idempotent: false,
      };
      outcomes.push({ kind: 'APPENDED', appended });
      continue;
    }
    outcomes.push(settleRetry(request, await readForRetry(request)));
  }
  return outcomes;
};
