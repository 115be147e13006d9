import type { Pool } from 'pg';
import type { RecordAccess } from '../../domain/ports/identity.ts';
import { createCoalescer } from '../coalesced.ts';

const insert = `
insert into ledger.access (actor_id, role, organisation_id, purpose, regime, operation, subject, request_id)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`;

/** The append-only access log in PostgreSQL (REQ-DPR-02). Reads that come at the same time share a commit. */
export const createRecordAccess = (pool: Pool): RecordAccess => {
  const record = createCoalescer(
    async (accesses: ReadonlyArray<Parameters<RecordAccess>[0]>) => {
      await pool.query({
        name: 'record-access',
        text: insert,
        values: [
          accesses.map(({ actorId }) => actorId),
          accesses.map(({ role }) => role),
          accesses.map(({ organisationId }) => organisationId),
          accesses.map(({ purpose }) => purpose),
          accesses.map(({ regime }) => regime),
          accesses.map(({ operation }) => operation),
          accesses.map(({ subject }) => subject ?? null),
          accesses.map(({ requestId }) => requestId),
        ],
      });
      return accesses.map(() => undefined);
    },
    { atOnce: 2, itemsMax: 500 },
  );
  return record;
};
