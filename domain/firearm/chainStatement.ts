import type { Timeline } from '../time/bitemporalFold.ts';
import { type EffectiveTime, writtenMoment } from '../time/effectiveTime.ts';
import { type Boundary, type Unsettled, unsettledOf } from '../time/unsettled.ts';
import type { Instant } from '../time/zone.ts';
import type { CustodyChain } from './custodyChain.ts';
import { ownershipOf } from './ownership.ts';
import type { TracingFacts } from './tracing/facts.ts';

/**
 * What is said of a chain of custody, in the form of JSON: by answers over HTTP, and by proof bundles, whose verifier
 * makes it again from the events and compares.
 */

export const iso = (instant: Instant): string => new Date(instant).toISOString();
/** ISO text of an instant, null for one without bound. */
export const isoOrNull = (instant: Instant): string | null =>
  Number.isFinite(instant) ? iso(instant) : null;

export const boundaryStatement = ({
  bounds,
  time,
}: {
  readonly bounds: Boundary['bounds'];
  readonly time: EffectiveTime;
}) => ({
  written: writtenMoment(time),
  precision: time.precision,
  earliest: isoOrNull(bounds.earliest),
  latest: iso(bounds.latest),
});

const unsettled = ({ event, from, code }: Unsettled) => ({ event, from: boundaryStatement(from), code });

/** Events that are recorded without effect: disputed ones await a decision, inconsistent ones contradict the rest. */
export const unsettledStatement = (timeline: Timeline<unknown>) => {
  const { disputed, inconsistent } = unsettledOf(timeline);
  return { disputed: disputed.map(unsettled), inconsistent: inconsistent.map(unsettled) };
};

export const chainStatement = ({ intervals, gaps }: CustodyChain) => ({
  intervals: intervals.map((interval) => ({
    from: boundaryStatement(interval.from),
    to: interval.to === undefined ? null : boundaryStatement(interval.to),
    custody: interval.custody,
    holder: interval.holder ?? null,
    custodian: interval.custodian ?? null,
    responsible: interval.responsible ?? null,
    basis: interval.basis,
    confirmation: interval.confirmation ?? null,
    supplierMismatch: interval.supplierMismatch,
  })),
  gaps: gaps.map((gap) => ({
    from: boundaryStatement(gap.from),
    to: gap.to === undefined ? null : boundaryStatement(gap.to),
    reason: gap.reason,
  })),
  ownership: ownershipOf(intervals).map((owned) => ({
    from: boundaryStatement(owned.from),
    to: owned.to === undefined ? null : boundaryStatement(owned.to),
    holder: owned.holder,
    basis: owned.basis,
    possessions: owned.possessions.map((possession) => ({
      from: boundaryStatement(possession.from),
      to: possession.to === undefined ? null : boundaryStatement(possession.to),
      custody: possession.custody,
      custodian: possession.custodian ?? null,
    })),
  })),
});

/** What a tracer reads off the chain. */
export const tracingStatement = ({
  firstRetail,
  lastLegalHolder,
  diversion,
  timesToCrime,
}: TracingFacts) => ({
  firstRetail:
    firstRetail === undefined
      ? null
      : {
          ...firstRetail,
          on: boundaryStatement(firstRetail.on),
          confirmation: firstRetail.confirmation ?? null,
        },
  lastLegalHolder: lastLegalHolder ?? null,
  diversion:
    diversion === undefined
      ? null
      : {
          kind: diversion.kind,
          from: diversion.from === undefined ? null : boundaryStatement(diversion.from),
          to: boundaryStatement(diversion.to),
          basis: diversion.basis,
        },
  timesToCrime: timesToCrime.map(({ recovery, recoveredOn, fromFirstRetail, fromLastLegalTransfer }) => {
    const range = (days: typeof fromFirstRetail) =>
      days === undefined ? null : { ...days, most: days.most ?? null, flag: days.flag ?? null };
    return {
      recovery,
      recoveredOn,
      fromFirstRetail: range(fromFirstRetail),
      fromLastLegalTransfer: range(fromLastLegalTransfer),
    };
  }),
});
