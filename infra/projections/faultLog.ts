export type Log = (message: string, details: Record<string, unknown>) => void;

type Fault = { readonly since: number; readonly who: Set<string> };

/** What failed: the database, for all who work on it, or one read model by itself. */
export type FaultKind = 'OUTAGE' | 'READ_MODEL';

/**
 * Logs a fault once when it begins and once when it ends, with its duration, however often it is tried again and however
 * many read models it stops.
 */
export const createFaultLog = (log: Log, now: () => number = Date.now) => {
  const open = new Map<string, Fault>();
  const keyOf = (kind: FaultKind, who: string): string => (kind === 'OUTAGE' ? '' : who);
  return {
    failed: (kind: FaultKind, who: string, details: Record<string, unknown>): void => {
      const key = keyOf(kind, who);
      const known = open.get(key);
      if (known !== undefined) {
        known.who.add(who);
        return;
      }
      open.set(key, { since: now(), who: new Set([who]) });
      log(
        kind === 'OUTAGE'
          ? 'the database does not answer; it is tried again until it does'
          : 'read model stopped',
        kind === 'OUTAGE' ? { outage: 'BEGIN', ...details } : { readModel: who, ...details },
      );
    },
    /** Who had failed works again; an outage is over when nobody is left in it. */
    works: (kind: FaultKind, who: string): void => {
      const key = keyOf(kind, who);
      const known = open.get(key);
      if (known === undefined || !known.who.delete(who) || known.who.size > 0) return;
      open.delete(key);
      const seconds = Math.round((now() - known.since) / 100) / 10;
      if (kind === 'OUTAGE') log('the database answers again', { outage: 'END', seconds });
      else log('read model works again', { readModel: who, seconds });
    },
  };
};
export type FaultLog = ReturnType<typeof createFaultLog>;
