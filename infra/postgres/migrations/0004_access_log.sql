-- Who read what, for which purpose, under which regime (REQ-DPR-01, REQ-DPR-02). Written before the answer leaves.
create table ledger.access (
  number          bigint generated always as identity primary key,
  at              timestamptz not null default now(),
  actor_id        text not null,
  role            text not null,
  organisation_id text not null,
  purpose         text not null,
  regime          text not null,
  operation       text not null,
  subject         text,
  request_id      text not null
);
create index on ledger.access (subject, at) where subject is not null;
create index on ledger.access (actor_id, at);
create trigger access_append_only before update or delete or truncate on ledger.access
  for each statement execute function ledger.refuse_change();
grant select, insert on ledger.access to ledger_runtime;
