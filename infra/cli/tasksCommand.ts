import * as E from 'fp-ts/lib/Either.js';
import type { Output } from '../../api/cli/output.ts';
import { asJson, table } from '../../api/cli/output.ts';
import type { TasksOptions } from '../../api/cli/program.ts';
import { presentTask } from '../../api/http/taskRoutes.ts';
import { taskViewOf } from '../../domain/access/taskAccess.ts';
import { loadPolicyPeriods } from '../../domain/usecases/policies.ts';
import { taskPage } from '../../projections/tasks/queries.ts';
import type { Ledger } from '../composition.ts';
import { asReadModelsKnow } from './known.ts';
import { logged } from './readCommands.ts';
import { storeGone } from './storeGone.ts';

/** Open tasks as the operator of the machine sees them; `--role` narrows to those of one role. */
export const tasksCommand = async (ledger: Ledger, options: TasksOptions, output: Output): Promise<void> => {
  await logged(ledger, 'tasks');
  const now = ledger.record.clock.now();
  const knownAt = (await asReadModelsKnow(ledger)).knownAt();
  const policies = await loadPolicyPeriods(ledger, Date.parse(knownAt))();
  if (E.isLeft(policies)) throw storeGone(policies.left);
  const rows = await taskPage(ledger.pool, {
    knownAt,
    state: 'OPEN',
    kinds: taskViewOf({ role: 'SYS', organisationId: 'OPERATOR' }, policies.right).kinds,
    policies: policies.right,
    now,
    audience: 'REGISTER',
    limit: options.limit,
    ...(options.role === undefined ? {} : { ownerRole: options.role }),
    ...(options.dueBefore === undefined ? {} : { dueBefore: options.dueBefore }),
  });
  const tasks = rows.map((row) => presentTask(row, ledger.config.zone, now));
  if (options.json) {
    output.print(asJson({ tasks, complete: tasks.length < options.limit }));
    return;
  }
  if (tasks.length === 0) {
    output.print('Nothing is to be done.');
    return;
  }
  output.print(
    table(
      ['DUE', '', 'TASK', 'ROLE', 'PARTY', 'SUBJECT', 'OPENED BY'],
      tasks.map((task) => [
        task.dueOn ?? '-',
        task.overdue ? 'OVERDUE' : '',
        // An alert is entered through several channels, each a task of its own.
        'channel' in task.data ? `${task.kind} ${task.data['channel']}` : task.kind,
        task.ownerRole,
        task.party ?? '-',
        task.subjectId,
        task.openedBy,
      ]),
    ),
  );
  if (tasks.length === options.limit) output.note('There may be more; --limit shows them.');
};
