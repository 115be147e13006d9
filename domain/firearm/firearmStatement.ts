import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../event/envelope.ts';
import { stateAt, type Timeline, timelineOf } from '../time/bitemporalFold.ts';
import type { Instant } from '../time/zone.ts';
import { chainStatement, iso, tracingStatement, unsettledStatement } from './chainStatement.ts';
import { custodyChain } from './custodyChain.ts';
import { firearmKind } from './kind.ts';
import type { FirearmState } from './state.ts';
import { tracingFacts } from './tracing/facts.ts';
import { familyOf, unionOfStreams } from './unionOfStreams.ts';

export type AsOf = { readonly validAt: Instant; readonly knownAt: Instant };
/** Own events of a firearm in the order of recording; undefined where they are not at hand. */
export type OwnEvents = (firearmId: string) => ReadonlyArray<RecordedEvent> | undefined;

/** Why nothing can be stated. */
export type StatementFault =
  | { readonly kind: 'MISSING'; readonly firearmId: string }
  | { readonly kind: 'MERGED'; readonly into: string }
  | { readonly kind: 'UNKNOWN' };

/** A firearm has that many primary parts in its life at most; it also ends a circle that no record should make. */
const linksMax = 20;

const foldedUntil = (
  own: OwnEvents,
  id: string,
  { validAt, knownAt }: AsOf,
): E.Either<StatementFault, Timeline<FirearmState>> => {
  const { family, missing } = familyOf(id, own);
  const [firearmId] = missing;
  if (firearmId !== undefined) return E.left({ kind: 'MISSING', firearmId });
  const union = unionOfStreams(id, family, knownAt);
  if (union.id !== id) return E.left({ kind: 'MERGED', into: union.id });
  const known = union.events.filter(({ recordedAt }) => recordedAt <= knownAt);
  if (known.length === 0) return E.left({ kind: 'UNKNOWN' });
  const timeline = timelineOf(firearmKind.fold, known);
  const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
  return E.right({ ...timeline, steps });
};

/** Firearms whose events a statement about this one rests on, or those of them that have still to be loaded. */
export const statementRestsOn = (
  own: OwnEvents,
  id: string,
  asOf: AsOf,
): { readonly firearms: ReadonlyArray<string>; readonly missing: ReadonlyArray<string> } => {
  const firearms = new Set<string>();
  let next: string | undefined = id;
  for (let links = 0; next !== undefined && links <= linksMax; links += 1) {
    const { family, missing } = familyOf(next, own);
    for (const member of family.keys()) firearms.add(member);
    if (missing.length > 0) return { firearms: [...firearms], missing };
    const folded = foldedUntil(own, next, asOf);
    next = E.isLeft(folded) ? undefined : stateAt(folded.right, asOf.validAt).predecessorId;
  }
  return { firearms: [...firearms], missing: [] };
};

/**
 * The chain of custody of one firearm with what is read off it, as `GET /v1/firearms/{id}/chain` answers it. Pure: whoever
 * has the events comes to the same statement.
 */
export const firearmStatement = (own: OwnEvents, id: string, asOf: AsOf) => {
  const until = foldedUntil(own, id, asOf);
  if (E.isLeft(until)) return until;
  const { predecessorId, successorId } = stateAt(until.right, asOf.validAt);
  const predecessors: ({ readonly firearmId: string } & ReturnType<typeof chainStatement>)[] = [];
  let next = predecessorId;
  while (next !== undefined && predecessors.length < linksMax) {
    const folded = foldedUntil(own, next, asOf);
    if (E.isLeft(folded)) return folded;
    predecessors.push({ firearmId: next, ...chainStatement(custodyChain(folded.right)) });
    next = stateAt(folded.right, asOf.validAt).predecessorId;
  }
  return E.right({
    firearmId: id,
    validAt: iso(asOf.validAt),
    knownAt: iso(asOf.knownAt),
    streamVersion: (own(id) ?? []).filter(({ recordedAt }) => recordedAt <= asOf.knownAt).length,
    ...chainStatement(custodyChain(until.right)),
    facts: tracingStatement(tracingFacts(until.right)),
    predecessors,
    successorId: successorId ?? null,
    ...unsettledStatement(until.right),
  });
};
