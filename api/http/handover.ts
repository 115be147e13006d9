import * as E from 'fp-ts/lib/Either.js';
import { answeredNeutrally } from '../../domain/access/policy.ts';
import type { Audience } from '../../domain/firearm/tradeBook.ts';
import type { Handover } from '../../domain/party/events/registerHandedOver.ts';
import type { RecordRequest } from '../../domain/usecases/recording.ts';
import { bookDigest } from '../book/bookCsv.ts';
import { asKnown } from './asKnown.ts';
import { bookQueryOf } from './dealerBook.ts';
import type { HttpDeps } from './deps.ts';
import { queriedInstant } from './present.ts';
import { type ProblemError, problem, refusalProblem } from './problem.ts';

/** Longest that the read model may take to reach the last event before the hash is compared. */
const waitMs = 5_000;

const refused = (detail: string, pointer: string, request: RecordRequest): ProblemError =>
  refusalProblem({ code: 'REGISTER_DIFFERS', detail, pointer }, request.recordedBy.role);

/**
 * Whether a hand-over names the hash of the book that it hands over: recomputed from the book as known at its export
 * (REQ-DLR-03). The past of a bitemporal book does not change, so what was exported honestly is found again. A dealer
 * can only export what he may see; an authority may hand over either copy.
 */
export const handoverFault = async (
  deps: HttpDeps,
  request: RecordRequest,
): Promise<ProblemError | undefined> => {
  const { kind, id } = request.subject;
  if (kind !== 'party' || id === undefined) return undefined;
  for (const [index, entry] of request.entries.entries()) {
    if (entry.type !== 'RegisterHandedOver') continue;
    if (deps.record.codec.faults(entry.type, entry.payload).length > 0) continue;
    const { asOf, knownAt, registerSha256, count } = entry.payload as Handover;
    // An export may have come from a server that has seen more than this one: what is closed, is closed now.
    const closed = await deps.eventStore.close(deps.record.clock.now())();
    if (E.isLeft(closed))
      throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
    const { position, recordedAt: until } = closed.right;
    const query = (audience: Audience) =>
      bookQueryOf(deps, id, audience, { to: asOf, knownAt, view: 'both' }, asKnown(deps, until));
    if (queriedInstant(knownAt, deps.zone, until) > until)
      return refused(
        'The export lies in the future. Give the moment that the export states as knownAt.',
        '/payload/knownAt',
        request,
      );
    await deps.reached(position, waitMs);
    const audiences: ReadonlyArray<Audience> = answeredNeutrally.has(request.recordedBy.role)
      ? ['OWN']
      : ['OWN', 'REGISTER'];
    let equal = false;
    for (const audience of audiences) {
      const digest = await bookDigest(deps.sql, query(audience));
      equal ||= digest.sha256 === registerSha256 && digest.count === count;
    }
    if (!equal)
      return refused(
        'Hash or number of lines is not that of the book. Export it anew: text/csv, view=both, without from, to and knownAt as stated here.',
        index === 0 ? '/payload/registerSha256' : `/${index}/payload/registerSha256`,
        request,
      );
  }
  return undefined;
};
