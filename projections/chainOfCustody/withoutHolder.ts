import type { SqlClient } from '../engine/sql.ts';

export type WithoutHolder = {
  readonly firearmId: string;
  readonly custody: string;
  readonly holderAbsent: string | null;
  readonly since: Date | number;
  readonly basisEventId: string;
  readonly basisType: string;
};

const page = `
select subject_id as "firearmId", custody, holder_absent as "holderAbsent", valid_from as since,
  basis_event_id as "basisEventId", basis_type as "basisType"
from chain_of_custody.interval
where known_to = 'infinity' and valid_to = 'infinity' and holder is null
  and custody not in ('DST', 'DSM', 'EXP') and subject_id > $1
order by subject_id limit $2`;

/** Firearms in the territory that nobody answers for (REQ-REC-12: never a silent "none"). */
export const withoutHolderPage = async (
  client: SqlClient,
  filter: { readonly after: string; readonly limit: number },
): Promise<ReadonlyArray<WithoutHolder>> =>
  (await client.query({ text: page, values: [filter.after, filter.limit] }))
    .rows as unknown as ReadonlyArray<WithoutHolder>;
