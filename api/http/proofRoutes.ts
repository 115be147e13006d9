import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import type { Purpose } from '../../domain/access/policy.ts';
import { iso } from '../../domain/firearm/chainStatement.ts';
import type { AsOf as Moments } from '../../domain/firearm/firearmStatement.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import type { StreamKind, StreamState } from '../../domain/stream/streamKind.ts';
import { streamKinds, streamOfKey } from '../../domain/streamKinds.ts';
import { firearmProof, firearmStreams } from '../../domain/usecases/firearmProof.ts';
import type { BundleRequest } from '../../domain/usecases/makeBundle.ts';
import { purposeHeader } from './access.ts';
import type { AsOf } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import { opensPersonal } from './personalReaders.ts';
import { problem } from './problem.ts';
import { bitemporalQuery, problems, subjectParams, titled } from './schemas.ts';
import { openForProof } from './sealedIn.ts';
import { bundleOf, bundleSchema, sendBundle } from './sendBundle.ts';
import { mergedProblem, subjectHistory } from './subjectHistory.ts';

const since = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({
  description: 'size of a checkpoint that you kept: the file then proves that the log continues it',
});
const personal = z.enum(['true', 'false']).optional().meta({
  description: 'with the personal values in clear, as far as your purpose opens them; logged',
});
const eventIds = z
  .string()
  .max(37 * 100)
  .regex(new RegExp(`^${idPattern.event.slice(1, -1)}(?:,${idPattern.event.slice(1, -1)})*$`))
  .optional()
  .meta({ description: 'only these events, with commas; the file then says nothing of others' });
const withFirearm = z.enum(['true', 'false']).optional().meta({
  description:
    'with all events of the traced firearm, from which the answers follow: more than an answer discloses',
});
const proofQuery = { knownAt: bitemporalQuery.shape.knownAt, since, personal, eventIds };

type Query = AsOf & {
  readonly since?: number | undefined;
  readonly personal?: 'true' | 'false' | undefined;
  readonly eventIds?: string | undefined;
  readonly withFirearm?: 'true' | 'false' | undefined;
};

const storeGone = () =>
  problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');

/** What every request for a bundle has, by its query. */
const commonOf = (
  deps: HttpDeps,
  request: FastifyRequest,
  query: Query,
): Pick<BundleRequest, 'madeAt' | 'since' | 'open'> => {
  if (query.personal === 'true' && !opensPersonal.has(request.headers['ledger-purpose'] as Purpose))
    throw problem(
      403,
      'PURPOSE_NOT_ALLOWED',
      'purpose not allowed',
      'For this purpose personal values stay sealed. Ask for the proof without them; it proves as much.',
    );
  return {
    madeAt: deps.record.clock.now(),
    ...(query.since === undefined ? {} : { since: query.since }),
    ...(query.personal === 'true' ? { open: openForProof(deps, request) } : {}),
  };
};

/** The bundle of one firearm: everything known then, and the chain of custody that follows from it. */
export const firearmBundle = async (
  deps: HttpDeps,
  request: FastifyRequest,
  firearmId: string,
  moments: Moments,
  query: Query,
  reply: FastifyReply,
): Promise<string> => {
  const common = commonOf(deps, request, query);
  return bundleOf(
    deps,
    async () => {
      const streams = await firearmStreams(deps, firearmId, moments);
      if (E.isLeft(streams)) throw storeGone();
      return { ...firearmProof(firearmId, streams.right, moments), ...common };
    },
    reply,
  );
};

/** The records of one stream, or some of them. */
const streamBundle = async (
  deps: HttpDeps,
  request: FastifyRequest,
  kind: StreamKind<StreamState>,
  id: string,
  query: Query,
  reply: FastifyReply,
): Promise<string> => {
  const { knownAt, mergedInto: _into, timeline } = await subjectHistory(deps, kind, id, query, reply);
  const stream = streamOfKey({ kind: kind.name, id });
  const common = commonOf(deps, request, query);
  const chosen = query.eventIds?.split(',');
  const traced =
    kind.name === 'trace' && query.withFirearm === 'true'
      ? (timeline.steps.at(-1)?.state as { readonly firearmId?: string } | undefined)?.firearmId
      : undefined;
  return bundleOf(
    deps,
    async () => {
      const firearms =
        traced === undefined
          ? E.right([])
          : await firearmStreams(deps, traced, { validAt: knownAt, knownAt });
      if (E.isLeft(firearms)) throw storeGone();
      return {
        ...common,
        knownAt,
        streams: [stream, ...firearms.right],
        subject:
          chosen !== undefined
            ? { kind: 'EVENTS' }
            : { kind: kind.name === 'trace' ? 'TRACE' : 'STREAM', stream, knownAt: iso(knownAt) },
        ...(chosen === undefined ? {} : { eventIds: chosen }),
      };
    },
    reply,
  );
};

/** Proof bundles: files that whoever doubts can verify without this ledger (design section 8, users-and-jobs 6 JUD). */
export const proofRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const answers = (...codes: ReadonlyArray<number>) => ({
      200: {
        description: 'the file, to be kept byte for byte',
        content: { 'application/json': { schema: bundleSchema } },
      },
      ...problems(400, 403, 404, ...codes),
    });
    app.get(
      '/v1/firearms/:id/proof',
      {
        config: { reads: 'firearm proof' },
        schema: {
          tags: ['Firearms'],
          operationId: 'getFirearmProof',
          summary:
            'Proof of the records of a firearm and of its chain of custody, as a file that anybody can verify',
          description:
            'Verify it with /log/verifier.mjs (Node) or /log/verifier.html (browser), which need neither this server nor a network, or by hand as the file itself explains.',
          params: subjectParams(firearmKind) as z.ZodObject<{ id: z.ZodString }>,
          headers: purposeHeader,
          querystring: z.strictObject({ ...bitemporalQuery.shape, ...proofQuery }),
          response: answers(307),
        },
      },
      async (request, reply): Promise<never> => {
        const { id } = request.params;
        const { query } = request;
        if (query.eventIds !== undefined)
          return sendBundle(
            reply,
            id,
            await streamBundle(
              deps,
              request,
              firearmKind as unknown as StreamKind<StreamState>,
              id,
              query,
              reply,
            ),
          );
        const { validAt, knownAt, mergedInto } = await subjectHistory(deps, firearmKind, id, query, reply);
        if (mergedInto !== undefined) {
          reply.header('location', request.url.replace(id, mergedInto));
          throw mergedProblem(mergedInto);
        }
        const text = await firearmBundle(deps, request, id, { validAt, knownAt }, query, reply);
        return sendBundle(reply, id, text);
      },
    );
    for (const kind of streamKinds) {
      if (kind.name === 'firearm') continue;
      const path = kind.alwaysExists ? `/v1/${kind.plural}/proof` : `/v1/${kind.plural}/:id/proof`;
      app.get(
        path,
        {
          config: { reads: `${kind.name} proof` },
          schema: {
            tags: [titled(kind.plural)],
            operationId: `get${titled(kind.name)}Proof`,
            summary: `Proof of the records of one ${kind.name}, as a file that anybody can verify`,
            params: subjectParams(kind),
            headers: purposeHeader,
            querystring: z.strictObject(kind.name === 'trace' ? { ...proofQuery, withFirearm } : proofQuery),
            response: answers(),
          },
        },
        async (request, reply): Promise<never> => {
          const id = (request.params as { readonly id?: string }).id ?? '';
          const text = await streamBundle(deps, request, kind, id, request.query as Query, reply);
          return sendBundle(reply, id === '' ? kind.name : id, text);
        },
      );
    }
    app.get(
      '/v1/log/proof',
      {
        config: { reads: 'log proof' },
        schema: {
          tags: ['Transparency log'],
          operationId: 'getLogProof',
          summary: 'Proof that the log continues the one of a checkpoint that you kept, as a file',
          headers: purposeHeader,
          querystring: z.strictObject({ since: since.unwrap() }),
          response: answers(),
        },
      },
      async (request, reply): Promise<never> => {
        const text = await bundleOf(
          deps,
          async () => ({
            ...commonOf(deps, request, request.query),
            subject: { kind: 'LOG' },
            streams: [],
            knownAt: 0,
          }),
          reply,
        );
        return sendBundle(reply, `log-since-${request.query.since}`, text);
      },
    );
  };
