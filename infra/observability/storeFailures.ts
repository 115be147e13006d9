import { isOutage } from '../postgres/outage.ts';
import { diskFull } from '../system/diskFull.ts';

/** How long a failure counts as present, and how long one that repeats itself is not logged again. */
const presentMs = 60_000;

export type StoreFailures = {
  /** The database answered a request with this instead of what was asked. */
  readonly failed: (reason: string) => void;
  /** Says it to whoever looks whether the service is well; undefined where nothing failed in the last minute. */
  readonly warning: () => string | undefined;
};

/**
 * What the database said when it failed, for an operator: one line in the log of the server for each kind of reason a minute,
 * however many requests meet it. A database that is gone is told of by who watches it.
 */
export const createStoreFailures = (
  log: (message: string, details: Record<string, unknown>) => void,
  now: () => number,
): StoreFailures => {
  let last:
    | { readonly kind: string; readonly reason: string; at: number; loggedAt: number; unsaid: number }
    | undefined;
  return {
    failed: (reason) => {
      if (isOutage(new Error(reason))) return;
      const at = now();
      // The same in another file, row or position is the same kind.
      const kind = reason.replace(/\d+/g, '#');
      if (last?.kind === kind && at - last.loggedAt < presentMs) {
        last.at = at;
        last.unsaid += 1;
        return;
      }
      const before = last?.kind === kind ? { before: last.unsaid } : {};
      log('the database fails, and the requests that need it', { reason, ...before });
      last = { kind, reason, at, loggedAt: at, unsaid: 0 };
    },
    warning: () => {
      if (last === undefined || now() - last.at >= presentMs) return undefined;
      return diskFull.test(last.reason)
        ? 'the disk of the database is full: nothing can be recorded until there is room'
        : 'requests fail because the database does; the log of the server says why';
    },
  };
};
