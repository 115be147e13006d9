import type { FastifyReply } from 'fastify';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { stateAt } from '../../domain/time/bitemporalFold.ts';
import type { AsOf } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import * as present from './present.ts';
import { subjectHistory } from './subjectHistory.ts';

/** A firearm has that many primary parts in its life at most; it also ends a circle that no record should make. */
const linksMax = 20;

/**
 * Chains of the firearms that a firearm was made from by another primary part, the nearest first (HC-06). The answer is
 * the same question asked of each of them.
 */
export const predecessorChains = async (
  deps: HttpDeps,
  firstId: string | undefined,
  query: AsOf,
  reply: FastifyReply,
) => {
  const chains: ({ firearmId: string } & ReturnType<typeof present.chain>)[] = [];
  // Revision and position of the answer are those of the firearm asked for.
  const headers = { etag: reply.getHeader('etag'), position: reply.getHeader('ledger-position') };
  let id = firstId;
  while (id !== undefined && chains.length < linksMax) {
    const { timeline, validAt } = await subjectHistory(deps, firearmKind, id, query, reply);
    const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
    chains.push({ firearmId: id, ...present.chain(custodyChain({ ...timeline, steps })) });
    id = stateAt(timeline, validAt).predecessorId;
  }
  reply.header('etag', headers.etag).header('ledger-position', headers.position);
  return chains;
};
