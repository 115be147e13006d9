-- Entries of the access log end with the period of the policy (accessLog.retention; GDPR 5(1)(e)), by one function that
-- can do nothing else. Who may call it may do nothing else either; the serving program may not.
do $$
begin
  if not exists (select from pg_roles where rolname = 'ledger_access_retention') then
    begin
      create role ledger_access_retention nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  begin
    execute format('grant ledger_access_retention to %I', current_user);
  exception when insufficient_privilege then
    raise notice 'another owner made the role ledger_access_retention: have it granted before entries are removed';
  end;
end $$;

-- What was removed when: it stays for ever and names nobody.
create table ledger.access_removal (
  number       bigint generated always as identity primary key,
  at           timestamptz not null default now(),
  before       timestamptz not null,
  entries      bigint not null,
  first_entry  bigint not null,
  last_entry   bigint not null
);
create trigger access_removal_stays before update or delete or truncate on ledger.access_removal
  for each statement execute function ledger.refuse_change();

-- Only within the function below; the owner of the tables is kept from doing it by mistake.
create function ledger.refuse_access_removal() returns trigger language plpgsql as $$
begin
  if current_setting('ledger.access_retention', true) is distinct from 'removing' then
    raise exception 'the access log is append-only: % on % is refused', tg_op, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
drop trigger access_append_only on ledger.access;
create trigger access_append_only before update or truncate on ledger.access
  for each statement execute function ledger.refuse_change();
create trigger access_ends_by_retention before delete on ledger.access
  for each statement execute function ledger.refuse_access_removal();

-- Removes at most so many entries of a period, but for those about the subjects that are held. Whatever it is asked, the
-- last twelve months stay: an auditor asks who looked at a firearm last year (REQ-DPR-02).
create function ledger.remove_access(since timestamptz, before timestamptz, held text[], at_most integer)
  returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone record;
begin
  if before > now() - interval '12 months' then
    raise exception 'the access log of the last twelve months is kept' using errcode = 'insufficient_privilege';
  end if;
  perform set_config('ledger.access_retention', 'removing', true);
  with removed as (
    delete from ledger.access where number in (
      select a.number from ledger.access a
      where a.at >= since and a.at < before and (a.subject is null or a.subject <> all (held))
      order by a.number limit at_most)
    returning number)
  select count(*) as entries, min(number) as first_entry, max(number) as last_entry into gone from removed;
  perform set_config('ledger.access_retention', '', true);
  if gone.entries > 0 then
    insert into ledger.access_removal (before, entries, first_entry, last_entry)
      values (before, gone.entries, gone.first_entry, gone.last_entry);
  end if;
  return gone.entries;
end $$;
revoke all on function ledger.remove_access(timestamptz, timestamptz, text[], integer) from public;
grant usage on schema ledger to ledger_access_retention;
grant execute on function ledger.remove_access(timestamptz, timestamptz, text[], integer) to ledger_access_retention;
grant select on ledger.access_removal to ledger_runtime;
-- Entries come in the order of time: that costs the readers, each of whom writes one, next to nothing.
create index on ledger.access using brin (at);
