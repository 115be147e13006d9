/**
 * The append: one statement, one round trip, many requests, each with an outcome of its own.
 *
 * Only requests whose expectation holds take part; their events get dense positions from the head row, which is
 * locked last and until commit, so that events become visible in the order of their positions. A revision or event id
 * that another process wrote in the meantime breaks a unique constraint and with it the whole statement: the caller
 * then repeats the requests one by one.
 *
 * Requests of one unit take part together or not at all, and only if the streams that the unit rests on end with the
 * events it was decided on. A stream is compared once for all units that rest on it.
 *
 * $1 stream ids, $2 expected revisions (-1 no stream, -2 any, -4 stream exists), $3 numbers of events, $12 units: one a
 * request.
 * $4 request numbers from 1, $5 ordinals from 1 within the request, $6 event ids, $7 types, $8 schema versions,
 * $9 payloads, $10 metadata: the texts of all events joined by the separator $13 (cheaper to write and to read than
 * array literals, in which each quotation mark is escaped). $11 the clock.
 * $14 streams that units rest on, $15 ids of their last events (null: no stream), $16 units, $17 which of those streams
 * each rests on, from 1.
 */
export const appendStatement = `
with request as (
  select no, unit, stream_id, expected, events,
         coalesce((select e.revision from ledger.event e where e.stream_id = r.stream_id order by e.revision desc limit 1), -1) as actual
  from unnest($1::text[], $2::bigint[], $3::int[], $12::int[]) with ordinality as r(stream_id, expected, events, unit, no)
), incoming as (
  select * from rows from (unnest($4::int[], $5::int[], $6::uuid[], $7::text[], $8::int[]),
                            string_to_table($9, $13), string_to_table($10, $13))
    as i(no, ordinal, event_id, type, schema_version, payload, metadata)
), known as (
  -- A scalar subquery, not a join: a join may be planned as a scan of the whole log, which grows.
  select distinct no from incoming
  where (select e.position from ledger.event e where e.event_id = incoming.event_id) is not null
), moved as (
  select distinct unit from unnest($16::int[], $17::int[]) as r(unit, no)
  where no in (
    select no from unnest($14::text[], $15::uuid[]) with ordinality as s(stream_id, last, no)
    where (select e.event_id from ledger.event e where e.stream_id = s.stream_id order by e.revision desc limit 1)
      is distinct from last
  )
), unfit as (
  select unit from moved
  union all
  select unit from request
  where no in (select no from known)
    or not (expected = actual or expected = -2 or (expected = -4 and actual >= 0))
), accepted as (
  select no, stream_id, actual, events, sum(events) over (order by no) - events as before
  from request
  where unit not in (select unit from unfit)
), head as (
  update ledger.head
  set position = position + total.events, recorded_at = greatest(recorded_at, $11::timestamptz)
  from (select sum(events)::bigint as events from accepted) total
  where total.events > 0
  returning ledger.head.position - total.events as base, ledger.head.recorded_at
), inserted as (
  insert into ledger.event (position, stream_id, revision, event_id, type, schema_version, recorded_at, payload, metadata)
  select head.base + accepted.before + i.ordinal, accepted.stream_id, accepted.actual + i.ordinal, i.event_id, i.type,
         i.schema_version, head.recorded_at, i.payload, i.metadata
  from incoming i join accepted using (no) cross join head
)
select request.no::int as no, request.actual, accepted.no is not null as accepted,
       head.base + accepted.before + accepted.events as position, head.recorded_at,
       request.unit in (select unit from moved) as moved
from request left join accepted using (no) left join head on accepted.no is not null
order by request.no`;
