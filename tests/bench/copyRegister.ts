import type { Pool } from 'pg';

/**
 * Ids of streams and events end in eight characters that name the copy, references to them alike: no id of the original
 * ends so. What is in the vault stays shared.
 */
const ids = String.raw`\y([WTPFERL]-[0-7][0-9A-HJKMNP-TV-Z]{17}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})[0-9A-Za-z]{8}\y`;
/** Numbers of marks end in the copy's letter, so that each still belongs to one firearm. */
const serials = String.raw`("serialRaw":"[^"]{1,38}|"serials":\["[^"]{1,38})"`;
const copiesMax = 26;

// Signs that no event holds stand for the name of the copy: looked for once, they are cheap to replace in each copy.
const nameSign = '\u0001';
const letterSign = '\u0002';

// Policies and whatever else a stream without an id of its own holds are those of all copies.
const mould = `
  create unlogged table mould as
  select row_number() over (order by position) as place, regexp_replace(stream_id, $2, $3) as stream_id, revision,
         regexp_replace(event_id::text, $2, $3) as event_id, type, schema_version,
         regexp_replace(regexp_replace(payload, $2, $3, 'g'), $4, $5, 'g') as payload,
         regexp_replace(metadata, $2, $3, 'g') as metadata
  from ledger.event where position <= $1 and regexp_replace(stream_id, $2, $3) <> stream_id`;

const copy = `
  with head as (
    update ledger.head
    set position = position + (select max(place) from mould), recorded_at = greatest(recorded_at, now())
    returning position - (select max(place) from mould) as base, recorded_at
  )
  insert into ledger.event (position, stream_id, revision, event_id, type, schema_version, recorded_at, payload, metadata)
  select base + place, replace(stream_id, $1, $2), revision, replace(event_id, $1, $2)::uuid, type, schema_version,
         recorded_at, replace(replace(payload, $1, $2), $3, $4), replace(metadata, $1, $2)
  from mould cross join head`;

/**
 * Appends all lives of the log so far again and again under other ids and numbers, in the database alone: to decide a
 * million lives anew would take an hour, and what is measured over them does not look at how they were decided.
 */
export const copyRegister = async (pool: Pool, head: bigint, copies: number): Promise<void> => {
  if (copies > copiesMax) throw new Error(`only ${copiesMax} copies of a register have letters of their own`);
  await pool.query(mould, [head, ids, `\\1${nameSign}`, serials, `\\1${letterSign}"`]);
  for (let number = 1; number <= copies; number += 1)
    await pool.query(copy, [
      nameSign,
      String(number).padStart(8, '0'),
      letterSign,
      String.fromCharCode(64 + number),
    ]);
  await pool.query('drop table mould');
};
