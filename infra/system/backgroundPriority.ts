import { existsSync, readdirSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

const background = constants.priority.PRIORITY_LOW;
/** On Linux each thread has a priority of its own, which threads that it starts inherit. */
const ownThreads = '/proc/self/task';

/** Lets everything else on the machine go first, for long work beside a ledger that serves. It cannot be taken back. */
export const workInBackground = (): void => {
  const threads = existsSync(ownThreads) ? readdirSync(ownThreads).map(Number) : [0];
  for (const thread of threads)
    try {
      setPriority(thread, background);
    } catch {
      // A thread that has ended meanwhile, or a system that refuses: the work is done all the same.
    }
};

/** Whether this thread works in the background. */
export const isInBackground = (): boolean => getPriority() > constants.priority.PRIORITY_NORMAL;

/** Gives a process of the embedded database that works for this thread the priority of the thread, where that is lower. */
export const sharePriority = (processId: number): void => {
  if (!isInBackground()) return;
  try {
    setPriority(processId, getPriority());
  } catch {
    // It has ended, or belongs to another user: it works at its own priority.
  }
};
