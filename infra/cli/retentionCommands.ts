import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import type { RetentionOptions } from '../../api/cli/retentionProgram.ts';
import { type PlanDeps, planHash, planOf, todayOf } from '../../api/http/erasurePlan.ts';
import { retentionCalendar } from '../../api/http/retentionCalendar.ts';
import type { KeptFor } from '../../domain/erasure/plan.ts';
import type { Ledger } from '../composition.ts';
import { asReadModelsKnow } from './known.ts';
import { logged } from './readCommands.ts';

// The read models have been brought to the end of the log before such a command runs.
const depsOf = (ledger: Ledger): PlanDeps => ({
  record: ledger.record,
  eventStore: ledger.eventStore,
  codec: ledger.codec,
  sql: ledger.pool,
  zone: ledger.config.zone,
  reached: async () => true,
});

/** What may be erased when, of firearms, components and trace requests. */
export const retentionDueCommand = async (
  ledger: Ledger,
  { until, json, limit }: RetentionOptions & { readonly limit: number },
  output: Output,
): Promise<void> => {
  await logged(ledger, 'retention due');
  const clocks = await retentionCalendar(depsOf(ledger), {
    knownAt: (await asReadModelsKnow(ledger)).knownAt(),
    stopped: false,
    limit,
    ...(until === undefined ? {} : { until }),
  });
  if (json) {
    output.print(asJson({ clocks, complete: clocks.length < limit }));
    return;
  }
  output.print(
    clocks.length === 0
      ? 'Nothing has a day from which it may be erased.'
      : table(
          ['ERASABLE', '', 'KIND', 'SUBJECT', 'RULE', 'ERASES', 'SINCE'],
          clocks.map((clock) => [
            clock.erasableFrom,
            clock.held ? 'HELD' : '',
            clock.subjectKind,
            clock.subjectId,
            clock.ruleId,
            clock.erases,
            `${clock.cause} ${clock.clockFrom}`,
          ]),
        ),
  );
  if (clocks.length === limit) output.note('There may be more; --limit shows them.');
};

const reasons = (kept: ReadonlyArray<KeptFor>): string =>
  kept.map(({ reason, subjects }) => `${reason} ${subjects.join(' ')}`).join(', ');

/** Whose data and which trace requests a run would erase, and what is kept for what. */
export const retentionPreviewCommand = async (
  ledger: Ledger,
  { until, json }: RetentionOptions,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'erasure preview', undefined, 'DATA_PROTECTION');
  const deps = depsOf(ledger);
  const today = todayOf(deps);
  if (until !== undefined && until > today)
    throw new CommandFailed(
      '--until must not be in the future: nothing is erased before its day.',
      exitCode.usage,
    );
  const plan = await planOf(deps, until ?? today);
  if (json) {
    output.print(asJson({ ...plan, planSha256: planHash(deps, plan) }));
    return;
  }
  const rows = [
    ...plan.parties.map((each) => ['erased', each.partyId, each.ruleId, each.firearmIds.join(' ')]),
    ...plan.traces.map((each) => ['erased', each.traceId, each.ruleId, each.firearmIds.join(' ')]),
    ...plan.kept.map((each) => ['kept', each.partyId, '', reasons(each.for)]),
    ...plan.keptTraces.map((each) => ['kept', each.traceId, '', reasons(each.for)]),
  ];
  output.print(
    rows.length === 0
      ? `Nothing may be erased on ${plan.until}.`
      : table(['', 'WHOSE', 'RULE', 'WITH FIREARMS, OR KEPT FOR'], rows),
  );
};
