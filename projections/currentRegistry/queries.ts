import type { SqlClient } from '../engine/sql.ts';

export type RegistryRow = {
  readonly firearmId: string;
  readonly custody: string;
  readonly condition: string;
  readonly markState: string;
  readonly alerts: ReadonlyArray<string>;
  readonly holder: string | null;
  readonly holderAbsent: string | null;
  readonly holderRole: string | null;
  readonly type: string | null;
  readonly make: string | null;
  readonly manufacturerCode: string | null;
  readonly model: string | null;
  readonly calibre: string | null;
  readonly serialRaw: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly importMarkDue: boolean;
  readonly findings: ReadonlyArray<string>;
};

export const registryColumns = `i.subject_id as "firearmId", i.custody, i.condition, i.mark_state as "markState", i.alerts, i.holder,
  i.holder_absent as "holderAbsent", i.holder_role as "holderRole", i.type, i.make, i.manufacturer_code as "manufacturerCode",
  i.model, i.calibre, i.serial_raw as "serialRaw", i.category, i.subcategory, i.import_mark_due as "importMarkDue", i.findings`;

export type RegistryFilter = {
  readonly validAt: string;
  readonly knownAt: string;
  readonly custody?: string;
  readonly alert?: string;
  readonly finding?: string;
  readonly manufacturerCode?: string;
  readonly holder?: string;
  /** Leaves out what was destroyed before this day: its period of access is over. */
  readonly destroyedSince?: string;
  readonly after?: string;
  readonly limit: number;
};

/**
 * Records of what was destroyed are read for a time only; a find after that stops the clock (Dir. 4(5), HC-15). Asked as
 * a value and not as `exists`, because the planner would read the clocks of the whole register for a page of it; and not
 * as `is null`, which it takes for rare and then sorts whatever else the page could show.
 */
export const accessible = (
  parameter: string,
): string => `(${parameter}::text is null or not coalesce((select true from lists.clock c
    where c.subject_id = i.subject_id and c.cause = 'DESTROYED' and c.stopped_by is null and c.known_to = 'infinity'
      and c.clock_from < ${parameter} limit 1), false))`;

const page = `
select ${registryColumns} from current_registry.interval i
where i.valid_from <= $1::timestamptz and i.valid_to > $1::timestamptz
  and i.known_from <= $2::timestamptz and i.known_to > $2::timestamptz
  and ($3::text is null or i.custody = $3) and ($4::text is null or (i.alerts <> '{}' and $4 = any(i.alerts)))
  and ($5::text is null or (i.findings <> '{}' and i.findings @> array[$5::text])) and ($6::text is null or i.manufacturer_code = $6)
  and ($7::text is null or i.holder = $7) and i.subject_id > $8 and ${accessible('$10')}
order by i.subject_id limit $9`;

/** One page of the register as it was at `validAt`, as known at `knownAt`, in the order of firearm ids. */
export const registryPage = async (
  client: SqlClient,
  filter: RegistryFilter,
): Promise<ReadonlyArray<RegistryRow>> => {
  const values = [
    filter.validAt,
    filter.knownAt,
    filter.custody ?? null,
    filter.alert ?? null,
    filter.finding ?? null,
    filter.manufacturerCode ?? null,
    filter.holder ?? null,
    filter.after ?? '',
    filter.limit,
    filter.destroyedSince ?? null,
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<RegistryRow>;
};
