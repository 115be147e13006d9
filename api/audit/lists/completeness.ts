import { z } from 'zod';
import { taskViewOf } from '../../../domain/access/taskAccess.ts';
import { taskDefinitionOf } from '../../../domain/tasks/catalogue.ts';
import { overdueFrom } from '../../../domain/tasks/due.ts';
import { localDate } from '../../../domain/time/localDate.ts';
import { placeOf, type TaskPlace, taskPage } from '../../../projections/tasks/queries.ts';
import { written } from '../../http/listing.ts';
import { policiesKnownAt } from '../../http/policies.ts';
import { taskPlaceForms } from '../../http/taskRoutes.ts';
import { auditList } from '../auditList.ts';

/** What an auditor asks of completeness: what is missing, pending, undecided, overdue, unsent (users-and-jobs 6, AUD). */
export const completenessKinds = [
  'MARK_MISSING',
  'IMPORT_MARK_DUE',
  'TRANSFER_TO_CONFIRM',
  'TRANSFER_DISPUTED',
  'SEIZED_UNDECIDED',
  'FOUND_UNDECIDED',
  'FORFEITED_UNDISPOSED',
  'TEMPORARY_IMPORT_OVERDUE',
  'TEMPORARY_CUSTODY_OVERDUE',
  'DISPATCH_NOT_ARRIVED',
  'INHERITANCE_TO_SETTLE',
  'DEACTIVATION_TO_CERTIFY',
  'CATEGORY_CHECK_DUE',
  'IDENTITY_CONFLICT',
  'RECORD_INCONSISTENT',
  'DISPUTE_TO_DECIDE',
  'SUPPLIER_MISMATCH',
] as const;
/** The outbox: what other registers and persons have to be told. */
export const noticeKinds = [
  'ALERT_ENTRY_DUE',
  'ALERT_DELETION_DUE',
  'MOVEMENT_NOTICE_DUE',
  'REFUSAL_NOTICE_DUE',
  'RECIPIENT_TO_INFORM',
] as const;
export const auditedKinds: ReadonlyArray<string> = [...completenessKinds, ...noticeKinds];

/** The place of a row takes more than is shown of it. */
const places = new WeakMap<object, TaskPlace>();

export const completeness = auditList({
  name: 'completeness',
  operationId: 'getCompleteness',
  summary: 'What is missing, pending, undecided, overdue or unsent, with the event that opened it',
  member: 'open',
  query: {
    kind: z.enum(auditedKinds as [string, ...string[]]).optional(),
    overdue: z.enum(['true', 'false']).optional(),
  },
  row: z
    .object({
      kind: z.string(),
      meaning: z.string(),
      subjectKind: z.string(),
      subjectId: z.string(),
      party: z.string().nullable(),
      ownerRole: z.string(),
      openedBy: z.string().meta({ description: 'id of the event that opened it' }),
      since: z.string().nullable(),
      dueOn: z.string().nullable(),
      overdue: z.boolean(),
      no: z.int(),
    })
    .meta({ id: 'AuditedTask' }),
  place: taskPlaceForms,
  placeOf: (row) => places.get(row) ?? [],
  page: async (deps, query, { after, limit }) => {
    const now = deps.record.clock.now();
    const knownAt = deps.known.knownAt();
    const policies = await policiesKnownAt(deps, knownAt);
    const { kinds } = taskViewOf({ role: 'AUD', organisationId: 'AUDIT' }, policies);
    const wanted = query['kind'] === undefined ? auditedKinds : [query['kind']];
    const rows = await taskPage(deps.sql, {
      knownAt,
      state: 'OPEN',
      kinds: kinds.filter(({ kind }) => wanted.includes(kind)),
      policies,
      now,
      audience: 'REGISTER',
      limit,
      ...(query['overdue'] === 'true' ? { dueBefore: localDate(now, deps.zone) } : {}),
      ...(after === undefined ? {} : { after: after as unknown as TaskPlace }),
    });
    return rows.map((row) => {
      const shown = {
        kind: row.kind,
        meaning: taskDefinitionOf(row.kind)?.meaning ?? '',
        subjectKind: row.subjectKind,
        subjectId: row.subjectId,
        party: row.party,
        ownerRole: row.ownerRole,
        openedBy: row.openedBy,
        since: written(row.since),
        dueOn: row.dueOn,
        overdue: row.dueOn !== null && overdueFrom(row.dueOn, row.zone ?? deps.zone) <= now,
        no: row.no,
      };
      places.set(shown, placeOf(row));
      return shown;
    });
  },
});
