import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { projections } from '../../projections/catalogue.ts';
import { createHistoryReader } from '../../projections/engine/historyReader.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { createEventCodec } from '../codec/eventCodec.ts';
import { collectGarbage } from '../collectGarbage.ts';
import { createPostgresEventStore } from '../eventstore/postgresEventStore.ts';
import { createPool } from '../postgres/pool.ts';
import { systemClock } from '../system/system.ts';
import { logConnections, startTransparencyLog } from '../transparency/logTask.ts';
import { bringUpToDate } from './bringUpToDate.ts';
import { createFaultLog } from './faultLog.ts';
import { createFollowing } from './following.ts';
import { startWorker, type Worker, type WorkerPorts, type WorkerState } from './worker.ts';
import type { ThreadReport, ThreadTask } from './workerThread.ts';

/** The thread that runs the read models (see `workerThread.ts`). */
const port = parentPort;
if (port === null) throw new Error('this file runs as a thread');

const { target, owner, eventStore, names, transparencyLog } = workerData as ThreadTask;
const own = projections.filter(({ name }) => names.includes(name));
// Two connections a read model: one holds its lock, one works; and one to read the log. What a crash takes of the last
// batches goes with their checkpoint, so they need not wait for the disk, nor let the appends wait for it.
const pool = createPool(target, { role: 'runtime', max: own.length * 2 + 1, lazyCommit: true });
const logPool =
  transparencyLog === undefined ? undefined : createPool(target, { role: 'runtime', max: logConnections });
const openLog = async () => {
  if (eventStore !== undefined) {
    const { connectLog } = await import('../eventstore/eventStoreDb/openEventStoreLog.ts');
    return connectLog(eventStore);
  }
  return { store: createPostgresEventStore(pool, systemClock), close: async () => undefined };
};
const { store, close } = await openLog();
const history = createHistoryReader(store, createEventCodec());
const following = createFollowing({ store, history });
const stop = new AbortController();
const send = (report: ThreadReport): void => port.postMessage(report);

/** When what is only needed at the start has been used. */
const settledMs = 2_000;

/** Those that are being built; the workers of the others run meanwhile. */
const building: WorkerState[] = [];
const workers: Worker[] = [];
const changed = (): void => {
  const states = [...workers.map(({ state }) => state), ...building];
  send({ kind: 'STATE', states: states.map((state) => ({ ...state })) });
};
const logged: WorkerPorts['log'] = (message, details) => send({ kind: 'LOG', message, details });
const faults = createFaultLog(logged);
const start = (projections: ReadonlyArray<Projection>): void => {
  for (const projection of projections)
    workers.push(
      startWorker(projection, { store, history, pool, following, log: logged, faults, changed }, stop.signal),
    );
};

const run = async (): Promise<void> => {
  const ports = { store, history, pool, log: logged, faults };
  const outdated = await bringUpToDate(ports, owner, own, stop.signal, {
    uptodate: start,
    building: (states) => {
      building.splice(0, building.length, ...states);
      changed();
    },
  });
  if (!stop.signal.aborted) start(outdated);
  await sleep(settledMs, undefined, { signal: stop.signal, ref: false }).then(
    collectGarbage,
    () => undefined,
  );
};

const log =
  transparencyLog === undefined || logPool === undefined
    ? undefined
    : startTransparencyLog({ store, pool: logPool, log: logged }, transparencyLog, stop.signal);
const running = run();
port.once('message', () => {
  stop.abort();
  running
    .then(() => Promise.all(workers.map((worker) => worker.done)))
    .then(() => log?.done)
    .then(() => Promise.all([pool.end(), logPool?.end(), close()]))
    .finally(() => port.close());
});
