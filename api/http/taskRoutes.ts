import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { taskViewOf } from '../../domain/access/taskAccess.ts';
import { roles } from '../../domain/event/envelope.ts';
import { taskDefinitionOf, taskKinds } from '../../domain/tasks/catalogue.ts';
import { overdueFrom } from '../../domain/tasks/due.ts';
import { auditTrail } from '../../projections/auditTrail/projection.ts';
import { chainOfCustody } from '../../projections/chainOfCustody/projection.ts';
import { currentRegistry } from '../../projections/currentRegistry/projection.ts';
import { dealerRegister } from '../../projections/dealerRegister/projection.ts';
import { lists } from '../../projections/lists/projection.ts';
import { placeOf, type TaskPlace, type TaskRow, taskPage } from '../../projections/tasks/queries.ts';
import { callerOf, purposeHeader } from './access.ts';
import { audienceOf } from './dealerBook.ts';
import type { HttpDeps } from './deps.ts';
import { dateQuery, listQuery, nextAfter, placeIn, subjectForm, uuidForm, written } from './listing.ts';
import { policiesKnownAt } from './policies.ts';
import { awaitKnown } from './readModel.ts';
import { problems } from './schemas.ts';

const taskSchema = z
  .object({
    kind: z.string(),
    meaning: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    ownerRole: z.string(),
    party: z.string().nullable().meta({ description: 'who is to act, or whom the task is about' }),
    openedBy: z.string().meta({ description: 'id of the event that opened it' }),
    since: z.string().nullable().meta({ description: 'since when in the world; null: unknown' }),
    knownSince: z.string().meta({ description: 'since when the register knows it like this' }),
    dueOn: z.string().nullable().meta({ description: 'last day; null: no law and no policy sets one' }),
    overdue: z.boolean(),
    closes: z.string().meta({ description: 'how it is closed' }),
    closedBy: z.string().nullable(),
    closedAt: z.string().nullable(),
    data: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Task' });

/** A stored task as its reader sees it. */
export const presentTask = (row: TaskRow, zone: string, now: number): z.infer<typeof taskSchema> => ({
  kind: row.kind,
  meaning: taskDefinitionOf(row.kind)?.meaning ?? '',
  subjectKind: row.subjectKind,
  subjectId: row.subjectId,
  ownerRole: row.ownerRole,
  party: row.party,
  openedBy: row.openedBy,
  since: written(row.since),
  knownSince: row.knownSince.toISOString(),
  dueOn: row.dueOn,
  overdue: row.closedBy === null && row.dueOn !== null && overdueFrom(row.dueOn, row.zone ?? zone) <= now,
  closes: taskDefinitionOf(row.kind)?.closes ?? '',
  closedBy: row.closedBy,
  closedAt: written(row.closedAt),
  data: JSON.parse(row.data) as Record<string, string>,
});

const dayForm = '\\d{4}-\\d\\d-\\d\\d';

/** Forms of the parts of a task's place in a cursor. */
export const taskPlaceForms = [
  dayForm,
  '[A-Z_]{1,60}',
  '[A-Z]{3}',
  '[A-Za-z.]{0,40}',
  dayForm,
  subjectForm,
  uuidForm,
  '\\d{1,6}',
  subjectForm,
];

/** What is still to be done: tasks by who is to do them, kind, subject and deadline. */
export const taskRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.get(
      '/v1/tasks',
      {
        config: { reads: 'tasks', forOwners: true },
        schema: {
          tags: ['Lists'],
          operationId: 'getTasks',
          summary: 'What the law or a mismatch leaves to be done, in the order of deadlines',
          description:
            'Tasks follow from the events; they are closed by recording what they wait for. Dealers, makers and holders see their own.',
          headers: purposeHeader,
          querystring: z.strictObject({
            kind: z.enum(taskKinds as [string, ...string[]]).optional(),
            ownerRole: z.enum(roles).optional(),
            party: z
              .string()
              .regex(/^[\x21-\x7e]{1,100}$/)
              .optional(),
            subjectId: z
              .string()
              .regex(/^[A-Z]-[0-9A-Z]{26}$/)
              .optional(),
            dueBefore: dateQuery.optional().meta({ description: 'last day earlier than this one' }),
            state: z.enum(['OPEN', 'CLOSED', 'ALL']).default('OPEN'),
            ...listQuery,
          }),
          response: {
            200: z.object({ knownAt: z.string(), tasks: z.array(taskSchema), next: z.string().nullable() }),
            ...problems(400, 403),
          },
        },
      },
      async (request, reply) => {
        const known = await awaitKnown(deps, request, reply, [
          lists,
          currentRegistry,
          chainOfCustody,
          dealerRegister,
          auditTrail,
        ]);
        const { kind, ownerRole, party, subjectId, dueBefore, state, limit, cursor } = request.query;
        const knownAt = known.knownAt(request.query.knownAt);
        const policies = await policiesKnownAt(deps, knownAt);
        const view = taskViewOf(callerOf(request), policies);
        const after = placeIn(cursor, taskPlaceForms);
        const outside =
          (view.ownerRole !== undefined && ownerRole !== undefined && ownerRole !== view.ownerRole) ||
          (view.party !== undefined && party !== undefined && party !== view.party);
        const owner = view.ownerRole ?? ownerRole;
        const of = view.party ?? party;
        const rows = outside
          ? []
          : await taskPage(deps.sql, {
              knownAt,
              state,
              kinds: view.kinds.filter((each) => kind === undefined || each.kind === kind),
              policies,
              now: deps.record.clock.now(),
              audience: audienceOf(callerOf(request).role),
              limit,
              ...(owner === undefined ? {} : { ownerRole: owner }),
              ...(of === undefined ? {} : { party: of }),
              ...(subjectId === undefined ? {} : { subjectId }),
              ...(dueBefore === undefined ? {} : { dueBefore }),
              ...(after === undefined ? {} : { after: after as unknown as TaskPlace }),
            });
        // Overdue as of what is asked about: an answer of the past does not change with the day of asking.
        const asOf = Date.parse(knownAt);
        return {
          knownAt,
          tasks: rows.map((row) => presentTask(row, deps.zone, asOf)),
          next: nextAfter(rows, limit, placeOf),
        };
      },
    );
  };
