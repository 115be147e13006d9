import { randomUUID } from 'node:crypto';
import type { VerificationJob, VerificationJobs } from '../../api/http/verificationPort.ts';
import { projections } from '../../projections/catalogue.ts';
import { type VerificationPorts, verifyLedger } from './verifyLedger.ts';

/** Verifications whose outcome is remembered; the process that made them answers for them. */
const rememberedMax = 20;

/** Verifications that were asked for over HTTP, one at a time. */
export const createVerificationJobs = (
  ports: VerificationPorts,
  now: () => number,
  failed: (reason: string) => void,
): VerificationJobs => {
  const jobs = new Map<string, VerificationJob>();
  const change = (id: string, changes: Partial<VerificationJob>): void => {
    const job = jobs.get(id);
    if (job !== undefined) jobs.set(id, { ...job, ...changes });
  };
  return {
    start: ({ startedBy, readModels, log, checkpoint }) => {
      if ([...jobs.values()].some(({ status }) => status === 'RUNNING')) return undefined;
      const id = randomUUID();
      const job: VerificationJob = { id, startedBy, startedAt: now(), status: 'RUNNING' };
      jobs.set(id, job);
      if (jobs.size > rememberedMax) jobs.delete(jobs.keys().next().value ?? '');
      const scope = {
        log,
        readModels: projections.filter(({ name }) => readModels === undefined || readModels.includes(name)),
        ...(checkpoint === undefined ? {} : { checkpoint }),
      };
      verifyLedger(ports, scope, (step, position, head) => change(id, { progress: { step, position, head } }))
        .then((result) => change(id, { status: 'ENDED', endedAt: now(), result }))
        .catch((error: unknown) => {
          failed(error instanceof Error ? error.message : String(error));
          change(id, { status: 'BROKEN_OFF', endedAt: now() });
        });
      return job;
    },
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()].reverse(),
  };
};
