import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import type { Profile } from '../../domain/party/details.ts';
import { partyKind } from '../../domain/party/kind.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { allVersions, type Detail, detailSchema, openVersions, versionsAt } from './partyProfile.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import { bitemporalQuery, boundarySchema, problems } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const details = z.record(z.string(), detailSchema);
const detailsSchema = z
  .object({
    partyId: z.string(),
    validAt: z.string(),
    knownAt: z.string(),
    streamVersion: z.int(),
    kind: z.string().nullable(),
    mergedInto: z.string().nullable(),
    aliases: z.array(z.string()),
    details: details.meta({ description: 'what was true at validAt' }),
    history: z
      .record(z.string(), z.array(detailSchema))
      .meta({ description: 'every version, in the order of the days from which each is true' }),
  })
  .meta({ id: 'PartyDetailsAnswer' });
const holdersSchema = z
  .object({
    firearmId: z.string(),
    validAt: z.string(),
    knownAt: z.string(),
    streamVersion: z.int(),
    intervals: z.array(
      z.object({
        from: boundarySchema,
        to: boundarySchema.nullable(),
        custody: z.string(),
        party: z.string().nullable(),
        details: details.meta({
          description: 'of the party at the begin of the interval; empty where nothing is known for that day',
        }),
        changes: z
          .array(detailSchema.extend({ detail: z.string() }))
          .meta({ description: 'what changed of the party while the interval lasted' }),
      }),
    ),
  })
  .meta({ id: 'ChainHolders' });

/**
 * Profiles of parties as of a moment, and the chain of custody of a firearm with each holder's profile of the time of
 * his interval (REQ-REC-05): who held it in 2019 shows the address of 2019.
 */
export const partyRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();

    /** Profiles of parties as known at a moment, in one round trip. */
    const profilesOf = async (
      ids: ReadonlyArray<string>,
      knownAt: number,
    ): Promise<ReadonlyMap<string, Profile>> => {
      const streamIds = ids.map((id) => streamOfKey({ kind: 'party', id }));
      const stored = await deps.eventStore.readStreams(streamIds)();
      if (E.isLeft(stored))
        throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
      const events = stored.right.map(deps.codec.decode);
      return new Map(
        ids.map((id, index) => {
          const own = events.filter((event) => event.streamId === streamIds[index]);
          return [id, profileKnown(timelineOf(partyKind.fold, own, knownAt))];
        }),
      );
    };

    app.get(
      '/v1/parties/:id/details',
      {
        config: { reads: 'party details' },
        schema: {
          tags: ['Parties'],
          operationId: 'getPartyDetails',
          summary:
            'Name, address and residence of a party at validAt, as known at knownAt, and how they changed',
          params: z.object({ id: z.string().regex(new RegExp(idPattern.party), 'must be a party id') }),
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: { 200: detailsSchema, ...problems(400, 403, 404, 409) },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { timeline, validAt, stated } = await subjectHistory(deps, partyKind, id, request.query, reply);
        const state = timeline.steps.at(-1)?.state ?? timeline.initial;
        const all = allVersions(state.profile);
        const shown = await openVersions(
          deps,
          request,
          all.map(([, version]) => version),
        );
        const history: Record<string, Detail[]> = {};
        for (const [name, version] of all) history[name] = [...(history[name] ?? []), shown(version)];
        return {
          partyId: id,
          ...stated,
          kind: state.kind ?? null,
          mergedInto: state.mergedInto ?? null,
          aliases: [...state.aliases],
          details: Object.fromEntries(
            versionsAt(state.profile, validAt).map(([name, version]) => [name, shown(version)]),
          ),
          history,
        };
      },
    );

    app.get(
      '/v1/firearms/:id/chain/holders',
      {
        config: { reads: 'chain with holders' },
        schema: {
          tags: ['Firearms'],
          operationId: 'getChainHolders',
          summary: 'Chain of custody with name and address of each holder as they were in his interval',
          params: z.object({ id: z.string().regex(new RegExp(idPattern.firearm), 'must be a firearm id') }),
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: { 200: holdersSchema, ...problems(400, 403, 404, 409) },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { timeline, validAt, stated } = await subjectHistory(
          deps,
          firearmKind,
          id,
          request.query,
          reply,
        );
        const steps = timeline.steps.filter((step) => step.bounds.earliest <= validAt);
        const { intervals } = custodyChain({ ...timeline, steps });
        const partyOf = (interval: (typeof intervals)[number]): string | undefined => {
          const party = interval.holder?.party;
          return typeof party === 'string' && isParty.test(party) ? party : undefined;
        };
        const ids = [...new Set(intervals.flatMap((interval) => partyOf(interval) ?? []))];
        const profiles = await profilesOf(ids, Date.parse(stated.knownAt));
        const read = intervals.map((interval) => {
          const profile = profiles.get(partyOf(interval) ?? '') ?? {};
          const from = interval.from.bounds.earliest;
          const to = interval.to?.bounds.earliest ?? validAt;
          return {
            interval,
            atBegin: versionsAt(profile, from),
            changed: allVersions(profile).filter(([, version]) => version.from > from && version.from <= to),
          };
        });
        const shown = await openVersions(
          deps,
          request,
          read.flatMap(({ atBegin, changed }) => [...atBegin, ...changed].map(([, version]) => version)),
        );
        return {
          firearmId: id,
          ...stated,
          intervals: read.map(({ interval, atBegin, changed }) => ({
            from: present.boundary(interval.from),
            to: interval.to === undefined ? null : present.boundary(interval.to),
            custody: interval.custody,
            party: partyOf(interval) ?? null,
            details: Object.fromEntries(atBegin.map(([name, version]) => [name, shown(version)])),
            changes: changed.map(([detail, version]) => ({ detail, ...shown(version) })),
          })),
        };
      },
    );
  };

const isParty = new RegExp(idPattern.party);
const profileKnown = ({
  steps,
  initial,
}: ReturnType<typeof timelineOf<{ readonly profile: Profile }>>): Profile =>
  (steps.at(-1)?.state ?? initial).profile;
