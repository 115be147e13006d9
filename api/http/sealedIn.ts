import type { FastifyRequest } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { type Purpose, regimeOf } from '../../domain/access/policy.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { BundledEvent } from '../../domain/integrity/bundle/format.ts';
import type { OpenedValues } from '../../domain/usecases/makeBundle.ts';
import { callerOf } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { failureProblem } from './problem.ts';

type SealedPlace = { readonly pointer: string; readonly vaultRef: string };

const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The sealed values of a stored payload and where they stand (RFC 6901). */
const sealedIn = (value: unknown, pointer = ''): ReadonlyArray<SealedPlace> => {
  if (typeof value !== 'object' || value === null) return [];
  const { vaultRef, commitment } = value as { readonly vaultRef?: unknown; readonly commitment?: unknown };
  if (typeof vaultRef === 'string' && typeof commitment === 'string') return [{ pointer, vaultRef }];
  return Object.entries(value).flatMap(([name, member]) => sealedIn(member, `${pointer}/${token(name)}`));
};

/**
 * The personal values of events with their salts, so that a third party can check them against the commitments: one
 * opening for all, which the vault logs before the answer leaves.
 */
export const openForProof =
  (deps: Pick<HttpDeps, 'record'>, request: FastifyRequest) =>
  async (events: ReadonlyArray<RecordedEvent>): Promise<OpenedValues> => {
    const places = new Map(events.map(({ eventId, payload }) => [eventId, sealedIn(payload)]));
    const references = [...new Set([...places.values()].flat().map(({ vaultRef }) => vaultRef))];
    if (references.length === 0) return new Map();
    const caller = callerOf(request);
    const purpose = request.headers['ledger-purpose'] as Purpose;
    const answer = await deps.record.vault.open(references, {
      ...caller,
      purpose,
      regime: regimeOf[purpose],
      requestId: request.id,
    })();
    if (E.isLeft(answer)) throw failureProblem(answer.left, caller.role);
    const shown = (sealed: ReadonlyArray<SealedPlace>): Pick<BundledEvent, 'opened' | 'erased'> => ({
      opened: sealed.flatMap(({ pointer, vaultRef }) => {
        const found = answer.right.get(vaultRef);
        return found?.kind === 'VALUE' ? [{ pointer, salt: found.salt, value: found.value }] : [];
      }),
      erased: sealed.flatMap(({ pointer, vaultRef }) => {
        const found = answer.right.get(vaultRef);
        return found?.kind === 'ERASED' ? [{ pointer, rule: found.ruleId }] : [];
      }),
    });
    return new Map([...places].map(([eventId, sealed]) => [eventId, shown(sealed)]));
  };
