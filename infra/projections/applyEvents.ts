import type { Pool } from 'pg';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { type HistoryReader, LogUnavailable } from '../../projections/engine/historyReader.ts';
import type { HistoryBatch, Projection } from '../../projections/engine/projection.ts';
import { applyParts, CheckpointMoved } from './applyBatch.ts';

/** An event that a read model cannot take in, whatever is tried: a fault of the program or of the stored event. */
export class PoisonousEvent extends Error {
  readonly position: bigint;
  constructor({ position, eventId, type }: StoredEvent, reason: string) {
    super(`event ${position} (${type}, ${eventId}) cannot be taken in: ${reason}`);
    this.position = position;
  }
}

/** SQLSTATE classes that speak of the values of a statement; all others speak of the database or the connection. */
const ofValues = /^(22|23|42|54)/;

/** Whether an attempt failed for a reason that lies outside the events: it is worth trying again as it was. */
const isOutage = (error: unknown): boolean => {
  if (error instanceof CheckpointMoved || error instanceof LogUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: string };
  if (code !== undefined) return !ofValues.test(code);
  return /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered)/.test(
    error.message,
  );
};

/**
 * Takes events in, in one transaction. If that fails because of one of them, they are halved until that event stands alone:
 * what comes before it is taken in, and the read model stops exactly there (`PoisonousEvent`). Outages and a moved
 * checkpoint are thrown as they are. `parts` are the histories of the events, where others read them as well.
 */
export const applyEvents = async (
  ports: { readonly pool: Pool; readonly history: HistoryReader },
  projection: Projection,
  from: bigint,
  events: ReadonlyArray<StoredEvent>,
  advanced: (position: bigint) => void,
  parts: AsyncIterable<HistoryBatch> = ports.history.inParts(events),
): Promise<bigint> => {
  const reading = parts[Symbol.asyncIterator]();
  try {
    const to = events.at(-1)?.position ?? from;
    const at = { checkpoint: projection.name, schema: projection.name };
    await applyParts(ports.pool, projection, at, { from, to }, reading);
    advanced(to);
    return to;
  } catch (error) {
    if (isOutage(error)) throw error;
    const [only] = events;
    if (only === undefined || events.length === 1) {
      const reason = error instanceof Error ? error.message : String(error);
      throw only === undefined ? error : new PoisonousEvent(only, reason);
    }
    // Others who read the same parts go on.
    await reading.return?.();
    const half = Math.ceil(events.length / 2);
    const middle = await applyEvents(ports, projection, from, events.slice(0, half), advanced);
    return applyEvents(ports, projection, middle, events.slice(half), advanced);
  }
};
