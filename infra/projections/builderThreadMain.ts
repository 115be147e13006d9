import { parentPort, workerData } from 'node:worker_threads';
import { projections } from '../../projections/catalogue.ts';
import { createHistoryReader } from '../../projections/engine/historyReader.ts';
import { createEventCodec } from '../codec/eventCodec.ts';
import { createPostgresEventStore } from '../eventstore/postgresEventStore.ts';
import { createPool } from '../postgres/pool.ts';
import { systemClock } from '../system/system.ts';
import { createBuilder } from './builder.ts';
import type { BuilderAnswer, BuilderRequest, BuilderTask } from './builderThread.ts';

/** The thread that folds streams into read models being built (see `builderThread.ts`). */
const port = parentPort;
if (port === null) throw new Error('this file runs as a thread');

const { owner, eventStore, shadows } = workerData as BuilderTask;
// One reads the next streams while the others write.
const pool = createPool(owner, { role: 'owner', max: 4, statementTimeoutMs: 0 });
const openLog = async () => {
  if (eventStore === undefined)
    return { store: createPostgresEventStore(pool, systemClock), close: async () => undefined };
  const { connectLog } = await import('../eventstore/eventStoreDb/openEventStoreLog.ts');
  return connectLog(eventStore);
};
const { store, close } = await openLog();
const builder = createBuilder(
  { history: createHistoryReader(store, createEventCodec()), owner: pool },
  shadows.flatMap(({ name, schema }) => {
    const projection = projections.find((each) => each.name === name);
    return projection === undefined ? [] : [{ projection, schema }];
  }),
);

const answer = async (request: BuilderRequest): Promise<void> => {
  switch (request.kind) {
    case 'TAKE':
      return builder.take(request.streamIds, request.upTo);
    case 'WRITTEN':
      return builder.written();
    case 'CLOSE':
      await builder.close();
      await pool.end();
      await close();
  }
};
const failureOf = (error: unknown): BuilderAnswer => {
  const { message, code } = error as { readonly message?: string; readonly code?: unknown };
  return {
    failure: { message: message ?? String(error), ...(typeof code === 'string' ? { code } : {}) },
  };
};
port.on('message', (request: BuilderRequest) => {
  answer(request).then(
    () => port.postMessage({} satisfies BuilderAnswer),
    (error: unknown) => port.postMessage(failureOf(error)),
  );
});
