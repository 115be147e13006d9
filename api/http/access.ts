import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isOwnAffair, type Purpose, purposes, purposesOf, regimeOf } from '../../domain/access/policy.ts';
import type { Caller, RecordAccess, VerifyToken } from '../../domain/ports/identity.ts';
import { problem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** Health, metrics and documentation need no token. */
    readonly open?: boolean;
    /** A read: states its purpose and is logged. The value names the operation. */
    readonly reads?: string;
    /** The only purposes for which this may be read, where not every reader's own will do. */
    readonly purposes?: ReadonlyArray<Purpose>;
    /**
     * Shows nobody more than what is his own, so that dealers and holders may read it too: the route decides, or the
     * subject of the path must be the reader's own party.
     */
    readonly forOwners?: true | 'SUBJECT';
  }
}

/** Header of every read (REQ-DPR-01). */
export const purposeHeader = z.object({
  'ledger-purpose': z.enum(purposes).meta({
    description: 'why you read; it decides the legal regime and is logged',
    examples: ['INVESTIGATION'],
  }),
});

/** The authenticated caller; routes that are not open always have one. */
export const callerOf = (request: FastifyRequest): Caller => {
  if (request.caller === undefined)
    throw problem(401, 'NO_TOKEN', 'no token', 'Send Authorization: Bearer with an access token.');
  return request.caller;
};

const subjectOf = (request: FastifyRequest): string | undefined => {
  const { id } = (request.params ?? {}) as { readonly id?: unknown };
  const { firearmId } = (request.body ?? {}) as { readonly firearmId?: unknown };
  return typeof id === 'string' ? id : typeof firearmId === 'string' ? firearmId : undefined;
};

/** Nobody reads another's records as his own; whether the other one exists makes no difference to the answer. */
const checkOwn = (request: FastifyRequest, caller: Caller, subject: string | undefined): void => {
  const { forOwners } = request.routeOptions.config;
  if (forOwners === undefined)
    throw problem(
      403,
      'PURPOSE_NOT_ALLOWED',
      'purpose not allowed',
      'For this purpose you read your own tasks and records only; ask the registry for anything else.',
    );
  if (forOwners === 'SUBJECT' && subject !== caller.organisationId)
    throw problem(
      403,
      'NOT_YOUR_RECORDS',
      'not your records',
      'For this purpose you may read only what is recorded of your own organisation.',
    );
};

/** Who calls, whether he may, and the record of it: before any body is read, and before any answer leaves. */
export const registerAccess = (
  app: FastifyInstance,
  verify: VerifyToken,
  recordAccess: RecordAccess,
): void => {
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (request.routeOptions.config.open === true || request.routeOptions.url === undefined) return;
    const [scheme, token, ...rest] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '' || rest.length > 0) {
      reply.header('www-authenticate', 'Bearer');
      throw problem(401, 'NO_TOKEN', 'no token', 'Send Authorization: Bearer with an access token.');
    }
    const verified = await verify(token);
    if ('refused' in verified) {
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      throw problem(401, 'INVALID_TOKEN', 'invalid token', verified.refused);
    }
    request.caller = verified;
  });
  app.addHook('preHandler', async (request) => {
    const operation = request.routeOptions.config.reads;
    if (operation === undefined) return;
    const caller = callerOf(request);
    const purpose = request.headers['ledger-purpose'] as Purpose;
    const { purposes: allowed } = request.routeOptions.config;
    if (!purposesOf(caller.role).includes(purpose) || allowed?.includes(purpose) === false)
      throw problem(
        403,
        'PURPOSE_NOT_ALLOWED',
        'purpose not allowed',
        `The role ${caller.role} may not read this for the purpose ${purpose}.`,
      );
    const subject = subjectOf(request);
    if (isOwnAffair(purpose)) checkOwn(request, caller, subject);
    // Fails closed: no record of the access, no answer.
    await recordAccess({
      ...caller,
      purpose,
      regime: regimeOf[purpose],
      operation,
      requestId: request.id,
      ...(subject === undefined ? {} : { subject }),
    });
  });
};
