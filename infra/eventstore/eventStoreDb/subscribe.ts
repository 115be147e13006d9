import { START, streamNameFilter } from '@eventstore/db-client';
import type { EventStore, StoredEvent } from '../../../domain/ports/eventStore.ts';
import { type Connection, heard } from './connection.ts';
import { BrokenCall, DamagedLog, explained, StoreFailure, TimedOut } from './failure.ts';
import { refuseForgetful } from './forgetful.ts';
import { backOffMs } from './limits.ts';
import type { Names } from './names.ts';
import { commitOf } from './positions.ts';
import { type RawReads, rawRecord } from './rawReads.ts';
import { forgetfulSetting } from './records.ts';
import { eventsVisibleWith } from './wholeLog.ts';

/** Batches that wait for the subscriber before the server is asked to wait. */
const batchesAhead = 2;
/** Positions that are remembered to tell a delivery that comes twice from one that comes too late. */
const rememberedPositions = 1_000;
const reconnectCapMs = 5_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });

type Position = { readonly commit: bigint; readonly prepare: bigint };

/** What arrived and was not taken yet, and where to go on. */
const createInbox = (names: Names, after: bigint) => {
  const waiting: StoredEvent[] = [];
  const recent = new Set<bigint>();
  const suspects: string[] = [];
  let last = after;
  const take = (event: StoredEvent): void => {
    if (event.position <= last) {
      if (recent.has(event.position) || event.position <= after) return;
      throw new DamagedLog(
        `EventStoreDB delivered position ${event.position} behind ${last}: the order of the log`,
      );
    }
    last = event.position;
    recent.add(last);
    if (recent.size > rememberedPositions) recent.delete(recent.values().next().value ?? 0n);
    waiting.push(event);
  };
  return {
    waiting,
    suspects,
    receive: (resolved: Parameters<typeof rawRecord>[0]): void => {
      const record = rawRecord(resolved);
      if (names.isMetadata(record.stream) && forgetfulSetting(record) !== undefined)
        suspects.push(record.stream.slice(2));
      for (const event of eventsVisibleWith(names, record)) take(event);
    },
  };
};

/**
 * A filtered catch-up subscription: first what is there, then what comes. The client does not resubscribe; this does,
 * from the last event that arrived, after ever longer waits. What damages the log ends it at once; a server that stays
 * away ends it after `reconnectMs`, so that somebody is told.
 */
export const createSubscribe = (
  connection: Connection,
  names: Names,
  reads: RawReads,
): EventStore['subscribe'] =>
  async function* subscribe(after, { batchSize, signal }) {
    const inbox = createInbox(names, after);
    let from: Position | undefined =
      after === 0n ? undefined : { commit: commitOf(after), prepare: commitOf(after) };
    let failures = 0;
    let failingSince: number | undefined;

    if (from !== undefined) {
      // The record at this place must be there, and a unit may hold events above the position.
      const [record] = await reads.log(from.commit, 1);
      if (record?.commit !== from.commit)
        throw new StoreFailure(
          `Nothing lies at position ${after} of the log: this is not the log, or an older copy of it, that was read up to there`,
        );
      for (const event of eventsVisibleWith(names, record))
        if (event.position > after) inbox.waiting.push(event);
      while (inbox.waiting.length > 0) yield inbox.waiting.splice(0, batchSize);
    }

    while (!signal.aborted) {
      let failure: unknown;
      let over = false;
      let wake = (): void => undefined;
      const end = (error: unknown): void => {
        failure ??= error;
        over = true;
        wake();
      };
      const subscription = heard(
        connection.current(),
        (client) =>
          client.subscribeToAll({
            fromPosition: from ?? START,
            filter: streamNameFilter({
              prefixes: [...names.followed],
              checkpointInterval: 32,
              checkpointReached: async (reading, position) => {
                // Only when all that was sent before it has arrived here: what the client holds would be skipped.
                if (reading.readableLength === 0) from = position;
              },
            }),
          }),
        (status) => setImmediate(() => end(new BrokenCall(status))),
      );
      subscription.on('data', (event) => {
        if (over) return;
        failures = 0;
        failingSince = undefined;
        try {
          inbox.receive(event);
          const commit = event.event?.position?.commit;
          if (commit !== undefined) from = { commit, prepare: commit };
        } catch (error) {
          end(error);
        }
        if (inbox.waiting.length >= batchSize * batchesAhead) subscription.pause();
        wake();
      });
      const { callMs } = connection.limits;
      const unconfirmed = setTimeout(() => end(new TimedOut('subscribing', callMs)), callMs);
      subscription.on('confirmation', () => {
        clearTimeout(unconfirmed);
        failingSince = undefined;
      });
      subscription.on('error', end);
      subscription.on('end', () => end(new Error('the server ended the subscription')));
      const stop = (): void => end(undefined);
      signal.addEventListener('abort', stop);
      try {
        while (!signal.aborted) {
          // What was set and taken back since is no reason to stop.
          if (inbox.suspects.length > 0) {
            await refuseForgetful(reads, inbox.suspects.splice(0));
            continue;
          }
          if (inbox.waiting.length > 0) {
            yield inbox.waiting.splice(0, batchSize);
            if (inbox.waiting.length < batchSize) subscription.resume();
            continue;
          }
          if (over) break;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        over = true;
        clearTimeout(unconfirmed);
        signal.removeEventListener('abort', stop);
        void subscription.unsubscribe().catch(() => undefined);
      }
      if (signal.aborted) return;
      if (failure instanceof StoreFailure) throw failure;
      failingSince ??= Date.now();
      if (Date.now() - failingSince > connection.limits.reconnectMs)
        throw explained('following the log', failure);
      await pause(backOffMs(failures, reconnectCapMs), signal);
      failures += 1;
    }
  };
