-- The vault: personal values, each encrypted under the key of its subject (design section 5). Events hold references.
create schema vault;

-- Every subject key there ever was, without the key. Rows stay for ever: they tell why a value can no longer be read.
create table vault.key_register (
  key_id        text collate "C" primary key,
  subject_id    text collate "C" not null unique,
  created_at    timestamptz not null default now(),
  destroyed_at  timestamptz,
  rule_id       text,
  check ((destroyed_at is null) = (rule_id is null))
);

-- The keys themselves, under a master key that is never in the database. A table of its own, so that it can be left out
-- of backups of long life.
create table vault.wrapped_key (
  key_id         text collate "C" primary key references vault.key_register,
  master_key_id  text collate "C" not null,
  nonce          bytea not null check (octet_length(nonce) = 12),
  wrapped        bytea not null
);
create index on vault.wrapped_key (master_key_id);

-- The values, salt and text in one ciphertext. Emptied when the subject is erased.
create table vault.sealed (
  vault_ref   text collate "C" primary key,
  subject_id  text collate "C" not null references vault.key_register (subject_id),
  nonce       bytea check (octet_length(nonce) = 12),
  ciphertext  bytea,
  check ((nonce is null) = (ciphertext is null))
);
create index on vault.sealed (subject_id);

create function vault.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the vault keeps what it holds: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
create trigger register_stays before delete or truncate on vault.key_register
  for each statement execute function vault.refuse_change();
create trigger destroyed_stays_destroyed before update on vault.key_register
  for each row when (old.destroyed_at is not null) execute function vault.refuse_change();
create trigger sealed_stays before delete or truncate on vault.sealed
  for each statement execute function vault.refuse_change();
create trigger sealed_is_only_emptied before update on vault.sealed
  for each row when (new.ciphertext is not null) execute function vault.refuse_change();

grant usage on schema vault to ledger_runtime;
grant select, insert on vault.key_register, vault.wrapped_key, vault.sealed to ledger_runtime;
grant update (destroyed_at, rule_id) on vault.key_register to ledger_runtime;
grant update (nonce, ciphertext) on vault.sealed to ledger_runtime;
grant delete on vault.wrapped_key to ledger_runtime;
