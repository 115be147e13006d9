import type { FastifyRequest } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { partyKind } from '../../domain/party/kind.ts';
import type { PartyState } from '../../domain/party/state.ts';
import {
  isWithheld,
  isWithheldFrom,
  mayTell,
  restrictions,
  withoutOthers,
} from '../../domain/party/subjectAccess.ts';
import { keyOfStream, streamOfKey } from '../../domain/streamKinds.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import { disclosures } from '../../projections/accessLog/disclosures.ts';
import { authorisationsOf, subjectsNaming } from '../../projections/erasure/queries.ts';
import { knownOfLog } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import { withPersonal } from './openedPayload.ts';
import { ownStatesOf } from './ownRecords.ts';
import { partyEvents } from './partyEvents.ts';
import { allVersions, openVersions } from './partyProfile.ts';
import * as present from './present.ts';
import { problem } from './problem.ts';
import { rightsOf } from './rightsOf.ts';

const streamsOf = async (
  deps: HttpDeps,
  keys: ReadonlyArray<Parameters<typeof streamOfKey>[0]>,
): Promise<ReadonlyArray<RecordedEvent>> => {
  if (keys.length === 0) return [];
  const stored = await deps.eventStore.readStreams(keys.map(streamOfKey))();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  return stored.right.map(deps.codec.decode);
};

/** Everything that the ledger holds about a person: his own streams, and those that name him. */
const gathered = async (deps: HttpDeps, partyId: string) => {
  const knownAt = await knownOfLog(deps);
  const now = Math.max(deps.record.clock.now(), knownAt);
  const isKnown = ({ recordedAt }: RecordedEvent): boolean => recordedAt <= knownAt;
  const events = (await partyEvents(deps, partyId)).filter(isKnown);
  const state: PartyState = stateAt(timelineOf(partyKind.fold, events), now);
  // A merge found two records to be one person: what either holds is his.
  const ids = new Set([partyId, ...state.aliases]);
  const authorisations = (await authorisationsOf(deps.sql, [...ids])).filter(({ own }) => own);
  const subjects = await subjectsNaming(deps.sql, [...ids]);
  const firearmIds = subjects.filter((id) => id.startsWith('W-'));
  const own: ReadonlyArray<RecordedEvent> = [
    ...events,
    ...(await streamsOf(
      deps,
      state.aliases.map((id) => ({ kind: 'party', id })),
    )),
    ...(await streamsOf(
      deps,
      authorisations.map(({ authorisationId: id }) => ({ kind: 'authorisation', id })),
    )),
  ];
  const named = await streamsOf(
    deps,
    subjects.map((id) => ({ kind: id.startsWith('W-') ? 'firearm' : 'component', id })),
  );
  return {
    now,
    knownAt,
    state,
    ids,
    authorisations,
    firearmIds,
    own: own.filter(isKnown),
    named: named.filter(isKnown),
  };
};

/**
 * How much is left out of a package: for the officer who answers for it and for who checks him, never for the package
 * itself, which neither confirms nor denies (LED 15(3)).
 */
export const withheldFrom = async (deps: HttpDeps, partyId: string) => {
  const { ids, own, named } = await gathered(deps, partyId);
  const recipients = await disclosures(deps.sql, { subjects: [...ids], regime: 'LED' });
  return {
    records: own.filter(isWithheld).length + named.filter((event) => isWithheldFrom(event, ids)).length,
    recipients: recipients.length,
    reads: recipients.reduce((sum, { times }) => sum + times, 0),
  };
};

/** Everything that the ledger holds about a person and may tell him (GDPR 15, LED 14, 15; REQ-DPR-05). */
export const subjectAccess = async (deps: HttpDeps, request: FastifyRequest, partyId: string) => {
  const { now, knownAt, state, ids, authorisations, firearmIds, own, named } = await gathered(deps, partyId);
  const at = { validAt: now, knownAt };
  const told = [
    ...own.filter((event) => !isWithheld(event)),
    ...named.filter((event) => mayTell(event, ids)),
  ].toSorted((one, other) => ((one.position ?? 0n) < (other.position ?? 0n) ? -1 : 1));
  const payloads = await withPersonal(
    deps,
    request,
    told.map(({ payload }) => withoutOthers(payload, ids)),
  );
  const versions = allVersions(state.profile);
  const shown = await openVersions(
    deps,
    request,
    versions.map(([, version]) => version),
  );
  const moments = { validAt: present.iso(now), knownAt: present.iso(knownAt) };
  const holdings = (
    await Promise.all([...ids].map((each) => ownStatesOf(deps, firearmIds, each, moments)))
  ).flatMap((states) => [...states]);
  const recipients = await disclosures(deps.sql, { subjects: [...ids], regime: 'GDPR' });
  return {
    partyId,
    knownAt: moments.knownAt,
    aliases: [...state.aliases],
    status: state.status,
    details: versions.map(([name, version]) => ({ detail: name, ...shown(version) })),
    firearms: holdings
      .filter(
        ([
          ,
          {
            shown: { holder },
          },
        ]) => holder !== undefined && ids.has(String(holder.party)),
      )
      .map(
        ([
          firearmId,
          {
            shown: { custody },
            since,
            state: { identity },
          },
        ]) => ({
          firearmId,
          custody,
          since: writtenMoment(since.event.metadata.effectiveAt),
          identity: (identity as Record<string, unknown> | undefined) ?? null,
        }),
      ),
    authorisations: (
      await rightsOf(
        deps,
        authorisations.map(({ authorisationId }) => authorisationId),
        at,
      )
    ).map((right) => ({
      ...right,
      categories: [...right.categories],
      subcategories: [...right.subcategories],
    })),
    records: told.map((event, index) => ({
      recordedIn: keyOfStream(event.streamId)?.id ?? '',
      eventId: event.eventId,
      type: event.type,
      effectiveAt: writtenMoment(event.metadata.effectiveAt),
      recordedAt: present.iso(event.recordedAt),
      recordedByRole: event.metadata.recordedBy.role,
      authorityId: event.metadata.authorityId,
      source: event.metadata.source.kind,
      legalBasis: [...event.metadata.legalBasis],
      assertionKind: event.metadata.assertionKind,
      payload: payloads[index] as Record<string, unknown>,
    })),
    recipients: recipients.map(({ first, last, regime: _always, ...recipient }) => ({
      ...recipient,
      first: first.toISOString(),
      last: last.toISOString(),
    })),
    retention:
      'Records are kept until 30 years after the destruction of the firearm or component they are about (Directive (EU) 2021/555, Article 4(5)).',
    restrictions: [...restrictions],
  };
};
export type AccessPackage = Awaited<ReturnType<typeof subjectAccess>>;
