import { serialKeys, transliteration } from '../../domain/identification/serial.ts';
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

const columns = `i.subject_id as "firearmId", i.custody, i.condition, i.mark_state as "markState", i.alerts, i.holder,
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

/** Records of what was destroyed are read for a time only; a find after that stops the clock (Dir. 4(5), HC-15). */
const accessible = (
  parameter: string,
): string => `(${parameter}::text is null or not exists (select from lists.clock c
    where c.subject_id = i.subject_id and c.cause = 'DESTROYED' and c.stopped_by is null and c.known_to = 'infinity'
      and c.clock_from < ${parameter}))`;

const page = `
select ${columns} from current_registry.interval i
where i.valid_from <= $1::timestamptz and i.valid_to > $1::timestamptz
  and i.known_from <= $2::timestamptz and i.known_to > $2::timestamptz
  and ($3::text is null or i.custody = $3) and ($4::text is null or (i.alerts <> '{}' and $4 = any(i.alerts)))
  and ($5::text is null or $5 = any(i.findings)) and ($6::text is null or i.manufacturer_code = $6)
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

export const rungs = ['EXACT', 'EXACT_OTHER_MARK', 'CONFUSABLE'] as const;
export type Rung = (typeof rungs)[number];

export type Candidate = RegistryRow & { readonly markSerial: string; readonly markLocation: string };

const conditions: { readonly [R in Rung]: string } = {
  EXACT: 'm.canonical = $1 and m.is_primary',
  EXACT_OTHER_MARK: '(m.canonical = $1 and not m.is_primary) or m.sound = $1 or m.canonical = $2',
  CONFUSABLE: 'm.skeleton1 = $3 and m.canonical <> $1',
};

const search = (rung: Rung): string => `
select distinct on (i.subject_id) ${columns}, m.serial_raw as "markSerial", m.location as "markLocation"
from current_registry.mark m
join current_registry.interval i on i.subject_id = m.firearm_id and i.known_to = 'infinity' and i.valid_to = 'infinity'
where (${conditions[rung]}) and $1::text <> '' and $2::text is not null and $3::text is not null
  and ${accessible('$5')}
order by i.subject_id, m.no limit $4`;

/** Firearms that carry, or once carried, a mark matching the serial number on one rung of the ladder (identification 6.4). */
export const searchRung = async (
  client: SqlClient,
  serial: string,
  rung: Rung,
  limit: number,
  destroyedSince?: string,
): Promise<ReadonlyArray<Candidate>> => {
  const keys = serialKeys(serial);
  const values = [
    keys.canonical,
    transliteration(serial) ?? keys.canonical,
    keys.skeleton1,
    limit,
    destroyedSince ?? null,
  ];
  const { rows } = await client.query({ text: search(rung), values });
  const found = rows as unknown as ReadonlyArray<Candidate>;
  return rung === 'EXACT_OTHER_MARK'
    ? found.filter(
        (each) =>
          !(
            each.serialRaw !== null &&
            serialKeys(each.serialRaw).canonical === keys.canonical &&
            each.markSerial === each.serialRaw
          ),
      )
    : found;
};
