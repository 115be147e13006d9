import * as TE from 'fp-ts/lib/TaskEither.js';
import type { RecordAccess } from '../../domain/ports/identity.ts';
import type { Opened, SealItem, Vault } from '../../domain/ports/vault.ts';
import type { Encrypted } from './authenticated.ts';
import { asVaultFailure, damaged, VaultError } from './failure.ts';
import { newSubjectKey, openValue, type SubjectKey, sealValue, subjectKeyOf } from './subjectKey.ts';
import { openOperation } from './vaultStatements.ts';

type Destroyed = { readonly keyId: string; readonly ruleId: string };
type Row = { readonly subjectId: string; readonly encrypted?: Encrypted };

/** The vault in memory, for tests and dry runs. Keys are unwrapped: nothing outlives the process. */
export const createMemoryVault = (recordAccess: RecordAccess = async () => undefined): Vault => {
  const keys = new Map<string, SubjectKey | Destroyed>();
  const rows = new Map<string, Row>();
  const keyOf = (subjectId: string): SubjectKey => {
    const known = keys.get(subjectId);
    if (known !== undefined && 'ruleId' in known) throw new VaultError({ kind: 'SUBJECT_ERASED', subjectId });
    const fresh = newSubjectKey();
    return known ?? subjectKeyOf(fresh.keyId, fresh.bytes);
  };
  const keep = (item: SealItem) => {
    const key = keyOf(item.subjectId);
    keys.set(item.subjectId, key);
    const { sealed, encrypted } = sealValue(key, item);
    if (!rows.has(sealed.vaultRef))
      rows.set(sealed.vaultRef, { subjectId: item.subjectId, encrypted: encrypted() });
    return sealed;
  };
  const opened = (vaultRef: string): Opened => {
    const row = rows.get(vaultRef);
    if (row === undefined) return { kind: 'UNKNOWN' };
    const key = keys.get(row.subjectId);
    if (key !== undefined && 'ruleId' in key) return { kind: 'ERASED', ruleId: key.ruleId };
    if (key === undefined || row.encrypted === undefined) throw damaged(vaultRef, 'key or value is missing');
    return openValue(key, vaultRef, row.subjectId, row.encrypted);
  };
  return {
    seal: (items) => TE.tryCatch(async () => items.map(keep), asVaultFailure),
    preview: (items) =>
      TE.tryCatch(
        async () => items.map((item) => sealValue(keyOf(item.subjectId), item).sealed),
        asVaultFailure,
      ),
    open: (vaultRefs, context) =>
      TE.tryCatch(async () => {
        const found = new Map(vaultRefs.map((vaultRef) => [vaultRef, opened(vaultRef)]));
        const subjects = new Set(
          [...found].flatMap(([vaultRef, { kind }]) => {
            const subjectId = rows.get(vaultRef)?.subjectId;
            return kind === 'VALUE' && subjectId !== undefined ? [subjectId] : [];
          }),
        );
        for (const subject of subjects) await recordAccess({ ...context, operation: openOperation, subject });
        return found;
      }, asVaultFailure),
    keysOf: (subjectIds) =>
      TE.tryCatch(
        async () =>
          [...new Set(subjectIds)].toSorted().flatMap((subjectId) => {
            const key = keys.get(subjectId);
            if (key === undefined) return [];
            return [
              {
                subjectId,
                keyId: key.keyId,
                ...('ruleId' in key ? { destroyedBy: key.ruleId } : {}),
              },
            ];
          }),
        asVaultFailure,
      ),
    erase: (subjectIds, ruleId) =>
      TE.tryCatch(async () => {
        const destroyedKeyIds = [...new Set(subjectIds)].flatMap((subjectId) => {
          const key = keys.get(subjectId);
          if (key === undefined || 'ruleId' in key) return [];
          keys.set(subjectId, { keyId: key.keyId, ruleId });
          for (const [vaultRef, row] of rows)
            if (row.subjectId === subjectId) rows.set(vaultRef, { subjectId });
          return [key.keyId];
        });
        return { destroyedKeyIds };
      }, asVaultFailure),
  };
};
