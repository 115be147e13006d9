import type { FastifyRequest } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { type Purpose, regimeOf } from '../../domain/access/policy.ts';
import {
  type DetailName,
  type DetailVersion,
  detailAt,
  detailNames,
  type Profile,
} from '../../domain/party/details.ts';
import type { Opened } from '../../domain/ports/vault.ts';
import type { Instant } from '../../domain/time/zone.ts';
import { callerOf } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { opensPersonal } from './personalReaders.ts';
import { failureProblem } from './problem.ts';

/** One value of a detail as its reader sees it. */
export const detailSchema = z
  .object({
    validFrom: z.string(),
    recordedBy: z.string().meta({ description: 'the event that states it' }),
    status: z.enum(['VALUE', 'SEALED', 'ERASED']).meta({
      description: 'SEALED: not opened for this purpose; ERASED: the data was deleted for good',
    }),
    value: z.unknown().optional(),
    ruleId: z.string().optional().meta({ description: 'the rule under which it was erased' }),
  })
  .meta({ id: 'PartyDetail' });
export type Detail = z.infer<typeof detailSchema>;

const references = (versions: ReadonlyArray<DetailVersion>): ReadonlyArray<string> =>
  versions.flatMap(({ value }) => (typeof value === 'string' ? [] : [value.vaultRef]));

/** Opens sealed values where the purpose allows it; the vault logs each opening before the answer leaves (REQ-DPR-02). */
export const openVersions = async (
  deps: Pick<HttpDeps, 'record'>,
  request: FastifyRequest,
  versions: ReadonlyArray<DetailVersion>,
): Promise<(version: DetailVersion) => Detail> => {
  const purpose = request.headers['ledger-purpose'] as Purpose;
  const wanted = references(versions);
  let opened: ReadonlyMap<string, Opened> = new Map();
  if (opensPersonal.has(purpose) && wanted.length > 0) {
    const caller = callerOf(request);
    const answer = await deps.record.vault.open(wanted, {
      ...caller,
      purpose,
      regime: regimeOf[purpose],
      requestId: request.id,
    })();
    if (E.isLeft(answer)) throw failureProblem(answer.left, caller.role);
    opened = answer.right;
  }
  return ({ validFrom, recordedBy, value }) => {
    const stated = { validFrom, recordedBy };
    if (typeof value === 'string') return { ...stated, status: 'VALUE', value };
    const found = opened.get(value.vaultRef);
    if (found?.kind === 'VALUE') return { ...stated, status: 'VALUE', value: found.value };
    return found?.kind === 'ERASED'
      ? { ...stated, status: 'ERASED', ruleId: found.ruleId }
      : { ...stated, status: 'SEALED' };
  };
};

/** The versions of a profile that are true at a moment, by detail. */
export const versionsAt = (
  profile: Profile,
  at: Instant,
): ReadonlyArray<readonly [DetailName, DetailVersion]> =>
  detailNames.flatMap((name) => {
    const version = detailAt(profile, name, at);
    return version === undefined ? [] : [[name, version] as const];
  });

export const allVersions = (profile: Profile): ReadonlyArray<readonly [DetailName, DetailVersion]> =>
  detailNames.flatMap((name) => (profile[name] ?? []).map((version) => [name, version] as const));
