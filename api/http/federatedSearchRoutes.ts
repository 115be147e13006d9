import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refuseSerial } from '../../domain/identification/typedSerial.ts';
import type { PeerAnswer } from '../../domain/ports/peers.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import { lists } from '../../projections/lists/projection.ts';
import { safeText } from '../schema/zodOfShape.ts';
import { purposeHeader } from './access.ts';
import { destroyedSince } from './accessibleRecord.ts';
import type { HttpDeps } from './deps.ts';
import { ProblemError, problem } from './problem.ts';
import { awaitPosition } from './readModel.ts';
import { refusePattern } from './refusePattern.ts';
import { problems } from './schemas.ts';
import { searchRegister } from './searchRegister.ts';

const nodeSchema = z.object({
  node: z.string(),
  status: z.enum(['ANSWERED', 'NO_ANSWER']),
  reason: z.enum(['TIMEOUT', 'UNREACHABLE', 'REFUSED', 'INVALID_ANSWER']).nullable(),
  tookMs: z.int(),
  candidates: z.array(z.record(z.string(), z.unknown())),
});

const timeUp = (withinMs: number): { readonly answer: Promise<PeerAnswer>; readonly stop: () => void } => {
  let stop = (): void => undefined;
  const answer = new Promise<PeerAnswer>((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'NO_ANSWER', reason: 'TIMEOUT' }), withinMs);
    stop = () => clearTimeout(timer);
  });
  return { answer, stop };
};

/** Search in all registers of a decentralised system: who did not answer in the time asked is named (REQ-REC-14). */
export const federatedSearchRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();

    /** One register, never longer than asked; its failure is an answer about it and not of the whole. */
    const asked = async (node: string, search: () => Promise<PeerAnswer>, withinMs: number) => {
      const begin = performance.now();
      const limit = timeUp(withinMs);
      const answer = await Promise.race([
        search().catch((): PeerAnswer => ({ kind: 'NO_ANSWER', reason: 'UNREACHABLE' })),
        limit.answer,
      ]);
      limit.stop();
      const tookMs = Math.round(performance.now() - begin);
      return answer.kind === 'ANSWERED'
        ? { node, status: answer.kind, reason: null, tookMs, candidates: [...answer.candidates] }
        : { node, status: answer.kind, reason: answer.reason, tookMs, candidates: [] };
    };

    app.post(
      '/v1/search/registers',
      {
        config: {
          reads: 'search in all registers',
          purposes: ['LICENSING', 'CUSTOMS', 'INVESTIGATION', 'TRACING'],
        },
        schema: {
          tags: ['Search'],
          operationId: 'searchAllRegisters',
          summary: 'Find firearms by a serial number in this register and in all others of the system',
          description:
            'Answers within the time asked. `complete` is false when a register did not answer: then no candidate does not mean no hit.',
          headers: purposeHeader,
          body: z.strictObject({
            serial: safeText(40).meta({ examples: ['AB 12345'] }),
            make: safeText(120).optional(),
            model: safeText(120).optional(),
            calibre: safeText(40).optional(),
            limit: z.int().min(1).max(100).default(20),
            answerWithinMs: z.int().min(50).max(20_000).default(2000),
          }),
          response: {
            200: z.object({
              complete: z.boolean(),
              result: z
                .enum(['HIT', 'NO_HIT', 'UNKNOWN'])
                .meta({ description: 'UNKNOWN: no candidate, and not every register answered' }),
              notAnswered: z.array(z.string()),
              nodes: z.array(nodeSchema),
            }),
            ...problems(400, 403, 413, 415, 422),
          },
        },
      },
      async (request, reply) => {
        const { answerWithinMs, ...query } = request.body;
        const refused = refuseSerial(query.serial);
        if (refused !== undefined && refused.reason !== 'FORBIDDEN_CHARACTER')
          throw problem(422, 'R31', 'no serial number', refused.hint, {
            errors: [{ pointer: '/serial', message: refused.hint }],
          });
        refusePattern(query.serial, query);
        // A register that is just being built finds nothing, which must not pass for no hit.
        const isBehind = await awaitPosition(deps, request, reply, [currentRegistry, lists]).then(
          () => false,
          (error: unknown) => {
            if (error instanceof ProblemError && error.problem.code === 'READ_MODEL_BEHIND') return true;
            throw error;
          },
        );
        const own = async (): Promise<PeerAnswer> =>
          isBehind
            ? { kind: 'NO_ANSWER', reason: 'REFUSED' }
            : {
                kind: 'ANSWERED',
                candidates: (
                  await searchRegister(deps.sql, {
                    ...query,
                    from: 'EXACT',
                    destroyedSince: destroyedSince(deps, request.headers['ledger-purpose']),
                  })
                ).candidates,
              };
        const purpose = String(request.headers['ledger-purpose']);
        const { make, model, calibre } = query;
        const peerQuery = {
          serial: query.serial,
          limit: query.limit,
          purpose,
          ...(make === undefined ? {} : { make }),
          ...(model === undefined ? {} : { model }),
          ...(calibre === undefined ? {} : { calibre }),
        };
        const nodes = await Promise.all([
          asked(deps.authorityId, own, answerWithinMs),
          ...deps.peers.map((peer) =>
            asked(peer.name, () => peer.search(peerQuery, answerWithinMs), answerWithinMs),
          ),
        ]);
        const notAnswered = nodes.filter(({ status }) => status === 'NO_ANSWER').map(({ node }) => node);
        const hit = nodes.some(({ candidates }) => candidates.length > 0);
        return {
          complete: notAnswered.length === 0,
          result: hit
            ? ('HIT' as const)
            : notAnswered.length === 0
              ? ('NO_HIT' as const)
              : ('UNKNOWN' as const),
          notAnswered,
          nodes,
        };
      },
    );
  };
