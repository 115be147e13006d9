import { accessible } from '../currentRegistry/queries.ts';
import type { SqlClient } from '../engine/sql.ts';
import { idsOfParty } from '../partyAliases/queries.ts';

export type Holding = {
  readonly firearmId: string;
  readonly custody: string;
  readonly holderRole: string | null;
  readonly since: Date | number;
  readonly precision: string;
  readonly basisEventId: string;
  readonly confirmation: string | null;
  /** Under which id of the party it is recorded. */
  readonly holder: string;
};

const holdings = `
select subject_id as "firearmId", custody, holder_role as "holderRole", valid_from as since, precision,
  basis_event_id as "basisEventId", confirmation, holder
from chain_of_custody.interval i
where holder = any($1::text[]) and valid_from <= $2::timestamptz and valid_to > $2::timestamptz
  and known_from <= $3::timestamptz and known_to > $3::timestamptz and subject_id > $4
  and ${accessible('$6')}
order by subject_id limit $5`;

/** Firearms a party answered for at `validAt`, as known at `knownAt`, under whatever id it was known then. */
export const holdingsOf = async (
  client: SqlClient,
  query: {
    readonly party: string;
    readonly validAt: string;
    readonly knownAt: string;
    readonly after: string;
    /** Leaves out what was destroyed before this day: its period of access is over. */
    readonly destroyedSince?: string | undefined;
    readonly limit: number;
  },
): Promise<ReadonlyArray<Holding>> =>
  (
    await client.query({
      text: holdings,
      values: [
        await idsOfParty(client, query.party, query.knownAt),
        query.validAt,
        query.knownAt,
        query.after,
        query.limit,
        query.destroyedSince ?? null,
      ],
    })
  ).rows as unknown as ReadonlyArray<Holding>;
