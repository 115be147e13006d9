import { taskViewOf } from '../../domain/access/taskAccess.ts';
import { taskDefinitionOf } from '../../domain/tasks/catalogue.ts';
import { anomalyCounts } from '../../projections/anomalies/counts.ts';
import { findingCounts } from '../../projections/currentRegistry/findings.ts';
import { taskDelays } from '../../projections/tasks/delays.ts';
import { policiesKnownAt } from '../http/policies.ts';
import { type AuditDeps, type AuditList, wholeList } from './auditList.ts';
import { auditedKinds } from './lists/completeness.ts';
import { corrections } from './lists/corrections.ts';
import { fourEyes } from './lists/fourEyes.ts';
import { lateReports } from './lists/lateReports.ts';
import { withoutHolder } from './lists/withoutHolder.ts';

/** A number of the overview, and where the events behind it are. */
export type OverviewLine = {
  readonly section: 'CORRECTIONS' | 'FOUR_EYES' | 'TIMELINESS' | 'COMPLETENESS' | 'QUALITY' | 'ACCESS';
  readonly name: string;
  readonly meaning: string;
  readonly count: number | null;
  readonly overdue: number | null;
  readonly href: string;
};
type Period = Readonly<Record<'from' | 'to', string | undefined>>;

const countOf = async (list: AuditList, deps: AuditDeps, query: Period): Promise<number> => {
  let count = 0;
  for await (const rows of wholeList(list, deps, query)) count += rows.length;
  return count;
};

const ofPeriod = (path: string, { from, to }: Period): string => {
  const query = [from === undefined ? '' : `from=${from}`, to === undefined ? '' : `to=${to}`].filter(
    (each) => each !== '',
  );
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
};

const listed = async (
  section: OverviewLine['section'],
  list: AuditList,
  deps: AuditDeps,
  period: Period,
): Promise<OverviewLine> => ({
  section,
  name: list.name,
  meaning: list.summary,
  count: await countOf(list, deps, period),
  overdue: null,
  href: ofPeriod(
    `/v1/audit/${list.name}`,
    'from' in list.query ? period : { from: undefined, to: undefined },
  ),
});

const link = (
  section: OverviewLine['section'],
  name: string,
  meaning: string,
  href: string,
): OverviewLine => ({ section, name, meaning, count: null, overdue: null, href });

const completenessLines = async (deps: AuditDeps): Promise<ReadonlyArray<OverviewLine>> => {
  const knownAt = deps.known.knownAt();
  const policies = await policiesKnownAt(deps, knownAt);
  const delays = await taskDelays(deps.sql, {
    knownAt,
    from: '-infinity',
    to: 'infinity',
    kinds: taskViewOf({ role: 'AUD', organisationId: 'AUDIT' }, policies).kinds.filter(({ kind }) =>
      auditedKinds.includes(kind),
    ),
    policies,
    now: deps.record.clock.now(),
  });
  return auditedKinds.map((kind) => {
    const found = delays.find((each) => each.kind === kind);
    return {
      section: 'COMPLETENESS' as const,
      name: kind,
      meaning: taskDefinitionOf(kind)?.meaning ?? '',
      count: found?.open ?? 0,
      overdue: found?.overdue ?? 0,
      href: `/v1/audit/completeness?kind=${kind}`,
    };
  });
};

const qualityLines = async (deps: AuditDeps): Promise<ReadonlyArray<OverviewLine>> => {
  const knownAt = deps.known.knownAt();
  const findings = await findingCounts(deps.sql, knownAt, knownAt);
  const anomalies = await anomalyCounts(deps.sql);
  return [
    ...findings.map(({ finding, firearms }) => ({
      section: 'QUALITY' as const,
      name: finding,
      meaning: 'finding of data quality',
      count: firearms,
      overdue: null,
      href: `/v1/data-quality?finding=${finding}`,
    })),
    ...anomalies.map(({ kind, events }) => ({
      section: 'QUALITY' as const,
      name: kind,
      meaning: 'events that do not fit',
      count: events,
      overdue: null,
      href: `/v1/anomalies?kind=${kind}`,
    })),
  ];
};

/** Every list of the auditor with its count; each count opens to the events behind it (users-and-jobs 6 and 7). */
export const auditOverview = async (
  deps: AuditDeps,
  period: Period,
): Promise<ReadonlyArray<OverviewLine>> => [
  await listed('CORRECTIONS', corrections, deps, period),
  link(
    'CORRECTIONS',
    'correction-counts',
    'Changes of records by person and reason',
    ofPeriod('/v1/audit/correction-counts', period),
  ),
  await listed('FOUR_EYES', fourEyes, deps, period),
  await listed('TIMELINESS', lateReports, deps, period),
  link(
    'TIMELINESS',
    'report-delays',
    'Delay of reports per dealer and authority, in percentiles',
    ofPeriod('/v1/statistics/report-delays', period),
  ),
  link(
    'TIMELINESS',
    'task-delays',
    'Notices, confirmations and answers: done in time, late, and open',
    ofPeriod('/v1/statistics/task-delays', period),
  ),
  await listed('COMPLETENESS', withoutHolder, deps, period),
  ...(await completenessLines(deps)),
  ...(await qualityLines(deps)),
  link(
    'ACCESS',
    'access-review',
    'Who read what, with what is unusual about it',
    ofPeriod('/v1/audit/access-review', period),
  ),
  link(
    'ACCESS',
    'access-statistics',
    'Reads by organisation, role and purpose',
    ofPeriod('/v1/audit/access-statistics', period),
  ),
];
