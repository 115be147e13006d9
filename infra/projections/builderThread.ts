import { Worker as Thread } from 'node:worker_threads';
import type { EventStoreTarget } from '../eventstore/openLog.ts';
import type { DatabaseTarget } from '../postgres/pool.ts';
import type { Builder, Shadow } from './builder.ts';

/** What the thread is given, what it is asked, and what it answers. */
export type BuilderTask = {
  readonly owner: DatabaseTarget;
  /** The log in EventStoreDB; absent, it is in the database. */
  readonly eventStore?: EventStoreTarget;
  readonly shadows: ReadonlyArray<{ readonly name: string; readonly schema: string }>;
};
export type BuilderRequest =
  | { readonly kind: 'TAKE'; readonly streamIds: ReadonlyArray<string>; readonly upTo: bigint }
  | { readonly kind: 'WRITTEN' | 'CLOSE' };
export type BuilderAnswer = { readonly failure?: { readonly message: string; readonly code?: string } };

/** A builder in a thread of its own, with connections of its own. It is asked one thing at a time. */
export const startBuilderThread = (
  target: Omit<BuilderTask, 'shadows'>,
  shadows: ReadonlyArray<Shadow>,
): Builder => {
  const task: BuilderTask = {
    ...target,
    shadows: shadows.map(({ projection, schema }) => ({ name: projection.name, schema })),
  };
  const thread = new Thread(new URL('./builderThreadMain.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  let ended: Error | undefined;
  let answered: (answer: BuilderAnswer) => void = () => undefined;
  const end = (error: Error): void => {
    ended ??= error;
    answered({ failure: { message: ended.message } });
  };
  thread.on('message', (answer: BuilderAnswer) => answered(answer));
  thread.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  thread.on('exit', () => end(new Error('a thread that builds read models ended')));
  const ask = async (request: BuilderRequest): Promise<void> => {
    if (ended !== undefined) throw ended;
    const { failure } = await new Promise<BuilderAnswer>((resolve) => {
      answered = resolve;
      thread.postMessage(request);
    });
    if (failure !== undefined) throw Object.assign(new Error(failure.message), failure);
  };
  return {
    take: (streamIds, upTo) => ask({ kind: 'TAKE', streamIds, upTo }),
    written: () => ask({ kind: 'WRITTEN' }),
    close: async () => {
      await ask({ kind: 'CLOSE' }).catch(() => undefined);
      await thread.terminate();
    },
  };
};
