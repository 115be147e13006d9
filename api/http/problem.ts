import { z } from 'zod';
import { answeredNeutrally, tellingCodes } from '../../domain/access/policy.ts';
import type { Role } from '../../domain/event/envelope.ts';
import type { Refusal, RefusalCode } from '../../domain/shared/refusal.ts';
import { refusalTitle } from '../../domain/shared/refusal.ts';
import type { RecordFailure } from '../../domain/usecases/recording.ts';

/** An RFC 9457 problem: `code` is stable, `errors` point into the request. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    eventIds: z.array(z.string()).optional(),
    actualVersion: z.int().optional(),
  })
  .meta({
    id: 'Problem',
    description: 'Why the request was not carried out (RFC 9457). Nothing was recorded.',
  });

export type Problem = Omit<z.infer<typeof problemSchema>, 'type' | 'instance'>;

/** A problem on its way to the error handler. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

export const problem = (
  status: number,
  code: string,
  title: string,
  detail: string,
  more: Pick<Problem, 'errors' | 'eventIds' | 'actualVersion'> = {},
): ProblemError => new ProblemError({ status, code, title, detail, ...more });

/** HTTP status of every refusal: 404 unknown, 403 not allowed, 422 content at fault, 409 the state forbids it. */
export const refusalStatus: { readonly [C in RefusalCode]: 403 | 404 | 409 | 422 } = {
  R00: 404,
  R01: 409,
  R03: 409,
  R06: 409,
  R07: 409,
  R08: 409,
  R09: 409,
  R10: 409,
  R11: 409,
  R12: 409,
  R13: 409,
  R14: 409,
  R15: 409,
  R16: 409,
  R17: 409,
  R18: 409,
  R19: 409,
  R20: 409,
  R21: 409,
  R22: 409,
  R23: 409,
  R24: 409,
  R25: 409,
  R31: 422,
  R32: 422,
  R33: 422,
  R34: 422,
  R41: 422,
  R42: 422,
  R43: 422,
  R44: 422,
  R51: 409,
  R52: 409,
  R53: 409,
  R61: 422,
  R62: 422,
  R70: 422,
  R71: 422,
  R72: 409,
  ROLE_MAY_NOT_RECORD: 403,
  NOT_YOUR_FIREARM: 403,
  SELF_ANNULMENT_CLOSED: 409,
  RECORDED_VALUE_DIFFERS: 409,
  CORRECTION_INVALID: 422,
  EVIDENCE_REFERENCE_MISSING: 422,
  REGISTER_DIFFERS: 409,
  CATEGORY_CONTRADICTS_FACTS: 422,
  TRACE_ANSWER_INCOMPLETE: 422,
  USE_RESTRICTED: 403,
  POLICY_INVALID: 422,
  MERGED_INTO_ANOTHER: 409,
  PARTY_NOT_REGISTERED: 422,
  PERIOD_TOO_LONG: 422,
  SECOND_PERSON_REQUIRED: 409,
};

/** What a recorder without police powers sees instead of a code that tells of an alert or a seizure (HC-03). */
export const neutralRefusal = (
  refusal: Refusal,
  role: Role,
): Omit<Refusal, 'code'> & { readonly code: string; readonly title: string } =>
  answeredNeutrally.has(role) && tellingCodes.has(refusal.code)
    ? {
        code: 'CANNOT_BE_PROCESSED',
        title: 'cannot be processed',
        detail: 'The report cannot be processed. Ask the registry.',
      }
    : { ...refusal, title: refusalTitle[refusal.code] };

export const refusalProblem = (refusal: Refusal, role: Role): ProblemError => {
  const shown = neutralRefusal(refusal, role);
  return problem(refusalStatus[refusal.code], shown.code, shown.title, shown.detail, {
    ...(shown.pointer === undefined ? {} : { errors: [{ pointer: shown.pointer, message: shown.detail }] }),
    ...(shown.eventIds === undefined ? {} : { eventIds: [...shown.eventIds] }),
  });
};

/** The one place where a failure of recording becomes an HTTP problem. */
export const failureProblem = (failure: RecordFailure, role: Role): ProblemError => {
  switch (failure.kind) {
    case 'REFUSED':
      return refusalProblem(failure.refusal, role);
    case 'INVALID_PAYLOAD':
      return problem(
        400,
        'INVALID_REQUEST',
        'invalid request',
        'The payload is not valid for this type of event.',
        {
          errors: failure.faults.map(({ pointer, message }) => ({ pointer: `/payload${pointer}`, message })),
        },
      );
    case 'IDEMPOTENCY_KEY_REUSED':
      return problem(
        422,
        'IDEMPOTENCY_KEY_REUSED',
        'idempotency key reused',
        'This Idempotency-Key was used for another content. Use a new key for a new report.',
      );
    case 'VERSION_CONFLICT':
      return problem(
        412,
        'VERSION_CONFLICT',
        'another version is recorded',
        'The firearm has changed since you read it. Read it again and decide anew.',
        {
          actualVersion: failure.actual,
        },
      );
    case 'STORE_UNAVAILABLE':
      return problem(
        503,
        'STORE_UNAVAILABLE',
        'the ledger cannot be reached',
        'Nothing is known to be recorded. Repeat the request with the same Idempotency-Key.',
      );
    case 'VAULT_UNAVAILABLE':
    case 'WRONG_MASTER_KEY':
    case 'VAULT_DAMAGED':
      return problem(
        503,
        'VAULT_UNAVAILABLE',
        'the vault cannot be used',
        'Personal data cannot be kept or read at the moment. Nothing is known to be recorded; repeat the request later.',
      );
    case 'SUBJECT_ERASED':
      return problem(
        409,
        'SUBJECT_ERASED',
        'the subject is erased',
        'The personal data of this subject was erased for good. Register the party anew.',
      );
  }
};
