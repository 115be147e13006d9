import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { NewEvent } from '../../domain/ports/eventStore.ts';
import { createPostgresEventStore } from '../../infra/eventstore/postgresEventStore.ts';
import { createPool, type DatabaseTarget } from '../../infra/postgres/pool.ts';
import { systemClock } from '../../infra/system/system.ts';
import { concurrently, median, rate } from './figures.ts';
import { benchMetadata, benchPayload, createPlainLog, plainInserts } from './plainLog.ts';

export type AppendSizes = { readonly events: number; readonly callers: number; readonly runs: number };
export type AppendFigure = {
  readonly what: string;
  readonly ours: number;
  readonly limit: number;
  readonly limitName: string;
  /** The ratio that is wanted. */
  readonly reach: number;
};

const newEvent = (): NewEvent => ({
  eventId: randomUUID(),
  type: 'FirearmTransferred',
  schemaVersion: 1,
  payload: benchPayload,
  metadata: benchMetadata,
});
const plainBulk =
  'insert into plain_event (stream_id, revision, event_id, type, schema_version, payload, metadata) select * from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[])';

/**
 * Appends, one event each by many callers and in bulk, beside what the plain driver reaches on a plain table in the
 * same run. One run to warm up is not counted; ours and the limit alternate, so that both meet the same machine.
 */
export const measureAppends = async (
  target: DatabaseTarget,
  owner: Pool,
  { events: eventCount, callers, runs }: AppendSizes,
): Promise<ReadonlyArray<AppendFigure>> => {
  const pool = createPool(target, { role: 'runtime', max: callers });
  const plain = createPool(target, { role: 'owner', max: callers });
  await createPlainLog(owner);
  const store = createPostgresEventStore(pool, systemClock);
  const ours: number[] = [];
  const theirs: number[] = [];
  const oursBulk: number[] = [];
  const theirsBulk: number[] = [];
  const checked = <L, A>(result: E.Either<L, A>): void => {
    if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  };
  for (let run = 0; run <= runs; run += 1) {
    const a = await rate(eventCount, async () => {
      await concurrently(eventCount, callers, async () =>
        checked(
          await store.append({
            streamId: `firearm-${randomUUID()}`,
            expectedRevision: 'NO_STREAM',
            events: [newEvent()],
          })(),
        ),
      );
    });
    const b = await plainInserts(plain, eventCount, callers);
    const batches = Math.max(1, Math.round(eventCount / 1000));
    const c = await rate(batches * 1000, async () => {
      for (let batch = 0; batch < batches; batch += 1)
        checked(
          await store.append({
            streamId: `firearm-${randomUUID()}`,
            expectedRevision: 'NO_STREAM',
            events: Array.from({ length: 1000 }, newEvent),
          })(),
        );
    });
    const d = await rate(batches * 1000, async () => {
      for (let batch = 0; batch < batches; batch += 1) {
        const events = Array.from({ length: 1000 }, newEvent);
        const stream = `firearm-${randomUUID()}`;
        await plain.query({
          name: 'bulk',
          text: plainBulk,
          values: [
            events.map(() => stream),
            events.map((_, index) => index),
            events.map((event) => event.eventId),
            events.map((event) => event.type),
            events.map(() => 1),
            events.map((event) => event.payload),
            events.map((event) => event.metadata),
          ],
        });
      }
    });
    if (run === 0) continue;
    ours.push(a);
    theirs.push(b);
    oursBulk.push(c);
    theirsBulk.push(d);
  }
  await pool.end();
  await plain.end();
  return [
    {
      what: `durable single-event appends, ${callers} callers (events/s)`,
      ours: median(ours),
      limit: median(theirs),
      limitName: 'node-postgres, one insert a commit',
      reach: 1.5,
    },
    {
      what: 'bulk append, batches of 1,000 (events/s)',
      ours: median(oursBulk),
      limit: median(theirsBulk),
      limitName: 'node-postgres, unnest insert',
      reach: 0.7,
    },
  ];
};
