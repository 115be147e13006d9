import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';

export type CategoryFilter = {
  /** From this moment of valid time on. */
  readonly since: number;
  readonly categories: ReadonlyArray<string>;
  /** Of the categories these; those without a known subcategory may be among them. */
  readonly subcategories?: ReadonlyArray<string>;
  /** Those of this subcategory too. */
  readonly also: string;
  readonly manufacturerCodes?: ReadonlyArray<string>;
  readonly models?: ReadonlyArray<string>;
  readonly after: string;
  readonly limit: number;
};

const page = `
select subject_id as id from current_registry.interval
where known_to = 'infinity' and valid_to > $1::timestamptz
  and ((category = any($2::text[]) and ($3::text[] is null or subcategory = any($3) or subcategory is null))
    or subcategory = $8)
  and ($4::text[] is null or manufacturer_code = any($4) or manufacturer_code is null)
  and ($5::text[] is null or model = any($5) or model is null) and subject_id > $6
group by subject_id order by subject_id limit $7`;

/** Firearms that were in one of the categories at a moment or later, as known now, in the order of their ids: candidates. */
export const firearmsInCategories = async (
  client: SqlClient,
  filter: CategoryFilter,
): Promise<ReadonlyArray<string>> => {
  const values = [
    timestamp(filter.since),
    filter.categories,
    filter.subcategories ?? null,
    filter.manufacturerCodes ?? null,
    filter.models ?? null,
    filter.after,
    filter.limit,
    filter.also,
  ];
  const { rows } = await client.query({ text: page, values });
  return rows.map((row) => String(row['id']));
};
