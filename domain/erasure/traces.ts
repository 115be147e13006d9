import { holdsOn, type SystemState } from '../system/state.ts';
import type { CalendarDate } from '../time/calendarDate.ts';
import type { RetentionRules } from '../time/retention.ts';
import { traceKeptUntil } from '../trace/kept.ts';
import { firearmsMax, type KeptFor } from './plan.ts';

/** What the read models say of a trace request that has data in the vault. */
export type TraceFacts = {
  readonly traceId: string;
  /** Day of its last event. */
  readonly lastDay: CalendarDate;
  /** Firearms that it was ever about, which may be erased, and such that must be kept. */
  readonly due: ReadonlyArray<string>;
  readonly kept: ReadonlyArray<string>;
  /** Records that were merged into firearms which may be erased: a hold on one of them holds the firearm. */
  readonly merged: ReadonlyArray<string>;
  /** Cases that it served, and those that the records of its firearms name. */
  readonly cases: ReadonlyArray<string>;
};

export type PlannedTrace = {
  readonly traceId: string;
  /** Why it need not be kept any more. */
  readonly ruleId: string;
  readonly firearmIds: ReadonlyArray<string>;
};
export type KeptTrace = { readonly traceId: string; readonly for: ReadonlyArray<KeptFor> };

/**
 * With the last of its firearms 30 years after destruction, and without one twenty years after its last event; in
 * either case not before these twenty years (REQ-TRC-02: the longer of Dir. 4(5) and ITI 12).
 */
export const traceRules = { withFirearms: 'REQ-REC-11', unidentified: 'REQ-TRC-02' } as const;

const keptFor = (
  { traceId, lastDay, due, kept, merged, cases }: TraceFacts,
  system: Pick<SystemState, 'holds'>,
  today: CalendarDate,
  rules: RetentionRules,
): ReadonlyArray<KeptFor> => {
  const young = traceKeptUntil(lastDay, rules).erasableFrom > today;
  const held = [...due, ...kept, ...merged, ...cases].filter(
    (subject) => holdsOn(system as SystemState, subject).length > 0,
  );
  const reasons: ReadonlyArray<KeptFor> = [
    { reason: 'RECORD_KEPT', subjects: kept },
    { reason: 'TRACE_KEPT', subjects: young ? [traceId] : [] },
    { reason: 'LEGAL_HOLD', subjects: held },
    { reason: 'TOO_MANY_RECORDS', subjects: due.length > firearmsMax ? [traceId] : [] },
  ];
  return reasons.filter(({ subjects }) => subjects.length > 0);
};

/** Which trace requests may lose what they say of persons, and which are kept for what. */
export const tracesPlan = (
  until: CalendarDate,
  all: ReadonlyArray<TraceFacts>,
  system: Pick<SystemState, 'holds'>,
  rules: RetentionRules,
): { readonly traces: ReadonlyArray<PlannedTrace>; readonly keptTraces: ReadonlyArray<KeptTrace> } => {
  const judged = all.map((facts) => ({ facts, for: keptFor(facts, system, until, rules) }));
  return {
    traces: judged
      .filter((each) => each.for.length === 0)
      .map(({ facts: { traceId, due } }) => ({
        traceId,
        ruleId: due.length > 0 ? traceRules.withFirearms : traceRules.unidentified,
        firearmIds: due,
      })),
    keptTraces: judged
      .filter((each) => each.for.length > 0)
      .map(({ facts: { traceId }, for: reasons }) => ({ traceId, for: reasons })),
  };
};
