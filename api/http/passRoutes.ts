import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorisationKind } from '../../domain/authorisation/kind.ts';
import {
  passLines,
  restrictionStatements,
  travelStatements,
} from '../../domain/authorisation/passDocument.ts';
import { inForce } from '../../domain/authorisation/validity.ts';
import { partyKind } from '../../domain/party/kind.ts';
import type { PartyState } from '../../domain/party/state.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { describeFirearm } from '../print/describe.ts';
import { passHtml } from '../print/passHtml.ts';
import { purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { firearmTimelines } from './firearmTimelines.ts';
import { ownOr, readsForItself } from './ownSubject.ts';
import { partyEvents } from './partyEvents.ts';
import { detailSchema, openVersions, versionsAt } from './partyProfile.ts';
import { policyNow } from './policyNow.ts';
import * as present from './present.ts';
import { dataOrPage, sendPage, wantsPage } from './printing.ts';
import { problem } from './problem.ts';
import { paperBundle, recordProof, recordProofSchema, recordsOfPaper } from './recordProof.ts';
import { rightsOf } from './rightsOf.ts';
import { bitemporalQuery, boundarySchema, problems, subjectParams } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const basis = z.object({ eventId: z.string(), type: z.string(), streamVersion: z.int() });
const dated = z.object({ from: boundarySchema, basis });
export const passSchema = z
  .object({
    authorisationId: z.string(),
    validAt: z.string(),
    knownAt: z.string(),
    inForce: z.boolean().meta({ description: 'valid at validAt, neither suspended nor withdrawn' }),
    sections: z
      .object({
        holder: z.object({
          party: z.string(),
          details: z.record(z.string(), detailSchema).meta({ description: 'identity of the holder (a)' }),
        }),
        firearms: z
          .array(
            z.object({
              firearmId: z.string(),
              description: z.string(),
              category: z.string().nullable(),
              subcategory: z.string().nullable(),
              identity: z.record(z.string(), z.unknown()).nullable(),
              listed: dated,
              struck: dated.extend({ reason: z.string() }).nullable(),
              marks: z.array(dated.extend({ kind: z.string(), ended: basis.nullable() })).meta({
                description: 'loss, theft, change of possession or of characteristics since it is listed',
              }),
              usable: z.boolean(),
            }),
          )
          .meta({ description: 'identification of the firearms with their category (b)' }),
        validity: z
          .array(z.object({ validFrom: z.string(), validTo: z.string() }))
          .meta({ description: 'periods of validity (c)' }),
        issuer: z
          .object({
            state: z.string(),
            authority: z.string(),
            passNo: z.string(),
            issuedOn: boundarySchema,
            rights: z.array(
              z.object({ kind: z.string().nullable(), number: z.string().nullable(), status: z.string() }),
            ),
          })
          .meta({ description: 'section of the issuing State (d)' }),
        otherStates: z
          .array(
            z.object({
              firearmId: z.string(),
              state: z.string(),
              validFrom: z.string(),
              validTo: z.string(),
            }),
          )
          .meta({ description: 'entries by other States (e)' }),
        statements: z.array(z.string()).meta({ description: 'statements on the right to travel (f)' }),
      })
      .meta({ description: 'the six sections of Annex II' }),
    proof: recordProofSchema.meta({
      description: 'where in the signed log the entries of the pass are, and which file proves them offline',
    }),
  })
  .meta({ id: 'FirearmsPass' });
export type PassDocument = z.infer<typeof passSchema>;

/** What the pass itself says; what became of its firearms is in their own records. */
const entered: ReadonlySet<string> = new Set([
  'PassIssued',
  'PassExtended',
  'PassEntryAdded',
  'PassEntryRemoved',
  'TemporaryTransferRecorded',
]);

type Valid = { readonly validFrom: string; readonly validTo: string };
const params = subjectParams(authorisationKind) as z.ZodObject<{ id: z.ZodString }>;

/** The European firearms pass as data and as a page (Dir. 1(3), 17, Annex II; REQ-PAS-01, REQ-PAS-02). */
export const passRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/authorisations/:id/pass',
      {
        config: { reads: 'firearms pass', forOwners: true },
        schema: {
          tags: ['Authorisations'],
          operationId: 'getFirearmsPass',
          summary: 'A European firearms pass with the six sections of Annex II',
          description:
            'What became of each firearm since it was listed is read from the register: a theft marks the pass with its report. ' +
            'Accept: text/html gives a page to print.',
          params,
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: { 200: dataOrPage('the pass', passSchema), ...problems(400, 403, 404) },
        },
      },
      async (request, reply): Promise<never> => {
        const { id } = request.params;
        const own = readsForItself(request);
        const history = await ownOr(
          own,
          () => subjectHistory(deps, authorisationKind, id, request.query, reply),
          ({ timeline }) => [timeline.steps.at(-1)?.state.partyId],
        );
        const { validAt, knownAt, stated } = history;
        const steps = history.timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
        const timeline = { ...history.timeline, steps };
        const state = stateAt(timeline, validAt);
        const issued = steps.find(({ event }) => event.type === 'PassIssued');
        if (state.pass === undefined || state.partyId === undefined || issued === undefined)
          throw problem(
            404,
            'R00',
            'no pass',
            'This authorisation is no firearms pass, or was none at that time.',
          );
        const holderId = state.partyId;
        const holder = timelineOf(partyKind.fold, await partyEvents(deps, holderId), knownAt);
        const { profile, rights, aliases }: PartyState = stateAt(holder, validAt);
        const ids = [holderId, ...aliases];
        const listed = steps.flatMap(({ event }) => {
          const { firearmId, firearmIds } = event.payload as {
            readonly firearmId?: string;
            readonly firearmIds?: ReadonlyArray<string>;
          };
          return [...(firearmIds ?? []), ...(firearmId === undefined ? [] : [firearmId])];
        });
        const firearms = await firearmTimelines(deps, [...new Set(listed)], history);
        const lines = passLines(timeline, firearms, (party) => ids.includes(party), own);
        const details = versionsAt(profile, validAt).filter(([name]) => name !== 'contact');
        const shown = await openVersions(
          deps,
          request,
          details.map(([, version]) => version),
        );
        const policy = await policyNow(deps);
        const held = await rightsOf(
          deps,
          rights.map(({ authorisationId }) => authorisationId),
          history,
        );
        const authority = issued.event.metadata.authorityId;
        const records = recordsOfPaper(history.known, entered);
        const document: PassDocument = {
          authorisationId: id,
          validAt: stated.validAt,
          knownAt: stated.knownAt,
          inForce: inForce(state, { earliest: validAt, latest: validAt }).kind === 'COVERED',
          sections: {
            holder: {
              party: holderId,
              details: Object.fromEntries(details.map(([name, version]) => [name, shown(version)])),
            },
            firearms: lines.map(({ identity, listed: since, struck, marks, ...line }) => ({
              firearmId: line.firearmId,
              description: describeFirearm(identity),
              category: typeof identity?.category === 'string' ? identity.category : null,
              subcategory: typeof identity?.subcategory === 'string' ? identity.subcategory : null,
              identity: (identity as Record<string, unknown> | undefined) ?? null,
              listed: { from: present.boundary(since.from), basis: since.basis },
              struck: struck === undefined ? null : { ...struck, from: present.boundary(struck.from) },
              marks: marks.map(({ from, ended, ...mark }) => ({
                ...mark,
                from: present.boundary(from),
                ended: ended ?? null,
              })),
              usable: line.usable,
            })),
            validity: steps
              .filter(({ event }) => event.type === 'PassIssued' || event.type === 'PassExtended')
              .map(({ event }) => {
                const { validFrom, validTo } = event.payload as Valid;
                return { validFrom, validTo };
              }),
            issuer: {
              state: policy.territory,
              authority,
              passNo: state.pass.passNo,
              issuedOn: present.boundary({
                bounds: issued.bounds,
                time: issued.event.metadata.effectiveAt,
              }),
              rights: held.map(({ kind, number, status }) => ({ kind, number, status })),
            },
            otherStates: lines.flatMap(({ firearmId, journeys }) =>
              journeys.map(({ state: by, validFrom, validTo }) => ({
                firearmId,
                state: by,
                validFrom,
                validTo,
              })),
            ),
            statements: [
              ...travelStatements,
              ...restrictionStatements(
                policy,
                lines,
                ({ identity }) => describeFirearm(identity),
                stated.validAt.slice(0, 10),
              ),
            ],
          },
          proof: await recordProof(deps, records, paperBundle(id, records, stated.knownAt)),
        };
        reply.header('vary', 'Accept');
        return wantsPage(request) ? sendPage(reply, passHtml(document)) : (document as never);
      },
    );
  };
