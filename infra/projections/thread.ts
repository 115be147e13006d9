import { parentPort, workerData } from 'node:worker_threads';
import { projections } from '../../projections/catalogue.ts';
import { createHistoryReader } from '../../projections/engine/historyReader.ts';
import { createEventCodec } from '../codec/eventCodec.ts';
import { createPostgresEventStore } from '../eventstore/postgresEventStore.ts';
import { createSubscription } from '../eventstore/subscription.ts';
import { createPool } from '../postgres/pool.ts';
import { systemClock } from '../system/system.ts';
import { sharedReads } from './sharedReads.ts';
import { startWorker } from './worker.ts';
import type { ThreadReport, ThreadTask } from './workerThread.ts';

/** The thread that runs the read models (see `workerThread.ts`). */
const port = parentPort;
if (port === null) throw new Error('this file runs as a thread');

const { target, names } = workerData as ThreadTask;
const own = projections.filter(({ name }) => names.includes(name));
// Two connections a read model: one holds its lock, one works; and one to read the log.
const pool = createPool(target, { role: 'runtime', max: own.length * 2 + 1 });
const log = createPostgresEventStore(pool, systemClock);
const store = { ...log, subscribe: createSubscription(sharedReads(log.readAll)).subscribe };
const history = createHistoryReader(store, createEventCodec());
const stop = new AbortController();
const send = (report: ThreadReport): void => port.postMessage(report);

const workers = own.map((projection) =>
  startWorker(
    projection,
    {
      store,
      history,
      pool,
      log: (message, details) => send({ kind: 'LOG', message, details }),
      changed: () => send({ kind: 'STATE', states: workers.map((worker) => ({ ...worker.state })) }),
    },
    stop.signal,
  ),
);
port.once('message', () => {
  stop.abort();
  Promise.all(workers.map((worker) => worker.done))
    .then(() => pool.end())
    .finally(() => port.close());
});
