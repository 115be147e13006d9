-- The transparency log (docs/transparency-log.md): a leaf for each event, in the order of the log, dense from 0; the tree
-- over them in tiles; the signed heads. All of it can be computed from the events anew, but for the signatures.
create table ledger.leaf (
  leaf_index  bigint primary key check (leaf_index >= 0),
  position    bigint not null unique,
  stream_id   text collate "C" not null,
  revision    bigint not null,
  entry       bytea not null check (octet_length(entry) = 32),
  hash        bytea not null check (octet_length(hash) = 32),
  unique (stream_id, revision)
);
create trigger leaf_append_only before update or delete or truncate on ledger.leaf
  for each statement execute function ledger.refuse_change();

-- A row a tile; the rightmost of each level grows at its end.
create table ledger.tile (
  level       smallint not null check (level between 0 and 63),
  tile_index  bigint not null check (tile_index >= 0),
  hashes      bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, tile_index)
);
-- Hashes do not compress.
alter table ledger.tile alter column hashes set storage external;
create function ledger.refuse_other_tile() returns trigger language plpgsql as $$
begin
  if new.level = old.level and new.tile_index = old.tile_index
     and substring(new.hashes from 1 for octet_length(old.hashes)) = old.hashes then
    return new;
  end if;
  raise exception 'tile % of level % of the transparency log only grows', old.tile_index, old.level using errcode = 'insufficient_privilege';
end $$;
create trigger tile_only_grows before update on ledger.tile for each row execute function ledger.refuse_other_tile();
create trigger tile_stays before delete or truncate on ledger.tile
  for each statement execute function ledger.refuse_change();

-- How far the log has been taken in: leaves, and the position of the last event.
create table ledger.tree (
  only_row  boolean primary key default true check (only_row),
  size      bigint not null,
  position  bigint not null
);
insert into ledger.tree (size, position) values (0, 0);
create trigger tree_only_grows before update on ledger.tree
  for each row when (new.size < old.size or new.position < old.position) execute function ledger.refuse_change();
create trigger tree_stays before delete or truncate on ledger.tree
  for each statement execute function ledger.refuse_change();

-- Signed heads. Cosignatures of witnesses come to the end of a note.
create table ledger.checkpoint (
  size       bigint primary key check (size >= 0),
  root       bytea not null check (octet_length(root) = 32),
  note       text not null,
  signed_at  timestamptz not null
);
create function ledger.refuse_other_note() returns trigger language plpgsql as $$
begin
  if new.size = old.size and new.root = old.root and new.signed_at = old.signed_at and starts_with(new.note, old.note) then
    return new;
  end if;
  raise exception 'a signed checkpoint takes further signatures and no other change' using errcode = 'insufficient_privilege';
end $$;
create trigger checkpoint_only_gains before update on ledger.checkpoint
  for each row execute function ledger.refuse_other_note();
create trigger checkpoint_stays before delete or truncate on ledger.checkpoint
  for each statement execute function ledger.refuse_change();

-- The name of this log: what its checkpoints begin with and its keys are called.
create table ledger.log_origin (
  only_row  boolean primary key default true check (only_row),
  origin    text collate "C" not null
);
create trigger log_origin_stays before delete or truncate on ledger.log_origin
  for each statement execute function ledger.refuse_change();

-- Public keys that sign or signed, and the first and the last size that each signed.
create table ledger.log_key (
  verifier_key  text collate "C" primary key,
  from_size     bigint not null,
  to_size       bigint not null,
  retired_at    timestamptz,
  check (to_size >= from_size)
);
create trigger log_key_stays before delete or truncate on ledger.log_key
  for each statement execute function ledger.refuse_change();

-- What sequencer and signer last said of themselves, for all processes that serve.
create table ledger.log_status (
  part    text collate "C" primary key check (part in ('SEQUENCER', 'SIGNER')),
  status  text not null,
  reason  text,
  since   timestamptz not null
);

grant select, insert on ledger.leaf to ledger_runtime;
grant select, insert, update (hashes) on ledger.tile to ledger_runtime;
grant select, update on ledger.tree to ledger_runtime;
grant select, insert, update (note) on ledger.checkpoint to ledger_runtime;
grant select on ledger.log_origin to ledger_runtime;
grant select, insert, update (to_size, retired_at) on ledger.log_key to ledger_runtime;
grant select, insert, update on ledger.log_status to ledger_runtime;
