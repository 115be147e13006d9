import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import type { Projection } from '../../projections/engine/projection.ts';
import { createBackOff } from '../backOff.ts';
import { isOutage } from '../postgres/outage.ts';
import { createPool, type DatabaseTarget } from '../postgres/pool.ts';
import { createFaultLog } from './faultLog.ts';
import { outdatedReadModels } from './outdated.ts';
import { buildProjections } from './rebuild.ts';
import { BuildsElsewhere } from './whileBuilding.ts';
import type { WorkerPorts, WorkerState } from './worker.ts';

const retryMs = 1000;
/** One to hold the lock and one for the swap, and one each for tables that are written side by side. */
const ownerConnections = 6;
/** Who fails, where the read models cannot be built anew. */
const builder = 'the builder of read models';

export type BuildReports = {
  /** Called once with those that can follow the log at once. */
  readonly uptodate: (projections: ReadonlyArray<Projection>) => void;
  /** Called with the states of those that are being built, whenever one changes; with none when all are in place. */
  readonly building: (states: ReadonlyArray<WorkerState>) => void;
};

/**
 * Builds read models anew whose tables are of an older version, or empty before a long log, beside those tables, and
 * swaps them when they have caught up: a program of the older version serves from its tables until then. One process
 * builds, others wait for it. Resolves with the read models concerned; a failure is logged and tried again.
 */
export const bringUpToDate = async (
  ports: WorkerPorts,
  target: DatabaseTarget,
  projections: ReadonlyArray<Projection>,
  signal: AbortSignal,
  reports: BuildReports,
): Promise<ReadonlyArray<Projection>> => {
  const find = async (): Promise<ReadonlyArray<Projection>> => {
    const head = await ports.store.head()();
    if (E.isLeft(head)) throw new Error(head.left.reason);
    return outdatedReadModels(ports.pool, projections, head.right);
  };
  const pause = (ms = retryMs) => sleep(ms, undefined, { signal }).catch(() => undefined);
  const faults = ports.faults ?? createFaultLog(ports.log);
  const backOff = createBackOff();
  const works = (): void => {
    faults.works('OUTAGE', builder);
    faults.works('READ_MODEL', builder);
    backOff.reset();
  };
  let concerned: ReadonlyArray<Projection> | undefined;
  // While it cannot even be seen which ones are concerned, all of them stand still, and whoever waits must know.
  const report = (more: Pick<WorkerState, 'status' | 'failure' | 'builtTo'>): void =>
    reports.building((concerned ?? projections).map(({ name }) => ({ name, position: 0n, ...more })));
  while (!signal.aborted)
    try {
      const outdated = await find();
      if (concerned === undefined) {
        concerned = outdated;
        reports.building([]);
        reports.uptodate(projections.filter((each) => !outdated.includes(each)));
      }
      faults.works('OUTAGE', builder);
      if (outdated.length === 0) {
        works();
        break;
      }
      const owner = createPool(target, { role: 'owner', max: ownerConnections, statementTimeoutMs: 0 });
      try {
        await buildProjections({ ...ports, owner }, outdated, (builtTo) =>
          report({ status: 'BUILDING', builtTo }),
        );
        works();
      } finally {
        await owner.end();
      }
    } catch (error) {
      if (error instanceof BuildsElsewhere) {
        works();
        await pause();
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      report({ status: 'FAILED', failure: reason });
      if (signal.aborted) break;
      faults.failed(isOutage(error) ? 'OUTAGE' : 'READ_MODEL', builder, { reason });
      await pause(backOff.next());
    }
  reports.building([]);
  return concerned ?? projections;
};
