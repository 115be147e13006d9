import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Projection } from '../../projections/engine/projection.ts';
import { type AsKnown, asKnown, knownAtPosition } from './asKnown.ts';
import { momentsOf } from './cursor.ts';
import type { HttpDeps, ReadModelStatus } from './deps.ts';
import { problem } from './problem.ts';

/** Longest a query waits for its read model to be there, and to reach the position it names. */
const waitMs = 5_000;
/** How often it is looked whether a read model is there: it is a moment after the server. */
const lookMs = 20;

const behind = (detail: string) => problem(503, 'READ_MODEL_BEHIND', 'read model behind', detail);

const unfitFor = (status: string, name: string): string | undefined => {
  switch (status) {
    case 'STARTING':
      return `The read model ${name} is not there yet. /health/ready says when it is; repeat the request then.`;
    case 'BUILDING':
      return `The read model ${name} is being built. /health/ready says how far it is; repeat the request then.`;
    case 'SUPERSEDED':
      return `A newer version of the ledger has taken over ${name}. Repeat the request there.`;
    default:
      return undefined;
  }
};

/** A list that is not there yet, or whose tables another version made, must not be answered from. */
const mustServe = (models: ReadonlyArray<ReadModelStatus>, reply: FastifyReply): void => {
  for (const { name, status } of models) {
    const unfit = unfitFor(status, name);
    if (unfit === undefined) continue;
    reply.header('retry-after', status === 'STARTING' ? '1' : '30');
    throw behind(unfit);
  }
};

/**
 * The lowest position of these read models. Where they stand is looked up by a server that has just started, and while one
 * of them fails: a database that crashed has lost what they took in last, and their checkpoint with it.
 */
const positionOf = async (deps: HttpDeps, models: ReadonlyArray<ReadModelStatus>): Promise<bigint> => {
  const lowest = models.map(({ position }) => position).reduce((a, b) => (b < a ? b : a));
  return lowest > 0n && models.every(({ status }) => status !== 'FAILED')
    ? lowest
    : deps.storedPosition(models.map(({ name }) => name));
};

/**
 * Read-your-writes: waits for `Ledger-Min-Position`, and states and answers the position that the answer is made from: that
 * of the read models that it is read from (all, where none are named).
 */
export const awaitPosition = async (
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  readFrom?: ReadonlyArray<Projection>,
): Promise<bigint> => {
  const names = readFrom?.map(({ name }) => name) ?? deps.readModelNames;
  const models = () => deps.readModels().filter(({ name }) => names.includes(name));
  const until = performance.now() + waitMs;
  while (models().some(({ status }) => status === 'STARTING') && performance.now() < until)
    await sleep(lookMs);
  mustServe(models(), reply);
  const least = request.headers['ledger-min-position'];
  let wanted = 0n;
  if (least !== undefined) {
    if (typeof least !== 'string' || !/^\d{1,19}$/.test(least))
      throw problem(
        400,
        'INVALID_REQUEST',
        'invalid request',
        'Ledger-Min-Position is a position such as 42.',
        {
          errors: [{ pointer: '/ledger-min-position', message: 'must be a position' }],
        },
      );
    wanted = BigInt(least);
    await deps.reached(wanted, waitMs, names);
  }
  const position = await positionOf(deps, models());
  if (position < wanted)
    throw behind(`The read models have not reached position ${wanted} yet. Repeat the request.`);
  reply.header('ledger-position', String(position));
  return position;
};

/**
 * The same, and which moments can be known from these read models; a further page is about those of the page before. A
 * read model that stands still in a fault makes its own lists old, and they say so.
 */
export const awaitKnown = async (
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  readFrom?: ReadonlyArray<Projection>,
): Promise<AsKnown> => {
  const { cursor } = request.query as { readonly cursor?: string };
  const before = momentsOf(cursor);
  const told = before.knownAt === undefined ? undefined : Date.parse(before.knownAt);
  let position = await awaitPosition(deps, request, reply, readFrom);
  let until = await knownAtPosition(deps, position, told);
  if (told !== undefined && until < told) {
    // Another server has answered the page before. What it read is stored, and this one may not have heard of it yet.
    position = await deps.storedPosition(readFrom?.map(({ name }) => name) ?? deps.readModelNames);
    until = await knownAtPosition(deps, position, told);
    if (until < told)
      throw behind('The read models have not reached the page before yet. Repeat the request.');
    reply.header('ledger-position', String(position));
  }
  return asKnown(deps, until, before);
};
