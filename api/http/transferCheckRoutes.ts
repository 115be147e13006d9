import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { transferKinds } from '../../domain/firearm/events/firearmTransferred.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { recordEvents } from '../../domain/usecases/recordEvents.ts';
import type { Receipt, RecordFailure } from '../../domain/usecases/recording.ts';
import { moment } from '../schema/zodOfShape.ts';
import { callerOf, purposeHeader } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { entryOf } from './entries.ts';
import { failureProblem, problem } from './problem.ts';
import { problems } from './schemas.ts';

/**
 * Every answer leaves at a multiple of this after the question: how long a decision took would tell an alert from an
 * unknown number (HC-03), and the counter still has its answer at once.
 */
const answerEveryMs = 100;

/** Codes about the acquirer, his right and the form of the sale: they tell nothing of the firearm. */
const aboutAcquirer: ReadonlySet<string> = new Set(['R18', 'R33', 'R41', 'R42', 'R43', 'R44']);
/** Refusals of the question itself; the same whatever firearm is meant. */
const aboutQuestion: ReadonlySet<string> = new Set(['R70', 'ROLE_MAY_NOT_RECORD', 'NOT_YOUR_FIREARM']);

type Answer = {
  readonly answer: 'YES' | 'NO' | 'ASK_AUTHORITY';
  readonly reasons: { readonly code: string; readonly detail: string }[];
};
/** What the notice to the police names as its source: somebody asked, nothing was reported. */
export const askedOnly = 'transfer check';

const askAuthority: Answer = { answer: 'ASK_AUTHORITY', reasons: [] };

const answerOf = (
  outcome: E.Either<RecordFailure, Receipt>,
  fail: (failure: RecordFailure) => Error,
): Answer => {
  if (E.isRight(outcome))
    return outcome.right.events.every(({ disputes }) => disputes.length === 0)
      ? { answer: 'YES', reasons: [] }
      : askAuthority;
  const failure = outcome.left;
  if (failure.kind !== 'REFUSED') throw fail(failure);
  const { code, detail } = failure.refusal;
  if (aboutQuestion.has(code)) throw fail(failure);
  return aboutAcquirer.has(code) ? { answer: 'NO', reasons: [{ code, detail }] } : askAuthority;
};

const partyId = z.string().regex(new RegExp(idPattern.party), 'must be a party id');

/**
 * "May I hand it over?": the transfer is decided as if it were reported, and no transfer is recorded (users-and-jobs 3).
 * Whoever asks for a missing firearm may have it in hand: the police hears of the question as of an attempt (HC-03).
 */
export const transferCheckRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    const record = recordEvents(deps.record);
    const notices = new Set<Promise<unknown>>();
    app.addHook('onClose', async () => {
      await Promise.all(notices);
    });
    app.post(
      '/v1/checks/transfer',
      {
        config: {
          reads: 'transfer check',
          purposes: ['LICENSING', 'INVESTIGATION', 'OWN_RECORDS'],
          forOwners: true,
        },
        schema: {
          tags: ['Dealers'],
          operationId: 'checkTransfer',
          summary: 'May the firearm be handed over?',
          description:
            'YES, NO with what stands against the acquirer, or ASK_AUTHORITY: the registry must be asked before anything is handed ' +
            'over, and no reason is given. Decided like the report itself, at this moment; only a report changes the register.',
          headers: purposeHeader,
          body: z.strictObject({
            firearmId: z.string().regex(new RegExp(idPattern.firearm), 'must be a firearm id'),
            supplierId: partyId.optional().meta({
              description: 'who hands it over; default and, for traders and holders, only the caller',
            }),
            acquirerId: partyId,
            acquirerAuthorisationId: z.string().regex(new RegExp(idPattern.authorisation)),
            transferKind: z.enum(transferKinds),
            effectiveAt: moment(false).meta({ examples: ['2026-03-01'] }),
          }),
          response: {
            200: z
              .object({
                answer: z.enum(['YES', 'NO', 'ASK_AUTHORITY']),
                reasons: z.array(z.object({ code: z.string(), detail: z.string() })),
              })
              .meta({ id: 'TransferCheck' }),
            ...problems(400, 403, 413, 415, 422),
          },
        },
      },
      async (request) => {
        const begun = performance.now();
        const caller = callerOf(request);
        const { firearmId, effectiveAt, supplierId = caller.organisationId, ...particulars } = request.body;
        if (request.headers['ledger-purpose'] === 'OWN_RECORDS' && supplierId !== caller.organisationId)
          throw problem(
            403,
            'NOT_YOUR_RECORDS',
            'not your records',
            'You may ask only about what you hand over yourself.',
          );
        // Asked as who may report it: a clerk, or the trader or holder himself.
        const recordedBy = caller.role === 'POL' ? { ...caller, role: 'CLK' as const } : caller;
        const day = new Date(deps.record.clock.now()).toISOString().slice(0, 10);
        const outcome = await record(
          {
            subject: { kind: 'firearm', id: firearmId },
            // Asked again on the same day it is the same question. No key of a report holds a blank.
            idempotencyKey: `${askedOnly} ${day} ${firearmId}`,
            recordedBy,
            entries: [
              entryOf(
                {
                  type: 'FirearmTransferred',
                  effectiveAt,
                  source: { kind: 'DIRECT', ref: askedOnly },
                  payload: { supplierId, ...particulars, reportingSide: 'SUPPLIER', channel: 'IN_PERSON' },
                },
                deps.zone,
              ),
            ],
          },
          {
            dryRun: true,
            // Written while the answer waits for its time, which the decision alone has set: it tells nothing of the notice.
            leaving: (append) => {
              const written = append().then((noticed) => {
                notices.delete(written);
                if (E.isLeft(noticed)) request.log.error('the notice of a transfer check was not written');
              });
              notices.add(written);
            },
          },
        )();
        const answer = answerOf(outcome, (failure) => failureProblem(failure, caller.role));
        const taken = performance.now() - begun;
        await sleep(Math.ceil(taken / answerEveryMs) * answerEveryMs - taken);
        return answer;
      },
    );
  };
