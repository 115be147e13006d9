-- The run-time role: what the serving program may do, whoever it logs in as. Roles belong to the whole cluster, so
-- another database of it may be making the same role at this moment.
do $$
begin
  if not exists (select from pg_roles where rolname = 'ledger_runtime') then
    begin
      create role ledger_runtime nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(current_user, 'ledger_runtime', 'member') then
    execute format('grant ledger_runtime to %I', current_user);
  end if;
end $$;

grant usage on schema ledger to ledger_runtime;
grant select on ledger.migration to ledger_runtime;

create extension if not exists pg_trgm;
create extension if not exists unaccent;
