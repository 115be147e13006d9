import { Worker as Thread } from 'node:worker_threads';
import type { EventStoreTarget } from '../eventstore/openLog.ts';
import type { DatabaseTarget } from '../postgres/pool.ts';
import type { LogTask } from '../transparency/logTask.ts';
import type { WorkerState } from './worker.ts';

/** What the thread is given, and what it reports. */
export type ThreadTask = {
  readonly target: DatabaseTarget;
  /** Makes and swaps tables where a read model must be built anew. */
  readonly owner: DatabaseTarget;
  /** The log in EventStoreDB; absent, it is in the database. */
  readonly eventStore?: EventStoreTarget;
  readonly names: ReadonlyArray<string>;
  /** The transparency log, where it is written and signed beside the read models. */
  readonly transparencyLog?: LogTask;
};
export type ThreadReport =
  | { readonly kind: 'STATE'; readonly states: ReadonlyArray<WorkerState> }
  | { readonly kind: 'LOG'; readonly message: string; readonly details: Record<string, unknown> };

/** A read model as the main thread sees it. */
export type RunningReadModel = {
  readonly state: Readonly<WorkerState>;
  readonly reached: (position: bigint, timeoutMs: number) => Promise<boolean>;
};

/**
 * Runs the named read models in a thread of their own: folding a batch takes tens of milliseconds, in which a server would
 * answer nobody and an import would read nothing. The thread has its own connections and event store.
 */
export const startReadModelThread = (
  task: ThreadTask,
  log: (message: string, details: Record<string, unknown>) => void,
): { readonly readModels: ReadonlyArray<RunningReadModel>; readonly stop: () => Promise<void> } => {
  const { names } = task;
  const states = new Map<string, WorkerState>(
    names.map((name) => [name, { name, position: 0n, status: 'STARTING' }]),
  );
  const waiters = new Set<() => void>();
  const thread = new Thread(new URL('./thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', () => resolve());
  });
  const fail = (reason: string): void => {
    for (const state of states.values()) Object.assign(state, { status: 'FAILED', failure: reason });
    log('the thread of the read models ended', { reason });
  };
  let stopping = false;
  thread.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
  thread.on('exit', () => {
    if (!stopping) fail('the thread ended');
  });
  thread.on('message', (report: ThreadReport) => {
    if (report.kind === 'LOG') {
      log(report.message, report.details);
      return;
    }
    for (const state of report.states) states.set(state.name, state);
    for (const wake of [...waiters]) wake();
  });
  const stateOf = (name: string): WorkerState =>
    states.get(name) ?? { name, position: 0n, status: 'STOPPED' };
  return {
    readModels: names.map((name) => ({
      get state() {
        return stateOf(name);
      },
      reached: (position, timeoutMs) =>
        new Promise((resolve) => {
          if (stateOf(name).position >= position) {
            resolve(true);
            return;
          }
          const check = (): void => {
            if (stateOf(name).position < position) return;
            clearTimeout(timer);
            waiters.delete(check);
            resolve(true);
          };
          const timer = setTimeout(() => {
            waiters.delete(check);
            resolve(false);
          }, timeoutMs);
          waiters.add(check);
        }),
    })),
    stop: async () => {
      stopping = true;
      thread.postMessage('stop');
      await ended;
    },
  };
};
