-- The log. Payload and metadata are the canonical bytes (RFC 8785) that hashes are made over; the columns beside them
-- are what the store itself needs. Nothing is ever updated or deleted here.
create table ledger.event (
  position        bigint primary key,
  stream_id       text collate "C" not null,
  revision        bigint not null check (revision >= 0),
  event_id        uuid not null unique,
  type            text collate "C" not null,
  schema_version  integer not null,
  recorded_at     timestamptz(3) not null,
  payload         text not null,
  metadata        text not null,
  unique (stream_id, revision)
);

-- One row: the position of the last event and the time of its recording. Taken last in each append, so that positions
-- are dense and become visible in order, and so that the time of recording never runs backwards.
create table ledger.head (
  only_row    boolean primary key default true check (only_row),
  position    bigint not null,
  recorded_at timestamptz(3) not null
);
insert into ledger.head (position, recorded_at) values (0, '-infinity');

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger event_append_only before update or delete or truncate on ledger.event
  for each statement execute function ledger.refuse_change();
create trigger head_stays before delete or truncate on ledger.head
  for each statement execute function ledger.refuse_change();

grant select, insert on ledger.event to ledger_runtime;
grant select, update on ledger.head to ledger_runtime;
