import * as E from 'fp-ts/lib/Either.js';
import type { Caller } from '../../domain/ports/identity.ts';
import type { VaultKey } from '../../domain/ports/vault.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import type { EventEntry } from '../../domain/usecases/recording.ts';
import type { HttpDeps } from './deps.ts';
import { failureProblem } from './problem.ts';

export const ruleId = 'REQ-REC-11';
export const asSystem = (caller: Caller) => ({ ...caller, role: 'SYS' as const });
export const entryNow = (deps: HttpDeps, type: string, payload: object, content: Json): EventEntry => ({
  type,
  payload,
  effectiveAt: {
    precision: 'MINUTE',
    value: new Date(deps.record.clock.now()).toISOString(),
    zone: deps.zone,
  },
  source: { kind: 'DIRECT' },
  // A repeat is told by what it is about, not by its minute.
  contentDigest: deps.record.digest(canonicalJson([type, content])),
});

export const keysOf = async (deps: HttpDeps, caller: Caller, subjects: ReadonlyArray<string>) => {
  const keys = await deps.record.vault.keysOf(subjects)();
  if (E.isLeft(keys)) throw failureProblem(keys.left, caller.role);
  return keys.right;
};

export const keyIdsOf = (
  keys: ReadonlyArray<VaultKey>,
  subjects: ReadonlyArray<string>,
): ReadonlyArray<string> =>
  keys.filter(({ subjectId }) => subjects.includes(subjectId)).map(({ keyId }) => keyId);
