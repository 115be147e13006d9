import { z } from 'zod';
import { erasureRules } from '../../domain/erasure/plan.ts';
import { traceRules } from '../../domain/erasure/traces.ts';
import { periodAt } from '../../domain/system/policyInForce.ts';
import { holdsOn } from '../../domain/system/state.ts';
import { startOfDate } from '../../domain/time/calendarDate.ts';
import { minimumPeriod } from '../../domain/time/recordClass.ts';
import { casesTraced, firearmsTraced } from '../../domain/trace/named.ts';
import { type ClockRow, clockPage } from '../../projections/retentionCalendar/queries.ts';
import type { HttpDeps } from './deps.ts';
import { systemAt } from './erasurePlan.ts';
import { tracesOf } from './erasureTraces.ts';
import { policiesKnownAt } from './policies.ts';
import * as present from './present.ts';

export const clockSchema = z
  .object({
    subjectKind: z.enum(['firearm', 'component', 'trace']),
    subjectId: z.string(),
    ruleId: z.string().meta({ description: 'rule by which it may be erased then' }),
    erases: z.enum(['PERSONS_NAMED', 'PERSONS_TOLD_OF']).meta({
      description:
        'PERSONS_NAMED: details of whom the records name, where nothing else keeps them; GET /v1/retention/preview says who that is. ' +
        'PERSONS_TOLD_OF: what a trace request says of persons; all else of it stays',
    }),
    firearmIds: z.array(z.string()).meta({
      description:
        'of a trace request: the firearms that it was ever about, whose records say that it was erased',
    }),
    cause: z.enum(['DESTROYED', 'EXPORTED', 'LAST_RECORD']).meta({
      description: 'what began the period that ends last; LAST_RECORD: the last record of a trace request',
    }),
    startedBy: z.string(),
    clockFrom: z.string().meta({
      description:
        'day from which the period runs: 30 years from destruction, 20 from the last record of a request',
    }),
    nominalEnd: z.string(),
    erasableFrom: z.string().meta({ description: 'first day on which personal data may be erased' }),
    erasableAt: z.string().meta({ description: 'the same as a moment: the beginning of that local day' }),
    stoppedBy: z
      .string()
      .nullable()
      .meta({ description: 'event that stops the clock: it turned up again, or came back' }),
    held: z
      .boolean()
      .meta({ description: 'a legal hold is in force: nothing is erased before it is lifted' }),
  })
  .meta({ id: 'RetentionClock' });
export type RetentionClock = z.infer<typeof clockSchema>;

export type CalendarQuery = {
  /** ISO text of the moment that is asked about. */
  readonly knownAt: string;
  readonly until?: string;
  readonly stopped: boolean;
  readonly after?: readonly [erasableFrom: string, subjectId: string];
  readonly limit: number;
};
type CalendarDeps = Pick<HttpDeps, 'record' | 'eventStore' | 'codec' | 'sql' | 'zone'>;

/** Trace requests of a page that a hold on one of their cases or firearms keeps. */
const heldTraces = async (
  deps: CalendarDeps,
  rows: ReadonlyArray<ClockRow>,
  knownAt: number,
): Promise<ReadonlySet<string>> => {
  const ids = rows.filter(({ subjectKind }) => subjectKind === 'trace').map(({ subjectId }) => subjectId);
  if (ids.length === 0) return new Set();
  const { state } = await systemAt(deps, knownAt);
  if (state.holds.length === 0) return new Set();
  const traces = await tracesOf(deps, ids);
  return new Set(
    rows
      .filter(({ subjectId, firearmIds }) => {
        const events = (traces.get(subjectId) ?? []).filter(({ recordedAt }) => recordedAt <= knownAt);
        return [...firearmIds, ...firearmsTraced(events), ...casesTraced(events)].some(
          (subject) => holdsOn(state, subject).length > 0,
        );
      })
      .map(({ subjectId }) => subjectId),
  );
};

/** What may be erased when: firearms and components by their clocks, trace requests by theirs and those of their firearms. */
export const retentionCalendar = async (
  deps: CalendarDeps,
  query: CalendarQuery,
): Promise<ReadonlyArray<RetentionClock>> => {
  const policies = await policiesKnownAt(deps, query.knownAt);
  const knownAt = Date.parse(query.knownAt);
  const rows = await clockPage(deps.sql, {
    ...query,
    policies,
    tracesShift: periodAt(policies, knownAt).policy.retention.workingDayShift,
    traceYears: minimumPeriod('OTHER').months / 12,
    zone: deps.zone,
    now: deps.record.clock.now(),
  });
  const heldByOther = await heldTraces(deps, rows, knownAt);
  return rows.map(({ zone, held, firearmIds, ...row }) => ({
    ...row,
    ruleId:
      row.subjectKind === 'trace' && firearmIds.length === 0
        ? traceRules.unidentified
        : erasureRules.withFirearms,
    erases: row.subjectKind === 'trace' ? 'PERSONS_TOLD_OF' : 'PERSONS_NAMED',
    firearmIds: [...firearmIds],
    held: held || heldByOther.has(row.subjectId),
    erasableAt: present.iso(startOfDate(row.erasableFrom, zone)),
  }));
};
