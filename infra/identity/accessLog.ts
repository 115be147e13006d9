import type { Pool } from 'pg';
import type { RecordAccess } from '../../domain/ports/identity.ts';

const insert = `
insert into ledger.access (actor_id, role, organisation_id, purpose, regime, operation, subject, request_id)
values ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** The append-only access log in PostgreSQL (REQ-DPR-02). */
export const createRecordAccess =
  (pool: Pool): RecordAccess =>
  async (access) => {
    await pool.query({
      name: 'record-access',
      text: insert,
      values: [
        access.actorId,
        access.role,
        access.organisationId,
        access.purpose,
        access.regime,
        access.operation,
        access.subject ?? null,
        access.requestId,
      ],
    });
  };
