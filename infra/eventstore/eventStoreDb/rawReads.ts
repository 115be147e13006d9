import type { EventStoreDBClient, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import { type Connection, heard } from './connection.ts';
import { BrokenCall, DamagedLog, explained, isMissingStream } from './failure.ts';

/** A record as the server has it: an event, or what the adapter keeps beside events. */
export type RawRecord = {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  /** Bytes; for what others wrote as JSON, whatever the client made of it. */
  readonly data: unknown;
  readonly metadata: unknown;
  readonly commit: bigint;
};

type Client = EventStoreDBClient;
type Read = Pick<StreamingRead<ResolvedEvent>, 'on' | 'cancel'>;

/** A server before 22.6 gives no positions on stream reads: 2^64 - 1, or nothing. */
const noCommit = 0xffff_ffff_ffff_ffffn;

export const rawRecord = ({
  event,
  commitPosition,
}: Pick<ResolvedEvent, 'event' | 'commitPosition'>): RawRecord => {
  if (event === undefined) throw new DamagedLog('EventStoreDB gave a record without an event');
  const commit = event.position?.commit ?? commitPosition ?? noCommit;
  if (commit === noCommit)
    throw new DamagedLog(
      'EventStoreDB gives no positions when a stream is read: the ledger needs version 22.6 or newer',
    );
  return {
    stream: event.streamId,
    revision: BigInt(event.revision),
    id: event.id,
    type: event.type,
    data: event.data,
    metadata: event.metadata,
    commit,
  };
};

/**
 * All that a read gives, once the server has said that this was all. A read that is not over in its time is cancelled,
 * so that it does not stay open.
 */
const collected = (
  client: Client,
  start: (client: Client) => Read,
): { readonly done: Promise<ReadonlyArray<RawRecord>>; readonly stop: () => void } => {
  const records: RawRecord[] = [];
  const { promise: done, resolve, reject } = Promise.withResolvers<ReadonlyArray<RawRecord>>();
  let ended = false;
  let complete = false;
  const settle = (): void => {
    if (ended && complete) resolve(records);
  };
  const reading = heard(client, start, (status) => {
    complete = status.code === 0;
    // The client's own error says more, where it has one.
    if (!complete) setImmediate(() => reject(new BrokenCall(status)));
    settle();
  });
  reading.on('data', (event: ResolvedEvent) => {
    try {
      records.push(rawRecord(event));
    } catch (error) {
      reject(error);
    }
  });
  reading.on('end', () => {
    ended = true;
    settle();
  });
  reading.on('error', reject);
  return { done, stop: () => void reading.cancel().catch(() => undefined) };
};

const read = async (
  connection: Connection,
  what: string,
  start: (client: Client) => Read,
): Promise<ReadonlyArray<RawRecord>> => {
  try {
    return await connection.repeated(what, async (client) => {
      const { done, stop } = collected(client, start);
      const timer = setTimeout(stop, connection.limits.callMs);
      return done.finally(() => clearTimeout(timer));
    });
  } catch (error) {
    if (isMissingStream(error)) return [];
    throw explained(what, error);
  }
};

/** Records of one page: a read of any length is made of pages, so that each is over in its time. */
const pageSize = 2_000;

/** Reads of streams and of the whole log, always from the leader: a follower may not have what was just appended. */
export const createRawReads = (connection: Connection) => {
  /** Records of a stream from a revision, in order; none when it does not exist. */
  const stream = async (
    name: string,
    from = 0n,
    max = Number.POSITIVE_INFINITY,
  ): Promise<ReadonlyArray<RawRecord>> => {
    const records: RawRecord[] = [];
    for (;;) {
      const maxCount = Math.min(pageSize, max - records.length);
      const fromRevision = from + BigInt(records.length);
      const page = await read(connection, `reading ${name}`, (client) =>
        client.readStream(name, { direction: FORWARDS, fromRevision, maxCount, requiresLeader: true }),
      );
      for (const [index, record] of page.entries())
        if (record.revision !== fromRevision + BigInt(index))
          throw new DamagedLog(
            `The stream ${name} begins its event ${fromRevision + BigInt(index)} with ${record.revision}: it was truncated or deleted in part. Nothing of a ledger may be removed: restore the store from its backup.`,
          );
      records.push(...page);
      if (page.length < maxCount || records.length >= max) return records;
    }
  };
  /** Records of the whole log from the one at this place on, in order. */
  const log = (from: bigint | undefined, maxCount: number): Promise<ReadonlyArray<RawRecord>> =>
    read(
      connection,
      'reading the log',
      (client) =>
        client.readAll({
          direction: FORWARDS,
          fromPosition: from === undefined ? START : { commit: from, prepare: from },
          maxCount,
          requiresLeader: true,
        }) as unknown as Read,
    );
  /** Records of the whole log before this place, or from its end, the latest first. */
  const backwards = (before: bigint | undefined, maxCount: number): Promise<ReadonlyArray<RawRecord>> =>
    read(
      connection,
      'reading the log',
      (client) =>
        client.readAll({
          direction: BACKWARDS,
          fromPosition: before === undefined ? END : { commit: before, prepare: before },
          maxCount,
          requiresLeader: true,
        }) as unknown as Read,
    );
  /** The last record of a stream, whatever came before it. */
  const last = async (name: string): Promise<RawRecord | undefined> =>
    (
      await read(connection, `reading ${name}`, (client) =>
        client.readStream(name, {
          direction: BACKWARDS,
          fromRevision: END,
          maxCount: 1,
          requiresLeader: true,
        }),
      )
    )[0];
  return { stream, log, backwards, last };
};
export type RawReads = ReturnType<typeof createRawReads>;
