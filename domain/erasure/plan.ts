import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import { holdsOn, type SystemState } from '../system/state.ts';
import { type CalendarDate, laterDate } from '../time/calendarDate.ts';
import { minimumPeriod } from '../time/recordClass.ts';
import { endOfPeriod, type RetentionRules } from '../time/retention.ts';
import type { KeptTrace, PlannedTrace } from './traces.ts';

/** Largest number of firearms that one party's erasure may concern at once; the append is one unit. */
export const firearmsMax = 1000;

/** What the read models say of a party whom a record names that may be erased. */
export type PartyFacts = {
  readonly partyId: string;
  /** Firearms and components that may be erased, and such that must be kept. */
  readonly due: ReadonlyArray<string>;
  readonly kept: ReadonlyArray<string>;
  /** Records that were merged into firearms which may be erased: a hold on one of them holds the firearm. */
  readonly merged: ReadonlyArray<string>;
  /** Other ids of the same party. */
  readonly aliases: ReadonlyArray<string>;
  /** Of a party whom no firearm and no component ever named: the day on which its own record was last changed. */
  readonly changedOn?: CalendarDate;
  /** Cases that the records which may be erased name. */
  readonly cases: ReadonlyArray<string>;
  readonly authorisations: ReadonlyArray<{
    readonly authorisationId: string;
    readonly status: string;
    readonly endsOn: string | null;
    readonly changedOn: CalendarDate;
    readonly own: boolean;
  }>;
};

export type KeptFor = {
  readonly reason:
    | 'RECORD_KEPT'
    | 'AUTHORISATION_KEPT'
    | 'PARTY_RECORD_KEPT'
    | 'TRACE_KEPT'
    | 'LEGAL_HOLD'
    | 'TOO_MANY_RECORDS';
  readonly subjects: ReadonlyArray<string>;
};
export type PlannedParty = {
  readonly partyId: string;
  /** Why it need not be kept any more. */
  readonly ruleId: string;
  readonly firearmIds: ReadonlyArray<string>;
  /** Under whose keys its data is: its own, those of its other ids, and those of its authorisations. */
  readonly subjectIds: ReadonlyArray<string>;
};
export type ErasurePlan = {
  readonly ruleId: string;
  readonly until: CalendarDate;
  readonly parties: ReadonlyArray<PlannedParty>;
  readonly kept: ReadonlyArray<{ readonly partyId: string; readonly for: ReadonlyArray<KeptFor> }>;
  readonly traces: ReadonlyArray<PlannedTrace>;
  readonly keptTraces: ReadonlyArray<KeptTrace>;
};

/**
 * Under which rule a party is erased: with the last of its firearms 30 years after destruction (Dir. 4(5)); who never had
 * one, when authorisations need not be kept any more (258/2012 art. 12, ITI 12).
 */
export const erasureRules = { withFirearms: 'REQ-REC-11', neverHeld: 'REQ-IMP-03' } as const;

const uniqueOf = (subjects: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(subjects)];
const running: ReadonlySet<string> = new Set(['APPLIED', 'GRANTED', 'SUSPENDED']);
const isFirearm = (subject: string): boolean => subject.startsWith('W-');

/** In force, or not so long over as records of trade and authorisations are kept (258/2012 art. 12, ITI 12). */
const authorisationKept =
  (today: CalendarDate, rules: RetentionRules) =>
  ({ status, endsOn, changedOn }: PartyFacts['authorisations'][number]): boolean => {
    if (running.has(status) && (endsOn === null || endsOn >= today)) return true;
    const over = laterDate(endsOn ?? changedOn, changedOn);
    return endOfPeriod(over, minimumPeriod('TRADE'), rules).erasableFrom > today;
  };

/** The record of a party without firearms is kept as long as one of an authorisation. */
const partyRecordKept = ({ changedOn }: PartyFacts, today: CalendarDate, rules: RetentionRules): boolean =>
  changedOn !== undefined && endOfPeriod(changedOn, minimumPeriod('TRADE'), rules).erasableFrom > today;

const keptFor = (
  facts: PartyFacts,
  system: Pick<SystemState, 'holds'>,
  today: CalendarDate,
  rules: RetentionRules,
): ReadonlyArray<KeptFor> => {
  const authorisations = facts.authorisations.filter(authorisationKept(today, rules));
  const held = uniqueOf([
    facts.partyId,
    ...facts.aliases,
    ...facts.due,
    ...facts.merged,
    ...facts.cases,
    ...facts.authorisations.map((each) => each.authorisationId),
  ]).filter((subject) => holdsOn(system as SystemState, subject).length > 0);
  const reasons: ReadonlyArray<KeptFor> = [
    { reason: 'RECORD_KEPT', subjects: facts.kept },
    { reason: 'AUTHORISATION_KEPT', subjects: authorisations.map((each) => each.authorisationId) },
    { reason: 'PARTY_RECORD_KEPT', subjects: partyRecordKept(facts, today, rules) ? [facts.partyId] : [] },
    { reason: 'LEGAL_HOLD', subjects: held },
    { reason: 'TOO_MANY_RECORDS', subjects: facts.due.length > firearmsMax ? [facts.partyId] : [] },
  ];
  return reasons.filter(({ subjects }) => subjects.length > 0);
};

/** Whose data may be erased and whose is kept for what: nobody is erased while one duty to keep is left. */
export const partiesPlan = (
  until: CalendarDate,
  all: ReadonlyArray<PartyFacts>,
  system: Pick<SystemState, 'holds'>,
  rules: RetentionRules,
): Pick<ErasurePlan, 'parties' | 'kept'> => {
  const judged = all.map((facts) => ({ facts, for: keptFor(facts, system, until, rules) }));
  return {
    parties: judged
      .filter((each) => each.for.length === 0)
      .map(({ facts: { partyId, due, aliases, authorisations, changedOn } }) => ({
        partyId,
        ruleId: changedOn === undefined ? erasureRules.withFirearms : erasureRules.neverHeld,
        firearmIds: due.filter(isFirearm),
        subjectIds: [
          partyId,
          ...aliases,
          ...authorisations.filter(({ own }) => own).map((each) => each.authorisationId),
        ],
      })),
    kept: judged
      .filter((each) => each.for.length > 0)
      .map(({ facts: { partyId }, for: reasons }) => ({ partyId, for: reasons })),
  };
};

/** What the second person approves: the hash of exactly this. */
export const planText = ({ ruleId, until, parties, traces }: ErasurePlan): string =>
  canonicalJson({ ruleId, until, parties, traces } as unknown as Json);

/**
 * What is left of a plan that was approved, of which some was recorded already: the part of a plan made now that the two
 * persons decided on. `erased` is what is recorded, in the form of the plan. Undefined where both together are not the
 * approved plan any more: then nothing else was decided on.
 */
export const restOfPlan = (
  now: ErasurePlan,
  erased: Pick<ErasurePlan, 'parties' | 'traces'>,
  approved: {
    readonly parties: number;
    readonly traces: number;
    readonly isApproved: (plan: ErasurePlan) => boolean;
  },
): Pick<ErasurePlan, 'parties' | 'traces'> | undefined => {
  const partiesLeft = now.parties.filter(({ partyId }) =>
    erased.parties.every((each) => each.partyId !== partyId),
  );
  const tracesLeft = now.traces.filter(({ traceId }) =>
    erased.traces.every((each) => each.traceId !== traceId),
  );
  // A run takes so many at most: where some are done, others that were not decided on move up behind the last one.
  const parties = [...erased.parties, ...partiesLeft]
    .sort((one, other) => (one.partyId < other.partyId ? -1 : 1))
    .slice(0, approved.parties);
  const traces = [...erased.traces, ...tracesLeft]
    .sort((one, other) => (one.traceId < other.traceId ? -1 : 1))
    .slice(0, approved.traces);
  return approved.isApproved({ ...now, parties, traces })
    ? {
        parties: parties.filter((each) => partiesLeft.includes(each)),
        traces: traces.filter((each) => tracesLeft.includes(each)),
      }
    : undefined;
};
