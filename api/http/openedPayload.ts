import type { FastifyRequest } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { type Purpose, regimeOf } from '../../domain/access/policy.ts';
import type { Opened } from '../../domain/ports/vault.ts';
import { callerOf } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { failureProblem } from './problem.ts';

type SealedValue = { readonly vaultRef: string; readonly commitment: string };
const isSealed = (value: object): value is SealedValue =>
  'vaultRef' in value && 'commitment' in value && typeof value.vaultRef === 'string';

const referencesIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value !== 'object' || value === null) return [];
  return isSealed(value) ? [value.vaultRef] : Object.values(value).flatMap(referencesIn);
};

const replaced = (value: unknown, opened: ReadonlyMap<string, Opened>): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) {
    const found = opened.get(value.vaultRef);
    return found?.kind === 'VALUE' ? found.value : found?.kind === 'ERASED' ? '(erased)' : '(sealed)';
  }
  return Array.isArray(value)
    ? value.map((member) => replaced(member, opened))
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, opened)]));
};

/** Payloads with their personal values in clear: one opening for all, logged by the vault before the answer leaves. */
export const withPersonal = async (
  deps: Pick<HttpDeps, 'record'>,
  request: FastifyRequest,
  payloads: ReadonlyArray<unknown>,
): Promise<ReadonlyArray<unknown>> => {
  const references = [...new Set(payloads.flatMap(referencesIn))];
  if (references.length === 0) return payloads;
  const caller = callerOf(request);
  const purpose = request.headers['ledger-purpose'] as Purpose;
  const opened = await deps.record.vault.open(references, {
    ...caller,
    purpose,
    regime: regimeOf[purpose],
    requestId: request.id,
  })();
  if (E.isLeft(opened)) throw failureProblem(opened.left, caller.role);
  return payloads.map((payload) => replaced(payload, opened.right));
};
