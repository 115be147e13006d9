import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { repeatedName } from '../../domain/shared/repeatedName.ts';
import { anyKindOf, streamKinds } from '../../domain/streamKinds.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import type { RecordFailure, RecordRequest } from '../../domain/usecases/recording.ts';
import { callerOf } from './access.ts';
import { textOf } from './bodies.ts';
import type { HttpDeps } from './deps.ts';
import { entryOf } from './entries.ts';
import { handoverFault } from './handover.ts';
import * as present from './present.ts';
import { failureProblem, type ProblemError, problem } from './problem.ts';
import { dryRun, type Entry, entrySchemaOf, idempotencyKey, idKeyOf, problems, titled } from './schemas.ts';

/** Lines and bytes of one batch: bounded, so that a batch holds the server for moments only. */
export const batchLinesMax = 10_000;
export const batchBytesMax = 16 * 1024 * 1024;

const label = /^[\x21-\x7e]{1,60}$/;

type Target = { readonly subject: RecordRequest['subject']; readonly rest: unknown; readonly key: string };

/** Whose line it is: `firearmId` and an id, or `newFirearm` and a label; the same for every other kind. */
const targetOf = (line: Record<string, unknown>): Target | undefined => {
  for (const kind of streamKinds) {
    const idKey = idKeyOf(kind);
    const newKey = `new${titled(kind.name)}`;
    const { [idKey]: id, [newKey]: fresh, ...rest } = line;
    if (id !== undefined && fresh === undefined)
      return typeof id === 'string' && new RegExp(kind.idPattern).test(id)
        ? { subject: { kind: kind.name, id }, rest, key: JSON.stringify({ [idKey]: id }) }
        : undefined;
    if (fresh !== undefined && id === undefined)
      return typeof fresh === 'string' && label.test(fresh)
        ? { subject: { kind: kind.name }, rest, key: JSON.stringify({ [newKey]: fresh }) }
        : undefined;
  }
  return undefined;
};

type Group = {
  readonly key: string;
  readonly subject: RecordRequest['subject'];
  readonly lines: number[];
  readonly entries: Entry[];
  fault?: { readonly line: number; readonly error: ProblemError };
};

const invalid = (line: number, pointer: string, message: string): ProblemError =>
  problem(400, 'INVALID_REQUEST', 'invalid request', `Line ${line} is not valid.`, {
    errors: [{ pointer, message }],
  });

/** Reads the lines into groups by firearm; a faulty line spoils its own group only (HC-25). */
const readGroups = (text: string): ReadonlyArray<Group> => {
  const groups = new Map<string, Group>();
  let number = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    number += 1;
    if (number > batchLinesMax)
      throw problem(413, 'BODY_TOO_LARGE', 'batch too long', `A batch takes ${batchLinesMax} lines.`);
    let parsed: unknown;
    let fault: string | undefined;
    try {
      parsed = JSON.parse(line);
      const name = repeatedName(line);
      if (name !== undefined)
        fault = `The name "${name.slice(0, 60)}" stands twice in one object of line ${number}.`;
    } catch {
      fault = `Line ${number} is not JSON.`;
    }
    if (fault !== undefined) {
      groups.set(`unreadable ${number}`, {
        key: `unreadable ${number}`,
        subject: { kind: 'firearm' },
        lines: [number],
        entries: [],
        fault: {
          line: number,
          error: problem(400, 'MALFORMED_JSON', 'malformed JSON', fault),
        },
      });
      continue;
    }
    const named = targetOf(
      (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>,
    );
    const key = named?.key ?? `unnamed ${number}`;
    const group: Group = groups.get(key) ?? {
      key,
      subject: named?.subject ?? { kind: 'firearm' },
      lines: [],
      entries: [],
    };
    groups.set(key, group);
    group.lines.push(number);
    if (named === undefined) {
      group.fault = {
        line: number,
        error: invalid(
          number,
          '/firearmId',
          'name one of firearmId, partyId and so on, or newFirearm and so on with a label of your choice',
        ),
      };
      continue;
    }
    const body = entrySchemaOf(anyKindOf(named.subject.kind)).safeParse(named.rest);
    if (body.success) group.entries.push(body.data as Entry);
    if (group.fault !== undefined) continue;
    if (!body.success) {
      const issue = body.error.issues[0];
      group.fault = {
        line: number,
        error: invalid(number, `/${issue?.path.map(String).join('/') ?? ''}`, issue?.message ?? 'invalid'),
      };
    }
  }
  return [...groups.values()];
};

/** Many events as NDJSON, a result per line; all or nothing per subject, never per batch. */
export const batchRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    instance.addContentTypeParser(
      'application/x-ndjson',
      { parseAs: 'buffer', bodyLimit: batchBytesMax },
      async (request: FastifyRequest, body: Buffer) => textOf(request, body),
    );
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const record = recordMany(deps.record);
    app.post(
      '/v1/batches',
      {
        bodyLimit: batchBytesMax,
        schema: {
          operationId: 'recordBatch',
          summary: 'Record many events',
          description:
            'One JSON object a line: an event as in POST /v1/firearms/{id}/events with `firearmId`, or with `newFirearm` and a label ' +
            'of your choice for a new one; likewise `partyId`, `newParty` and so on. Lines of one subject are recorded together or ' +
            'not at all; others are not touched by it. ' +
            'A repeat under the same Idempotency-Key records nothing twice: lines that were recorded answer ALREADY_RECORDED, lines ' +
            'that were refused are decided anew, and the same line with other content is refused (IDEMPOTENCY_KEY_REUSED). ' +
            'Working offline: keep reports in the order in which things happened, each with the effectiveAt of the event and under ' +
            'a key of its own that never changes, and send the queue as batches when the connection is back. A report that comes ' +
            'after its deadline is accepted and shown as late; only what the state of that day forbids is refused. Send a batch ' +
            'whose answer was lost again as it was.',
          tags: ['Recording'],
          headers: z.object({ 'idempotency-key': idempotencyKey }),
          querystring: dryRun,
          response: {
            200: z.string().meta({
              description:
                'NDJSON: {line, outcome, firearmId?, eventId?, streamVersion?, problem?} in the order of the lines',
            }),
            ...problems(400, 403, 413, 415),
          },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        if (typeof request.body !== 'string')
          throw problem(
            415,
            'UNSUPPORTED_MEDIA_TYPE',
            'unsupported media type',
            'Send application/x-ndjson.',
          );
        const groups = readGroups(request.body);
        const results: { line: number; [field: string]: unknown }[] = [];
        const refuse = (
          group: Group,
          failed: { readonly line: number; readonly error: ProblemError },
        ): void => {
          for (const line of group.lines)
            results.push({
              line,
              outcome: line === failed.line ? 'REFUSED' : 'NOT_RECORDED',
              ...(line === failed.line ? { problem: failed.error.problem } : { because: failed.line }),
            });
        };
        const requests: { readonly group: Group; readonly request: RecordRequest }[] = [];
        for (const group of groups) {
          if (group.fault !== undefined) {
            refuse(group, group.fault);
            continue;
          }
          const asked: RecordRequest = {
            subject: group.subject,
            idempotencyKey: `${request.headers['idempotency-key']} ${group.key}`,
            recordedBy: caller,
            entries: group.entries.map((entry) => entryOf(entry, deps.zone)),
          };
          const handover = await handoverFault(deps, asked);
          if (handover === undefined) requests.push({ group, request: asked });
          else refuse(group, { line: group.lines[0] ?? 0, error: handover });
        }
        const outcomes = await record(
          requests.map((each) => each.request),
          { dryRun: request.query.dryRun === 'true' },
        )();
        if (E.isLeft(outcomes)) throw failureProblem(outcomes.left, caller.role);
        for (const [index, { group }] of requests.entries()) {
          const outcome = outcomes.right[index];
          if (outcome === undefined) continue;
          if (E.isLeft(outcome)) {
            const failure: RecordFailure = outcome.left;
            const entry = 'entry' in failure ? failure.entry : 0;
            refuse(group, { line: group.lines[entry] ?? 0, error: failureProblem(failure, caller.role) });
            continue;
          }
          const shown = present.receipt(outcome.right, caller.role);
          for (const [position, line] of group.lines.entries()) {
            const { eventId, streamVersion, disputes } = shown.events[position] ?? {};
            results.push({
              line,
              outcome: outcome.right.idempotent
                ? 'ALREADY_RECORDED'
                : shown.dryRun
                  ? 'WOULD_BE_RECORDED'
                  : 'RECORDED',
              [idKeyOf({ name: group.subject.kind })]: outcome.right.subject.id,
              eventId,
              streamVersion,
              disputes,
              position: shown.position,
            });
          }
        }
        results.sort((a, b) => a.line - b.line);
        reply
          .header('content-type', 'application/x-ndjson; charset=utf-8')
          .serializer((text) => String(text));
        return results.map((result) => `${JSON.stringify(result)}\n`).join('');
      },
    );
  };
