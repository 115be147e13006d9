import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { Opened, SealItem, Vault } from '../../domain/ports/vault.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { asVaultFailure, damaged, VaultError } from './failure.ts';
import { type Keyring, unwrap, wrap } from './masterKey.ts';
import { newSubjectKey, openValue, type SubjectKey, sealValue, subjectKeyOf } from './subjectKey.ts';
import {
  eraseSubjects,
  keepValues,
  knownKeys,
  lockSubjects,
  offerKeys,
  openOperation,
  openValues,
} from './vaultStatements.ts';

type KeyRow = {
  readonly subject_id: string;
  readonly key_id: string;
  /** Set when the key was destroyed. */
  readonly rule_id: string | null;
  readonly master_key_id: string | null;
  readonly key_nonce: Buffer | null;
  readonly wrapped: Buffer | null;
};
type ValueRow = KeyRow & {
  readonly vault_ref: string;
  readonly nonce: Buffer | null;
  readonly ciphertext: Buffer | null;
};

/** The loser of a race for a new subject finds the winner's key at the second look; more only if that one was undone. */
const offersMax = 5;

const distinct = (texts: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(texts)];

/** The vault in PostgreSQL. `pool` connects as the run-time role. Two round trips for any number of values. */
export const createPostgresVault = (pool: Pool, keyring: Keyring): Vault => {
  const query = async <R extends object>(name: string, text: string, values: ReadonlyArray<unknown>) =>
    (await pool.query<R>({ name, text, values: [...values] })).rows;

  const keyOf = (row: KeyRow): SubjectKey => {
    if (row.master_key_id === null || row.key_nonce === null || row.wrapped === null)
      throw damaged(row.key_id, 'the key is missing though it was never destroyed');
    return unwrap(keyring, {
      keyId: row.key_id,
      subjectId: row.subject_id,
      masterKeyId: row.master_key_id,
      encrypted: { nonce: row.key_nonce, ciphertext: row.wrapped },
    });
  };
  const keysOf = (rows: ReadonlyArray<KeyRow>): ReadonlyMap<string, SubjectKey> =>
    new Map(
      rows.map((row) => {
        if (row.rule_id !== null) throw new VaultError({ kind: 'SUBJECT_ERASED', subjectId: row.subject_id });
        return [row.subject_id, keyOf(row)];
      }),
    );
  const keysToSeal = async (
    subjectIds: ReadonlyArray<string>,
    left = offersMax,
  ): Promise<ReadonlyMap<string, SubjectKey>> => {
    const offers = subjectIds.map((subjectId) => {
      const { keyId, bytes } = newSubjectKey();
      return wrap(keyring.current, keyId, subjectId, bytes);
    });
    const rows = await query<KeyRow>('vault-offer', offerKeys, [
      subjectIds,
      offers.map((offer) => offer.keyId),
      offers.map((offer) => offer.masterKeyId),
      offers.map((offer) => offer.encrypted.nonce),
      offers.map((offer) => offer.encrypted.ciphertext),
    ]);
    if (rows.length === subjectIds.length) return keysOf(rows);
    if (left === 0) throw new Error('the keys of new subjects could not be agreed on');
    return keysToSeal(subjectIds, left - 1);
  };
  const sealWith = (keys: ReadonlyMap<string, SubjectKey>, item: SealItem) => {
    const key = keys.get(item.subjectId);
    if (key === undefined) throw new Error(`no key for ${item.subjectId}`);
    return { ...sealValue(key, item), subjectId: item.subjectId };
  };
  const openRow = (row: ValueRow): Opened => {
    if (row.rule_id !== null) {
      // Erased data is not there. A register that says erased beside a key that is there was tampered with.
      if (row.wrapped !== null) throw damaged(row.key_id, 'the key is there though it was destroyed');
      return { kind: 'ERASED', ruleId: row.rule_id };
    }
    if (row.nonce === null || row.ciphertext === null) throw damaged(row.vault_ref, 'the value is missing');
    return openValue(keyOf(row), row.vault_ref, row.subject_id, {
      nonce: row.nonce,
      ciphertext: row.ciphertext,
    });
  };

  return {
    seal: (items) =>
      TE.tryCatch(async () => {
        if (items.length === 0) return [];
        const keys = await keysToSeal(distinct(items.map((item) => item.subjectId)));
        const results = items.map((item) => sealWith(keys, item));
        const encrypted = results.map((result) => result.encrypted());
        const live = await query<{ subject_id: string }>('vault-keep', keepValues, [
          [...keys.values()].map((key) => key.keyId),
          results.map((result) => result.sealed.vaultRef),
          results.map((result) => result.subjectId),
          encrypted.map((each) => each.nonce),
          encrypted.map((each) => each.ciphertext),
        ]);
        const alive = new Set(live.map((row) => row.subject_id));
        const erased = [...keys.keys()].find((subjectId) => !alive.has(subjectId));
        if (erased !== undefined) throw new VaultError({ kind: 'SUBJECT_ERASED', subjectId: erased });
        return results.map((result) => result.sealed);
      }, asVaultFailure),
    preview: (items) =>
      TE.tryCatch(async () => {
        if (items.length === 0) return [];
        const subjectIds = distinct(items.map((item) => item.subjectId));
        const known = keysOf(await query<KeyRow>('vault-keys', knownKeys, [subjectIds]));
        const passing = (): SubjectKey => {
          const { keyId, bytes } = newSubjectKey();
          return subjectKeyOf(keyId, bytes);
        };
        const keys = new Map(
          subjectIds.map((subjectId) => [subjectId, known.get(subjectId) ?? passing()] as const),
        );
        return items.map((item) => sealWith(keys, item).sealed);
      }, asVaultFailure),
    open: (vaultRefs, context) =>
      TE.tryCatch(async () => {
        if (vaultRefs.length === 0) return new Map();
        const rows = await query<ValueRow>('vault-open', openValues, [
          vaultRefs,
          context.actorId,
          context.role,
          context.organisationId,
          context.purpose,
          context.regime,
          openOperation,
          context.requestId,
        ]);
        const found = new Map(rows.map((row) => [row.vault_ref, openRow(row)]));
        return new Map(
          vaultRefs.map((vaultRef): [string, Opened] => [
            vaultRef,
            found.get(vaultRef) ?? { kind: 'UNKNOWN' },
          ]),
        );
      }, asVaultFailure),
    keysOf: (subjectIds) =>
      TE.tryCatch(
        async () =>
          (await query<KeyRow>('vault-keys', knownKeys, [distinct(subjectIds)]))
            .map(({ subject_id, key_id, rule_id }) => ({
              subjectId: subject_id,
              keyId: key_id,
              ...(rule_id === null ? {} : { destroyedBy: rule_id }),
            }))
            .toSorted((one, other) => (one.subjectId < other.subjectId ? -1 : 1)),
        asVaultFailure,
      ),
    erase: (subjectIds, ruleId) =>
      TE.tryCatch(
        () =>
          withTransaction(pool, async (client) => {
            await client.query(lockSubjects, [subjectIds]);
            const { rows } = await client.query<{ key_id: string }>(eraseSubjects, [subjectIds, ruleId]);
            return { destroyedKeyIds: rows.map((row) => row.key_id) };
          }),
        asVaultFailure,
      ),
  };
};
