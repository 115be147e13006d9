import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { partyKind } from '../../domain/party/kind.ts';
import { citationOf, type SubjectRequest } from '../../domain/party/subjectRequest.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { accessHtml } from '../print/accessHtml.ts';
import { letterHtml } from '../print/letterHtml.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { partyEvents } from './partyEvents.ts';
import { detailSchema, openVersions, versionsAt } from './partyProfile.ts';
import { dataOrPage, sendPage, wantsPage } from './printing.ts';
import { problem } from './problem.ts';
import { awaitPosition } from './readModel.ts';
import { rightSchema } from './rightsOf.ts';
import { problems } from './schemas.ts';
import { subjectAccess, withheldFrom } from './subjectAccess.ts';

const packageSchema = z
  .object({
    partyId: z.string(),
    knownAt: z.string(),
    request: z.object({ requestEventId: z.string(), ref: z.string(), receivedOn: z.string() }),
    aliases: z.array(z.string()),
    status: z.string(),
    details: z.array(detailSchema.extend({ detail: z.string() })),
    firearms: z.array(
      z.object({
        firearmId: z.string(),
        custody: z.string(),
        since: z.string(),
        identity: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
    authorisations: z.array(rightSchema),
    records: z.array(
      z.object({
        recordedIn: z.string(),
        eventId: z.string(),
        type: z.string(),
        effectiveAt: z.string(),
        recordedAt: z.string(),
        recordedByRole: z.string(),
        authorityId: z.string(),
        source: z.string(),
        legalBasis: z.array(z.string()),
        assertionKind: z.string(),
        payload: z.record(z.string(), z.unknown()),
      }),
    ),
    recipients: z.array(
      z.object({
        organisationId: z.string(),
        role: z.string(),
        purpose: z.string(),
        times: z.int(),
        first: z.string(),
        last: z.string(),
      }),
    ),
    retention: z.string(),
    restrictions: z.array(z.string()),
  })
  .meta({ id: 'SubjectAccessPackage' });

const letterSchema = z
  .object({
    partyId: z.string(),
    request: z.object({
      requestEventId: z.string(),
      kind: z.string(),
      ref: z.string(),
      receivedOn: z.string(),
    }),
    outcome: z.string(),
    decidedBy: z.string(),
    grounds: z.array(z.object({ provision: z.string(), text: z.string() })),
    remedies: z.string(),
    name: detailSchema.nullable(),
    address: detailSchema.nullable(),
  })
  .meta({ id: 'SubjectRequestLetter' });
export type SubjectRequestLetter = z.infer<typeof letterSchema>;
export type SubjectAccessPackage = z.infer<typeof packageSchema>;

const remedies =
  'You may lodge a complaint with the supervisory authority and seek a judicial remedy (GDPR 77, 79; LED 52, 54).';

const party = z.string().regex(new RegExp(idPattern.party), 'must be a party id');
const event = z.string().regex(new RegExp(idPattern.event), 'must be an event id');
const access = { purposes: ['DATA_PROTECTION', 'OWN_RECORDS'], forOwners: 'SUBJECT' } as const;

/** Requests of data subjects: the package of access, and the letter with the decision (REQ-DPR-05, REQ-DPR-06). */
export const subjectRequestRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const stateOf = async (id: string) =>
      stateAt(timelineOf(partyKind.fold, await partyEvents(deps, id)), deps.record.clock.now());
    const requestOf = (requests: ReadonlyArray<SubjectRequest>, eventId: string): SubjectRequest => {
      const found = requests.find(({ requestEventId }) => requestEventId === eventId);
      if (found === undefined)
        throw problem(404, 'R00', 'unknown request', 'No request with this id is recorded for this party.');
      return found;
    };

    app.get(
      '/v1/parties/:id/subject-access',
      {
        config: { reads: 'subject access', ...access },
        schema: {
          tags: ['Data protection'],
          operationId: 'getSubjectAccess',
          summary: 'Everything the ledger holds about a person and may tell him, for a request of access',
          description: 'Accept: text/html gives a page to hand over. The package is logged like every read.',
          params: z.object({ id: party }),
          headers: purposeHeader,
          querystring: z.strictObject({
            request: event.meta({ description: 'the SubjectRequestReceived that it answers' }),
          }),
          response: { 200: dataOrPage('the package', packageSchema), ...problems(400, 403, 404, 409) },
        },
      },
      async (request, reply): Promise<never> => {
        await awaitPosition(deps, request, reply);
        const { id } = request.params;
        const { requests } = await stateOf(id);
        const asked = requestOf(requests, request.query.request);
        if (asked.kind !== 'ACCESS')
          throw problem(
            409,
            'R17',
            'another request',
            `This request asks for ${asked.kind}, not for access.`,
          );
        const { requestEventId, ref, receivedOn } = asked;
        const found: SubjectAccessPackage = {
          ...(await subjectAccess(deps, request, id)),
          request: { requestEventId, ref, receivedOn },
        };
        reply.header('vary', 'Accept');
        return wantsPage(request) ? sendPage(reply, accessHtml(found)) : (found as never);
      },
    );

    app.get(
      '/v1/parties/:id/subject-access/withheld',
      {
        config: { reads: 'subject access withheld', purposes: ['DATA_PROTECTION'] },
        schema: {
          tags: ['Data protection'],
          operationId: 'countWithheld',
          summary: 'How much the package of access leaves out, for the data-protection officer alone',
          description:
            'The package itself neither confirms nor denies it (LED 15(3)): do not hand this over.',
          params: z.object({ id: party }),
          headers: purposeHeader,
          response: {
            200: z.object({
              records: z.int().meta({ description: 'events recorded for the prosecution of crime' }),
              recipients: z
                .int()
                .meta({ description: 'organisations, roles and purposes that read under the LED' }),
              reads: z.int(),
            }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        await awaitPosition(deps, request, reply);
        return withheldFrom(deps, request.params.id);
      },
    );

    app.get(
      '/v1/parties/:id/requests/:eventId/letter',
      {
        config: { reads: 'subject request letter', ...access },
        schema: {
          tags: ['Data protection'],
          operationId: 'getSubjectRequestLetter',
          summary: 'The letter that tells a data subject what was decided and on what grounds',
          params: z.object({ id: party, eventId: event }),
          headers: purposeHeader,
          response: { 200: dataOrPage('the letter', letterSchema), ...problems(400, 403, 404) },
        },
      },
      async (request, reply): Promise<never> => {
        const { id, eventId } = request.params;
        const { requests, profile } = await stateOf(id);
        const { decided, requestEventId, kind, ref, receivedOn } = requestOf(requests, eventId);
        if (decided === undefined)
          throw problem(
            404,
            'R00',
            'not decided',
            'The request is not answered yet: record SubjectRequestDecided.',
          );
        const now = deps.record.clock.now();
        const versions = versionsAt(profile, now).filter(([name]) => name === 'name' || name === 'address');
        const shown = await openVersions(
          deps,
          request,
          versions.map(([, version]) => version),
        );
        const detail = (name: string) => {
          const version = versions.find(([each]) => each === name)?.[1];
          return version === undefined ? null : shown(version);
        };
        const letter: SubjectRequestLetter = {
          partyId: id,
          request: { requestEventId, kind, ref, receivedOn },
          outcome: decided.outcome,
          decidedBy: decided.by,
          grounds: decided.grounds.map((provision) => ({ provision, text: citationOf(provision) })),
          remedies,
          name: detail('name'),
          address: detail('address'),
        };
        reply.header('vary', 'Accept');
        return wantsPage(request) ? sendPage(reply, letterHtml(letter)) : (letter as never);
      },
    );
  };
