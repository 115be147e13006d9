-- Which signed heads are published, once witnesses decide that: those whose quorum was reached, and the head that stood
-- when it began. While the table is empty the last signed head is published.
create table ledger.published_head (
  size          bigint primary key references ledger.checkpoint (size),
  published_at  timestamptz not null
);
create trigger published_head_stays before update or delete or truncate on ledger.published_head
  for each statement execute function ledger.refuse_change();

-- What each witness last answered, for all processes that serve.
create table ledger.witness_status (
  name         text collate "C" primary key,
  status       text not null,
  reason       text,
  size         bigint not null,
  since        timestamptz not null,
  cosigned_at  timestamptz
);

-- Answers of time-stamping authorities (RFC 3161) over the bytes of a checkpoint's note as it was then.
create table ledger.checkpoint_timestamp (
  size       bigint primary key references ledger.checkpoint (size),
  note       text not null,
  response   bytea not null,
  stated_at  timestamptz not null,
  authority  text not null,
  stored_at  timestamptz not null default now()
);
create trigger checkpoint_timestamp_stays before update or delete or truncate on ledger.checkpoint_timestamp
  for each statement execute function ledger.refuse_change();

grant select, insert on ledger.published_head to ledger_runtime;
grant select, insert, update, delete on ledger.witness_status to ledger_runtime;
grant select, insert on ledger.checkpoint_timestamp to ledger_runtime;
