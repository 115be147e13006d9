-- How far each read model has come. Its tables live in a schema of its own name, made by the program that owns it.
create schema projection;
create table projection.checkpoint (
  name        text collate "C" primary key,
  version     integer not null,
  position    bigint not null,
  updated_at  timestamptz not null default now()
);
grant usage on schema projection to ledger_runtime;
grant select, update on projection.checkpoint to ledger_runtime;
