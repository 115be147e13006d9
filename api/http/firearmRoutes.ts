import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { possibleHolders } from '../../domain/firearm/possibleHolders.ts';
import { responsibleFor } from '../../domain/firearm/responsible.ts';
import { tracingFacts } from '../../domain/firearm/tracing/facts.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { isCertainAt, stateAt } from '../../domain/time/bitemporalFold.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { AsOf } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import { ownFirearm } from './ownFirearm.ts';
import { predecessorChains } from './predecessors.ts';
import * as present from './present.ts';
import { firearmBundle } from './proofRoutes.ts';
import { bitemporalQuery, chainSchema, firearmSchema, holderAnswerSchema, problems } from './schemas.ts';
import { mergedProblem, subjectHistory } from './subjectHistory.ts';

/** Reads of one firearm beside its history: register view, chain of custody, holder. */
export const firearmRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const asked = async (id: string, query: AsOf, url: string, reply: FastifyReply) => {
      const { stated, ...history } = await subjectHistory(deps, firearmKind, id, query, reply);
      if (history.mergedInto !== undefined) {
        reply.header('location', url.replace(id, history.mergedInto));
        throw mergedProblem(history.mergedInto);
      }
      return { ...history, stated: { firearmId: id, ...stated } };
    };
    const params = z.object({ id: z.string().regex(new RegExp(idPattern.firearm), 'must be a firearm id') });
    const schema = {
      tags: ['Firearms'],
      params,
      headers: purposeHeader,
      querystring: bitemporalQuery,
    };
    const failing = problems(307, 400, 403, 404);

    app.get(
      '/v1/firearms/:id',
      {
        config: { reads: 'firearm', forOwners: true },
        schema: {
          ...schema,
          operationId: 'getFirearm',
          summary: 'Registry view of a firearm',
          response: { 200: firearmSchema, ...failing },
        },
      },
      async (request, reply) => {
        if (request.headers['ledger-purpose'] === 'OWN_RECORDS')
          return ownFirearm(deps, request.params.id, callerOf(request).organisationId, request.query);
        const { timeline, validAt, stated } = await asked(
          request.params.id,
          request.query,
          request.url,
          reply,
        );
        const state = stateAt(timeline, validAt);
        return {
          ...stated,
          custody: state.custody,
          condition: state.condition,
          markState: state.markState,
          alerts: state.alerts.map(({ kind, openedBy, alertId }) => ({
            kind,
            openedBy,
            alertId: alertId ?? null,
          })),
          holder: state.holder ?? null,
          custodian: state.custodian ?? null,
          responsible: responsibleFor(state) ?? null,
          identityLink: state.identityLink,
          marketBlocked: state.marketBlocked,
          identity: (state.identity as Record<string, unknown> | undefined) ?? null,
          marks: state.marks.map((mark) => ({ ...mark })),
          importMarkDue: state.importMarkDue,
          predecessorId: state.predecessorId ?? null,
          successorId: state.successorId ?? null,
          categoryCheckDue: state.categoryCheckDue ?? null,
          certain: isCertainAt(timeline, validAt),
          anomalies: state.anomalies.map((anomaly) => ({ ...anomaly })),
          findings: [...state.findings],
          ...present.unsettledOf(timeline),
        };
      },
    );
    app.get(
      '/v1/firearms/:id/chain',
      {
        config: { reads: 'chain' },
        schema: {
          ...schema,
          querystring: z.strictObject({
            ...bitemporalQuery.shape,
            proof: z.enum(['true', 'false']).optional().meta({ description: 'with the proof of it' }),
          }),
          operationId: 'getChain',
          summary: 'Chain of custody up to validAt, as known at knownAt',
          response: { 200: chainSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { timeline, validAt, knownAt, stated } = await asked(
          request.params.id,
          request.query,
          request.url,
          reply,
        );
        const proof =
          request.query.proof === 'true'
            ? await firearmBundle(deps, request, request.params.id, { validAt, knownAt }, {}, reply)
            : undefined;
        const steps = timeline.steps.filter((step) => step.bounds.earliest <= validAt);
        const until = { ...timeline, steps };
        const { predecessorId, successorId } = stateAt(timeline, validAt);
        return {
          ...stated,
          ...present.chain(custodyChain(until)),
          facts: present.tracing(tracingFacts(until)),
          predecessors: await predecessorChains(deps, predecessorId, request.query, reply),
          successorId: successorId ?? null,
          ...present.unsettledOf(until),
          ...(proof === undefined ? {} : { proof }),
        };
      },
    );
    app.get(
      '/v1/firearms/:id/holder',
      {
        config: { reads: 'holder' },
        schema: {
          ...schema,
          operationId: 'getHolder',
          summary: 'Who answered for a firearm at validAt, as known at knownAt',
          response: { 200: holderAnswerSchema, ...failing },
        },
      },
      async (request, reply) => {
        const { timeline, validAt, stated } = await asked(
          request.params.id,
          request.query,
          request.url,
          reply,
        );
        const { intervals } = custodyChain(timeline);
        const possibly = possibleHolders(intervals, validAt);
        const interval = intervals.filter((each) => each.from.bounds.earliest <= validAt).at(-1);
        return {
          ...stated,
          custody: interval?.custody ?? 'NEW',
          holder: interval?.holder ?? null,
          custodian: interval?.custodian ?? null,
          responsible: interval?.responsible ?? null,
          certain: possibly.length <= 1 && isCertainAt(timeline, validAt),
          possibly: possibly.map((holder) => holder ?? null),
          since: interval === undefined ? null : present.boundary(interval.from),
          basis: interval?.basis ?? null,
        };
      },
    );
  };
