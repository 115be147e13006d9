-- The append: one round trip, many requests, each with an outcome of its own.
--
-- It takes its turn at the head row first and keeps it until commit. What another process appended before is then
-- committed, and because each statement of a volatile function sees what is committed when that statement begins, the
-- second statement compares with all of it: no expectation is checked against what has changed since, and positions are
-- dense and become visible in their order. (In one statement without a function, everything would be compared as it
-- stood before the wait.)
--
-- Only requests whose expectation holds take part. Requests of one unit take part together or not at all, and only if
-- the streams that the unit rests on end with the events it was decided on. A stream is compared once for all units that
-- rest on it.
--
-- $1 stream ids, $2 expected revisions (-1 no stream, -2 any, -4 stream exists), $3 numbers of events, $12 units: one a
-- request.
-- $4 request numbers from 1, $5 ordinals from 1 within the request, $6 event ids, $7 types, $8 schema versions,
-- $9 payloads, $10 metadata: the texts of all events joined by the separator $13 (cheaper to write and to read than
-- array literals, in which each quotation mark is escaped). $11 the clock.
-- $14 streams that units rest on, $15 ids of their last events (null: no stream), $16 units, $17 which of those streams
-- each rests on, from 1.
create function ledger.append(text[], bigint[], int[], int[], int[], uuid[], text[], int[], text, text, timestamptz, int[],
                              text, text[], uuid[], int[], int[])
returns table (no int, actual bigint, accepted boolean, "position" bigint, recorded_at timestamptz, moved boolean)
language plpgsql volatile as $$
#variable_conflict use_column
begin
  perform from ledger.head for no key update;
  return query
  with request as (
    select no, unit, stream_id, expected, events,
           coalesce((select e.revision from ledger.event e where e.stream_id = r.stream_id order by e.revision desc limit 1), -1) as actual
    from unnest($1, $2, $3, $12) with ordinality as r(stream_id, expected, events, unit, no)
  ), incoming as (
    select * from rows from (unnest($4, $5, $6, $7, $8), string_to_table($9, $13), string_to_table($10, $13))
      as i(no, ordinal, event_id, type, schema_version, payload, metadata)
  ), known as (
    -- A scalar subquery, not a join: a join may be planned as a scan of the whole log, which grows.
    select distinct no from incoming
    where (select e.position from ledger.event e where e.event_id = incoming.event_id) is not null
  ), moved as (
    select distinct unit from unnest($16, $17) as r(unit, no)
    where no in (
      select no from unnest($14, $15) with ordinality as s(stream_id, last, no)
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
    set position = position + total.events, recorded_at = greatest(recorded_at, $11)
    from (select sum(events)::bigint as events from accepted) total
    where total.events > 0
    returning ledger.head.position - total.events as base, ledger.head.recorded_at
  ), inserted as (
    insert into ledger.event (position, stream_id, revision, event_id, type, schema_version, recorded_at, payload, metadata)
    select head.base + accepted.before + i.ordinal, accepted.stream_id, accepted.actual + i.ordinal, i.event_id, i.type,
           i.schema_version, head.recorded_at, i.payload, i.metadata
    from incoming i join accepted using (no) cross join head
  )
  select request.no::int, request.actual, accepted.no is not null,
         (head.base + accepted.before + accepted.events)::bigint, head.recorded_at::timestamptz,
         request.unit in (select unit from moved)
  from request left join accepted using (no) left join head on accepted.no is not null
  order by request.no;
end $$;
