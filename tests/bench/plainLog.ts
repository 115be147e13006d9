import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { concurrently, rate } from './figures.ts';

export const benchPayload = JSON.stringify({
  acquirerId: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  transferKind: 'DEALER_TO_PERSON',
  filler: 'x'.repeat(220),
});
export const benchMetadata = JSON.stringify({
  recordedBy: { actorId: 'bench', role: 'CLK', organisationId: 'REGISTRY' },
  salt: '0'.repeat(32),
});

const plainInsert =
  'insert into plain_event (stream_id, revision, event_id, type, schema_version, payload, metadata) values ($1, 0, $2, $3, 1, $4, $5)';

/** Makes the table of a plain event log with the same columns and keys as ours, without anything of ours. */
export const createPlainLog = (owner: Pool): Promise<unknown> =>
  owner.query(`create table plain_event (position bigint generated always as identity primary key, stream_id text collate "C" not null, revision bigint not null,
    event_id uuid not null unique, type text not null, schema_version int not null, recorded_at timestamptz not null default now(), payload text not null, metadata text not null, unique (stream_id, revision))`);

/** Events a second that the plain driver makes durable, one insert a commit. */
export const plainInserts = (pool: Pool, events: number, callers: number): Promise<number> =>
  rate(events, async () => {
    await concurrently(events, callers, async () => {
      await pool.query({
        name: 'plain',
        text: plainInsert,
        values: [`firearm-${randomUUID()}`, randomUUID(), 'FirearmTransferred', benchPayload, benchMetadata],
      });
    });
  });
