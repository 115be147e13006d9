import type { SqlClient } from '../engine/sql.ts';

export type OwnHold = {
  readonly holdEventId: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly placedAt: Date;
  readonly placedBy: string;
  readonly role: string;
};

const own = `
select event_id as "holdEventId", kind, subject_id as "subjectId", recorded_at as "placedAt", actor_id as "placedBy", role
from audit_trail.entry e
where type = 'LegalHoldPlaced' and kind in ('firearm', 'component')
  and not exists (
    select from audit_trail.entry s
    where s.type = 'LegalHoldPlaced' and s.kind = 'system' and s.recorded_at = e.recorded_at and s.actor_id = e.actor_id)
order by position desc limit 1000`;

/** Holds that were placed with one firearm or component, and not with the ledger; its own events say what became of them. */
export const ownHolds = async (client: SqlClient): Promise<ReadonlyArray<OwnHold>> =>
  (await client.query({ text: own })).rows as unknown as ReadonlyArray<OwnHold>;
