import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorisationKind } from '../../domain/authorisation/kind.ts';
import {
  hashedLicence,
  type IssuedLicence,
  licenceText,
} from '../../domain/authorisation/licenceDocument.ts';
import { inForce } from '../../domain/authorisation/validity.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { type DetailVersion, detailAt } from '../../domain/party/details.ts';
import { stateAt } from '../../domain/time/bitemporalFold.ts';
import { describeFirearm } from '../print/describe.ts';
import { licenceHtml } from '../print/licenceHtml.ts';
import { purposeHeader } from './access.ts';
import { profilesOf } from './counterparties.ts';
import type { HttpDeps } from './deps.ts';
import { ownOr, readsForItself } from './ownSubject.ts';
import { detailSchema, openVersions } from './partyProfile.ts';
import { policyNow } from './policyNow.ts';
import { dataOrPage, sendPage, wantsPage } from './printing.ts';
import { problem } from './problem.ts';
import { paperBundle, recordProof, recordProofSchema, recordsOfPaper } from './recordProof.ts';
import { bitemporalQuery, problems, subjectParams } from './schemas.ts';
import { subjectHistory } from './subjectHistory.ts';

const side = z.object({
  party: z.string(),
  name: detailSchema.nullable(),
  address: detailSchema.nullable(),
});
const licenceSchema = z
  .object({
    authorisationId: z.string(),
    validAt: z.string(),
    knownAt: z.string(),
    status: z.string(),
    inForce: z.boolean(),
    supplier: side,
    acquirer: side,
    deliveryAddress: detailSchema.nullable(),
    firearms: z.array(
      z.object({
        firearmId: z.string(),
        description: z.string(),
        category: z.string().nullable(),
        proofChecked: z.boolean(),
      }),
    ),
    licence: z
      .record(z.string(), z.unknown())
      .meta({ description: 'all that the licence says but names and addresses' }),
    sha256: z
      .string()
      .meta({ description: 'SHA-256 of `licence` in the canonical form of RFC 8785; printed on the paper' }),
    proof: recordProofSchema.meta({
      description: 'where in the signed log the record of the licence is, and which file proves it offline',
    }),
  })
  .meta({ id: 'TransferLicence' });
export type LicenceDocument = z.infer<typeof licenceSchema>;

/** What the paper rests on. */
const issuing: ReadonlySet<string> = new Set(['TransferAuthorised']);

const params = subjectParams(authorisationKind) as z.ZodObject<{ id: z.ZodString }>;

/** The licence that accompanies a firearm to another Member State, as data and on paper (Dir. 16(2)). */
export const licenceRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/authorisations/:id/licence',
      {
        config: { reads: 'transfer licence', forOwners: true },
        schema: {
          tags: ['Authorisations'],
          operationId: 'getTransferLicence',
          summary: 'The licence of a transfer to another Member State with its particulars (Dir. 16(2))',
          description:
            'Accept: text/html gives the paper that travels with the firearm. Its hash is made over `licence` and tells whether two ' +
            'copies say the same; `proof` names the file by which anybody verifies without this register who recorded it.',
          params,
          headers: purposeHeader,
          querystring: bitemporalQuery,
          response: { 200: dataOrPage('the licence', licenceSchema), ...problems(400, 403, 404) },
        },
      },
      async (request, reply): Promise<never> => {
        const { id } = request.params;
        const { known, timeline, validAt, knownAt, stated } = await ownOr(
          readsForItself(request),
          () => subjectHistory(deps, authorisationKind, id, request.query, reply),
          (loaded) => [loaded.timeline.steps.at(-1)?.state.partyId],
        );
        const issued = timeline.steps.find(
          ({ event, bounds, status }) =>
            event.type === 'TransferAuthorised' && bounds.earliest <= validAt && status === 'EFFECTIVE',
        );
        const event = issued?.event as RecordedEvent<string, IssuedLicence> | undefined;
        const particulars = event?.payload.particulars;
        if (issued === undefined || event === undefined || particulars === undefined)
          throw problem(
            404,
            'R00',
            'no licence',
            'No licence of a transfer was issued here, or none by that time.',
          );
        const { supplierId, acquirerId } = particulars;
        const profiles = await profilesOf(deps, [...new Set([supplierId, acquirerId])], knownAt);
        // Names and addresses as they were when the licence was issued: the paper says what it said then.
        const versionOf = (party: string, name: 'name' | 'address') =>
          detailAt(profiles.get(party) ?? {}, name, issued.bounds.latest);
        const delivery: DetailVersion = {
          from: issued.bounds.earliest,
          validFrom: event.payload.validFrom,
          recordedBy: event.eventId,
          value: particulars.deliveryAddress,
        };
        const versions = [supplierId, acquirerId].flatMap((party) =>
          (['name', 'address'] as const).flatMap((name) => versionOf(party, name) ?? []),
        );
        const shown = await openVersions(deps, request, [...versions, delivery]);
        const sideOf = (party: string) => {
          const name = versionOf(party, 'name');
          const address = versionOf(party, 'address');
          return {
            party,
            name: name === undefined ? null : shown(name),
            address: address === undefined ? null : shown(address),
          };
        };
        const state = stateAt(timeline, validAt);
        const records = recordsOfPaper(known, issuing);
        const licence = hashedLicence(id, (await policyNow(deps)).territory, event);
        const document: LicenceDocument = {
          authorisationId: id,
          validAt: stated.validAt,
          knownAt: stated.knownAt,
          status: state.status,
          inForce: inForce(state, { earliest: validAt, latest: validAt }).kind === 'COVERED',
          supplier: sideOf(supplierId),
          acquirer: sideOf(acquirerId),
          deliveryAddress: shown(delivery),
          firearms: particulars.firearms.map(({ firearmId, identity, proofChecked }) => ({
            firearmId,
            description: describeFirearm(identity),
            category: typeof identity?.subcategory === 'string' ? identity.subcategory : null,
            proofChecked,
          })),
          licence,
          sha256: deps.record.digest(licenceText(licence)),
          proof: await recordProof(deps, records, paperBundle(id, records, stated.knownAt)),
        };
        reply.header('vary', 'Accept');
        return wantsPage(request) ? sendPage(reply, licenceHtml(document, licence)) : (document as never);
      },
    );
  };
