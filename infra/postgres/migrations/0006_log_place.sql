-- Where the log of this ledger is when it is not in this database: in an EventStoreDB, under an origin that tells this
-- log from every other. The row comes with the first start on EventStoreDB or with `ledger move-log`, and stays.
create table ledger.log_place (
  only_row  boolean primary key default true check (only_row),
  origin    uuid not null,
  since     timestamptz not null default now()
);
grant select on ledger.log_place to ledger_runtime;
create trigger log_place_stays before update or delete or truncate on ledger.log_place
  for each statement execute function ledger.refuse_change();

-- A process that still believes the log to be here must not begin a second one. Looked up after the append took its
-- turn at the head row, so that none slips through while the log is moved.
create function ledger.refuse_elsewhere() returns trigger language plpgsql as $$
begin
  if exists (select from ledger.log_place) then
    raise exception 'the log of this ledger is in EventStoreDB: set EVENT_STORE_URL' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return null;
end $$;
create trigger log_is_here after insert on ledger.event
  for each statement execute function ledger.refuse_elsewhere();
