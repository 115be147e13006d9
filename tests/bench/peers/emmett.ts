import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

// A process of its own with packages of its own: see ../emmettRate.ts, which starts it and reads the last line.
const { connection, warmUp, events, callers, payload, metadata } = JSON.parse(process.argv[2] ?? '{}');

// As many connections as callers, as the ledger's own run has; its default would be 10.
const pool = new pg.Pool({ ...connection, max: callers });
const store = getPostgreSQLEventStore(
  `postgresql://${connection.user}@${encodeURIComponent(connection.host)}:${connection.port}/${connection.database}`,
  { connectionOptions: { pool }, schema: { autoMigration: 'None' } },
);
await store.schema.migrate();
const appended = async (count: number): Promise<void> => {
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count) {
        next += 1;
        await store.appendToStream(
          `firearm-${randomUUID()}`,
          [{ type: 'FirearmTransferred', data: JSON.parse(payload), metadata: JSON.parse(metadata) }],
          { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' },
        );
      }
    }),
  );
};
// To open the connections and to let the code get warm, as the ledger's own has become by then.
await appended(warmUp);
const started = performance.now();
await appended(events);
const seconds = (performance.now() - started) / 1000;
const { rows } = await pool.query(
  "select count(*)::int as stored from emt_messages where message_type = 'FirearmTransferred'",
);
process.stdout.write(`${JSON.stringify({ rate: events / seconds, stored: rows[0].stored })}\n`);
await store.close();
await pool.end().catch(() => undefined);
