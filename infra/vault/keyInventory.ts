import type { Pool } from 'pg';
import type { Keyring } from './masterKey.ts';

export type KeyInventory = {
  readonly masterKey: string;
  /** Given beside it until a rotation is done. */
  readonly previousMasterKey: string | null;
  /** How many subject keys are wrapped under which master key. */
  readonly wrapped: ReadonlyArray<{ readonly masterKeyId: string; readonly keys: number }>;
  /** Subject keys by the kind of their subject. */
  readonly subjects: ReadonlyArray<{
    readonly kind: string;
    readonly live: number;
    readonly destroyed: number;
  }>;
  /** Destroyed keys by the rule. */
  readonly destroyed: ReadonlyArray<{
    readonly ruleId: string;
    readonly keys: number;
    readonly first: Date;
    readonly last: Date;
  }>;
  /** Values that are there though their key is destroyed; there should be none. */
  readonly valuesWithoutKey: number;
};

const kinds = `
select case left(subject_id, 2) when 'P-' then 'PERSON' when 'F-' then 'FIRM' when 'E-' then 'AUTHORISATION'
    when 'R-' then 'TRACE' else 'OTHER' end as kind,
  count(*) filter (where destroyed_at is null)::int as live, count(*) filter (where destroyed_at is not null)::int as destroyed
from vault.key_register group by 1 order by 1`;

/** Every key there is or was, without any key: which master key wraps how many, whose they are, and what destroyed the others. */
export const keyInventory = async (pool: Pool, keyring: Keyring): Promise<KeyInventory> => {
  const wrapped = await pool.query<{ masterKeyId: string; keys: number }>(
    'select master_key_id as "masterKeyId", count(*)::int as keys from vault.wrapped_key group by 1 order by 1',
  );
  const subjects = await pool.query<KeyInventory['subjects'][number]>(kinds);
  const destroyed = await pool.query<KeyInventory['destroyed'][number]>(
    `select rule_id as "ruleId", count(*)::int as keys, min(destroyed_at) as first, max(destroyed_at) as last
     from vault.key_register where destroyed_at is not null group by 1 order by 1`,
  );
  const orphans = await pool.query<{ count: number }>(
    `select count(*)::int as count from vault.sealed s join vault.key_register k using (subject_id)
     where s.ciphertext is not null and k.destroyed_at is not null`,
  );
  return {
    masterKey: keyring.current.id,
    previousMasterKey: keyring.previous?.id ?? null,
    wrapped: wrapped.rows,
    subjects: subjects.rows,
    destroyed: destroyed.rows,
    valuesWithoutKey: orphans.rows[0]?.count ?? 0,
  };
};
