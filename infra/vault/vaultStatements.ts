/** Name of the opening in the access log. */
export const openOperation = 'vault.open';

const keyColumns = 'k.subject_id, k.key_id, k.rule_id, w.master_key_id, w.nonce as key_nonce, w.wrapped';

/** The keys of subjects; no row for a subject that has none yet. */
export const knownKeys = `
select ${keyColumns}
from vault.key_register k left join vault.wrapped_key w using (key_id)
where k.subject_id = any($1)`;

/**
 * The keys of subjects, with a key offered for each that has none. Who loses a race for a new subject gets no row for
 * it (the winner's is not in this statement's snapshot) and asks again. Registered in order, so that two never block
 * each other.
 */
export const offerKeys = `
with offered as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])
    as o (subject_id, key_id, master_key_id, nonce, wrapped)
), known as (
  select ${keyColumns}
  from vault.key_register k left join vault.wrapped_key w using (key_id)
  where k.subject_id = any($1)
), registered as (
  insert into vault.key_register (key_id, subject_id)
  select key_id, subject_id from offered
  where not exists (select from known where known.subject_id = offered.subject_id)
  order by subject_id
  on conflict (subject_id) do nothing
  returning key_id
), kept as (
  insert into vault.wrapped_key (key_id, master_key_id, nonce, wrapped)
  select key_id, master_key_id, nonce, wrapped from offered join registered using (key_id)
  returning key_id
)
select * from known
union all
select subject_id, key_id, null, master_key_id, nonce, wrapped from offered join kept using (key_id)`;

/**
 * Keeps sealed values under keys that still exist and answers whose those are. The share lock makes an erasure wait
 * until the values are there to be emptied, or this statement see that the key is gone.
 */
export const keepValues = `
with live as materialized (
  select key_id, subject_id from vault.key_register
  where key_id = any($1) and destroyed_at is null
  order by subject_id
  for share
), kept as (
  insert into vault.sealed (vault_ref, subject_id, nonce, ciphertext)
  select s.vault_ref, s.subject_id, s.nonce, s.ciphertext
  from unnest($2::text[], $3::text[], $4::bytea[], $5::bytea[]) as s (vault_ref, subject_id, nonce, ciphertext)
  join live using (subject_id)
  order by s.vault_ref
  on conflict (vault_ref) do nothing
)
select subject_id from live`;

/** Reads values with their keys and records in the same statement whose data that was. */
export const openValues = `
with found as (
  select s.vault_ref, s.nonce, s.ciphertext, ${keyColumns}
  from vault.sealed s join vault.key_register k using (subject_id) left join vault.wrapped_key w using (key_id)
  where s.vault_ref = any($1)
), recorded as (
  insert into ledger.access (actor_id, role, organisation_id, purpose, regime, operation, subject, request_id)
  select distinct $2, $3, $4, $5, $6, $7, subject_id, $8 from found where rule_id is null
)
select * from found`;

/** Waits for who is sealing for these subjects, and keeps others from beginning. */
export const lockSubjects = `
select from vault.key_register where subject_id = any($1) and destroyed_at is null order by subject_id for update`;

/** Destroys the keys and empties the values, whose salts are inside. */
export const eraseSubjects = `
with destroyed as (
  update vault.key_register set destroyed_at = now(), rule_id = $2
  where subject_id = any($1) and destroyed_at is null
  returning key_id, subject_id
), unkept as (
  delete from vault.wrapped_key using destroyed where wrapped_key.key_id = destroyed.key_id
), emptied as (
  update vault.sealed set nonce = null, ciphertext = null
  from destroyed where sealed.subject_id = destroyed.subject_id
)
select key_id from destroyed order by key_id`;
