import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { VaultFailure } from '../../domain/ports/vault.ts';
import { ConfigError } from '../config.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { asVaultFailure } from './failure.ts';
import { type Keyring, rewrap } from './masterKey.ts';

type WrapRow = {
  readonly key_id: string;
  readonly subject_id: string;
  readonly master_key_id: string;
  readonly nonce: Buffer;
  readonly wrapped: Buffer;
};

/** Lock key of the rotation: any constant that nothing else in the database uses. */
const rotationLock = 7_305_002;
const batchSize = 1000;

const underOthers = `
select w.key_id, k.subject_id, w.master_key_id, w.nonce, w.wrapped
from vault.wrapped_key w join vault.key_register k using (key_id)
where w.master_key_id < $1 or w.master_key_id > $1
limit $2 for update of w`;

const rewritten = `
update vault.wrapped_key w set master_key_id = $1, nonce = r.nonce, wrapped = r.wrapped
from unnest($2::text[], $3::bytea[], $4::bytea[]) as r (key_id, nonce, wrapped)
where w.key_id = r.key_id`;

/**
 * Wraps every subject key under the current master key; values are not touched. Interrupted, it goes on where it was.
 * Done, the previous master key is to be destroyed: with it goes what old copies of the database hold of erased
 * subjects. `owner` owns the database: the run-time role cannot rewrite keys.
 */
export const rotateMasterKey = (
  owner: Pool,
  keyring: Keyring,
): TE.TaskEither<VaultFailure, { readonly rewrapped: number }> =>
  TE.tryCatch(async () => {
    const { id } = keyring.current;
    for (let rewrapped = 0; ; ) {
      const count = await withTransaction(owner, async (client) => {
        await client.query('select pg_advisory_xact_lock($1)', [rotationLock]);
        const { rows } = await client.query<WrapRow>(underOthers, [id, batchSize]);
        const renewed = rows.map((row) =>
          rewrap(keyring, {
            keyId: row.key_id,
            subjectId: row.subject_id,
            masterKeyId: row.master_key_id,
            encrypted: { nonce: row.nonce, ciphertext: row.wrapped },
          }),
        );
        await client.query(rewritten, [
          id,
          renewed.map((each) => each.keyId),
          renewed.map((each) => each.encrypted.nonce),
          renewed.map((each) => each.encrypted.ciphertext),
        ]);
        return rows.length;
      });
      if (count === 0) return { rewrapped };
      rewrapped += count;
    }
  }, asVaultFailure);

// Ranges around the known ids, each answered by one look into the index however many keys there are.
const strangers = `
(select master_key_id from vault.wrapped_key where master_key_id < $1 order by master_key_id limit 1) union all
(select master_key_id from vault.wrapped_key where master_key_id > $1 and master_key_id < $2 order by master_key_id limit 1) union all
(select master_key_id from vault.wrapped_key where master_key_id > $2 order by master_key_id limit 1)`;

/** Refuses to start with a master key other than the one that the vault's keys are wrapped under. */
export const checkVaultKeys = async (pool: Pool, { current, previous }: Keyring): Promise<void> => {
  const [low, high] = [current.id, previous?.id ?? current.id].sort();
  const { rows } = await pool.query<{ master_key_id: string }>(strangers, [low, high]);
  const stranger = rows[0]?.master_key_id;
  if (stranger !== undefined)
    throw new ConfigError(
      `the vault holds keys wrapped under master key ${stranger}, but LEDGER_VAULT_KEY is ${current.id}: restore that key, or give it as LEDGER_VAULT_PREVIOUS_KEY until the rotation to the new one is done`,
    );
};
