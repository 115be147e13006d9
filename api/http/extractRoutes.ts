import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { claimsOf } from '../../domain/firearm/assertions.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { changedRecord, isChange } from '../../domain/firearm/recipients.ts';
import { detailAt } from '../../domain/party/details.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { stateAt } from '../../domain/time/bitemporalFold.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import { describeFirearm } from '../print/describe.ts';
import { extractHtml } from '../print/extractHtml.ts';
import { purposeHeader } from './access.ts';
import { profilesOf } from './counterparties.ts';
import type { HttpDeps } from './deps.ts';
import { detailSchema, openVersions } from './partyProfile.ts';
import * as present from './present.ts';
import { dataOrPage, sendPage, wantsPage } from './printing.ts';
import { firearmBundle, recordProof, recordProofSchema } from './recordProof.ts';
import { bitemporalQuery, boundarySchema, problems, subjectParams, unsettledSchema } from './schemas.ts';
import { mergedProblem, subjectHistory } from './subjectHistory.ts';

const basis = z.object({ eventId: z.string(), type: z.string(), streamVersion: z.int() });
const extractSchema = z
  .object({
    extract: z.object({
      firearmId: z.string(),
      validAt: z.string(),
      knownAt: z.string(),
      description: z.string(),
      identity: z.record(z.string(), z.unknown()).nullable(),
      identityLink: z.string(),
      chain: z.array(
        z.object({
          from: boundarySchema,
          to: boundarySchema.nullable(),
          custody: z.string(),
          party: z.string().nullable(),
          basis,
          confirmation: z.string().nullable(),
        }),
      ),
      claims: z.array(
        z.object({
          kind: z.string(),
          assertion: z.string(),
          from: boundarySchema,
          basis,
          outcome: z.string().nullable(),
        }),
      ),
      changes: z
        .array(
          z.object({
            eventId: z.string(),
            type: z.string(),
            recordedAt: z.string(),
            reason: z.string().nullable(),
            target: z.object({ eventId: z.string(), type: z.string(), recordedAt: z.string() }).nullable(),
          }),
        )
        .meta({ description: 'every correction, annulment and reinstatement known by then' }),
      records: z.array(
        z.object({
          eventId: z.string(),
          type: z.string(),
          effectiveAt: z.string(),
          recordedAt: z.string(),
          role: z.string(),
          organisationId: z.string(),
          source: z.string(),
          assertionKind: z.string(),
        }),
      ),
      disputed: unsettledSchema,
      inconsistent: unsettledSchema,
    }),
    names: z.record(z.string(), detailSchema).meta({
      description: 'names of the parties of the chain, as they were when each began to answer for it',
    }),
    sha256: z
      .string()
      .meta({ description: 'SHA-256 of `extract` in the canonical form of RFC 8785, to compare copies by' }),
    proof: recordProofSchema.meta({
      description: 'where in the signed log the records are; it grows, and is no part of the hash',
    }),
  })
  .meta({ id: 'EvidenceExtract' });
export type EvidenceExtract = z.infer<typeof extractSchema>;

/** Extract of one firearm's record for a court: chain, what is alleged, every change, as known on a day (users-and-jobs 6). */
export const extractRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/firearms/:id/extract',
      {
        config: { reads: 'evidence extract', purposes: ['INVESTIGATION', 'TRACING', 'AUDIT'] },
        schema: {
          tags: ['Firearms'],
          operationId: 'getEvidenceExtract',
          summary: 'Extract of a firearm’s record for a court, as data or as a page to print',
          description:
            'The same moments give the same extract and hash at any later time. The hash tells whether two copies say the same; `proof` says where in the signed log the records are, and which file proves them.',
          params: subjectParams(firearmKind) as z.ZodObject<{ id: z.ZodString }>,
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: { 200: dataOrPage('the extract', extractSchema), ...problems(307, 400, 403, 404) },
        },
      },
      async (request, reply): Promise<never> => {
        const { id } = request.params;
        const { known, timeline, validAt, knownAt, stated, mergedInto } = await subjectHistory(
          deps,
          firearmKind,
          id,
          request.query,
          reply,
        );
        if (mergedInto !== undefined) {
          reply.header('location', request.url.replace(id, mergedInto));
          throw mergedProblem(mergedInto);
        }
        const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
        const until = { ...timeline, steps };
        const state = stateAt(timeline, validAt);
        const { intervals } = custodyChain(until);
        const partyOf = (interval: (typeof intervals)[number]): string | undefined =>
          typeof interval.holder?.party === 'string' ? interval.holder.party : undefined;
        const profiles = await profilesOf(
          deps,
          [...new Set(intervals.flatMap((each) => partyOf(each) ?? []))],
          knownAt,
        );
        const named = intervals.flatMap((interval) => {
          const party = partyOf(interval) ?? '';
          const version = detailAt(profiles.get(party) ?? {}, 'name', interval.from.bounds.latest);
          return version === undefined ? [] : [{ party, version }];
        });
        const shown = await openVersions(
          deps,
          request,
          named.map(({ version }) => version),
        );
        const extract: EvidenceExtract['extract'] = {
          firearmId: id,
          validAt: stated.validAt,
          knownAt: stated.knownAt,
          description: describeFirearm(state.identity),
          identity: (state.identity as Record<string, unknown> | undefined) ?? null,
          identityLink: state.identityLink,
          chain: intervals.map((interval) => ({
            from: present.boundary(interval.from),
            to: interval.to === undefined ? null : present.boundary(interval.to),
            custody: interval.custody,
            party: partyOf(interval) ?? null,
            basis: interval.basis,
            confirmation: interval.confirmation ?? null,
          })),
          claims: claimsOf(until).map(({ kind, assertion, from, basis: by, closed }) => ({
            kind,
            assertion,
            from: present.boundary(from),
            basis: by,
            outcome: closed?.outcome ?? null,
          })),
          changes: known.filter(isChange).map((change) => {
            const target = changedRecord(known, change);
            const { reason } = change.payload as { readonly reason?: string };
            return {
              eventId: change.eventId,
              type: change.type,
              recordedAt: present.iso(change.recordedAt),
              reason: reason ?? null,
              target:
                target === undefined
                  ? null
                  : {
                      eventId: target.eventId,
                      type: target.type,
                      recordedAt: present.iso(target.recordedAt),
                    },
            };
          }),
          records: known.map(({ eventId, type, metadata, recordedAt }) => ({
            eventId,
            type,
            effectiveAt: writtenMoment(metadata.effectiveAt),
            recordedAt: present.iso(recordedAt),
            role: metadata.recordedBy.role,
            organisationId: metadata.recordedBy.organisationId,
            source: metadata.source.kind,
            assertionKind: metadata.assertionKind,
          })),
          ...present.unsettledOf(until),
        };
        const document: EvidenceExtract = {
          extract,
          names: Object.fromEntries(named.map(({ party, version }) => [party, shown(version)])),
          sha256: deps.record.digest(canonicalJson(extract as unknown as Json)),
          proof: await recordProof(deps, known, firearmBundle(id, stated)),
        };
        reply.header('vary', 'Accept');
        return wantsPage(request) ? sendPage(reply, extractHtml(document)) : (document as never);
      },
    );
  };
