import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ReadModelStatus } from '../../api/http/deps.ts';
import type { LogStatus } from '../../domain/ports/transparencyLog.ts';
import { logGauges } from './logGauges.ts';

/** Metrics in the text format of Prometheus: the process, and position and lag of every read model. */
export const createMetrics = (
  readModels: () => ReadonlyArray<ReadModelStatus>,
  head: () => Promise<bigint>,
  /** When the first event after a position was recorded; undefined where there is none. */
  recordedAfter: (position: bigint) => Promise<number | undefined>,
  now: () => number,
  logStatus: () => Promise<LogStatus>,
) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const last = new Gauge({
    name: 'ledger_head_position',
    help: 'position of the last event',
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'ledger_read_model_lag',
    help: 'positions a read model is behind the head: events where the log is in PostgreSQL',
    labelNames: ['name'],
    registers: [registry],
  });
  const lagSeconds = new Gauge({
    name: 'ledger_read_model_lag_seconds',
    help: 'age of the oldest event that a read model has not taken in',
    labelNames: ['name'],
    registers: [registry],
  });
  const running = new Gauge({
    name: 'ledger_read_model_failed',
    help: '1 if a read model stopped at an event',
    labelNames: ['name'],
    registers: [registry],
  });
  const measureLog = logGauges(registry, logStatus, now);
  return async (): Promise<{ readonly contentType: string; readonly text: string }> => {
    const position = await head();
    last.set(Number(position));
    for (const model of readModels()) {
      lag.set({ name: model.name }, Math.max(0, Number(position - model.position)));
      const waiting = model.position < position ? await recordedAfter(model.position) : undefined;
      lagSeconds.set({ name: model.name }, waiting === undefined ? 0 : Math.max(0, now() - waiting) / 1000);
      running.set({ name: model.name }, model.status === 'FAILED' ? 1 : 0);
    }
    await measureLog();
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
};
