import type { SqlClient } from '../engine/sql.ts';

export type LooseComponent = {
  readonly componentId: string;
  readonly status: string;
  readonly kind: string | null;
  readonly serialRaw: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly role: string | null;
  readonly since: Date | number;
};

const loose = `
select subject_id as "componentId", status, kind, serial_raw as "serialRaw", category, subcategory,
  holder_role as role, valid_from as since
from component_tree.interval
where holder = $1 and valid_from <= $2::timestamptz and valid_to > $2::timestamptz
  and known_from <= $3::timestamptz and known_to > $3::timestamptz and subject_id > $4 collate "C"
order by subject_id limit $5`;

/** Components that a party answered for on their own, fitted in no firearm, at `validAt`, as known at `knownAt`. */
export const componentsOfParty = async (
  client: SqlClient,
  query: {
    readonly party: string;
    readonly validAt: string;
    readonly knownAt: string;
    readonly after: string;
    readonly limit: number;
  },
): Promise<ReadonlyArray<LooseComponent>> =>
  (
    await client.query({
      text: loose,
      values: [query.party, query.validAt, query.knownAt, query.after, query.limit],
    })
  ).rows as unknown as ReadonlyArray<LooseComponent>;

const tree = `
select subject_id as id from component_tree.interval
where firearm_id = $1 and valid_from <= $2::timestamptz and valid_to > $2::timestamptz
  and known_from <= $3::timestamptz and known_to > $3::timestamptz
order by subject_id limit 200`;

/** Components that were in a firearm at `validAt`, as known at `knownAt`. */
export const componentsOfFirearm = async (
  client: SqlClient,
  query: { readonly firearm: string; readonly validAt: string; readonly knownAt: string },
): Promise<ReadonlyArray<string>> =>
  (await client.query({ text: tree, values: [query.firearm, query.validAt, query.knownAt] })).rows.map(
    ({ id }) => String(id),
  );
