import { EventStoreDBClient } from '@eventstore/db-client';
import { explained, isPassing, StoreFailure, TimedOut } from './failure.ts';
import { backOffMs, type Limits } from './limits.ts';

/** How a call of the server ended, whatever the client made of it. */
export type CallStatus = { readonly code: number; readonly details: string };
type GrpcStream = { readonly on: (event: 'status', listener: (status: CallStatus) => void) => unknown };
type StreamCreator = (
  client: unknown,
  name: string,
  create: (grpc: unknown) => GrpcStream | Promise<GrpcStream>,
  cache?: unknown,
) => () => Promise<GrpcStream>;

/** What the client keeps to itself and the adapter must reach: see `tamed`. */
type Internals = {
  supports: (method: { readonly path: string }) => Promise<boolean>;
  handleError: (client: unknown, error: Error) => Promise<void>;
  GRPCStreamCreator: StreamCreator;
  getChannel: () => Promise<{ readonly close: () => void }>;
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
};
const internals = (client: EventStoreDBClient): Internals => client as unknown as Internals;

const listeners = new WeakMap<EventStoreDBClient, (status: CallStatus) => void>();

/**
 * The client without its dangerous half.
 *
 * Appends over its shared batch stream never settle when the server ends that stream, are rejected by errors of other
 * clients in the process, and bring the process down when an answer comes that nobody waits for any more; so every
 * append is a call of its own, which has a deadline. What its handling of errors throws would be an unhandled
 * rejection. And an error that comes before it listens is lost: a read that broke then looks like one that found
 * nothing, so the status of each call is heard here, before the client hears anything.
 */
const tamed = (client: EventStoreDBClient): EventStoreDBClient => {
  const inside = internals(client);
  const { handleError, GRPCStreamCreator: createStream } = inside;
  inside.supports = async () => false;
  inside.handleError = (grpc, error) => handleError(grpc, error).catch(() => undefined);
  inside.GRPCStreamCreator = (kind, name, create, cache) => {
    const listener = listeners.get(client);
    return createStream(
      kind,
      name,
      async (grpc) => {
        const stream = await create(grpc);
        if (listener !== undefined) stream.on('status', listener);
        return stream;
      },
      cache,
    );
  };
  return client;
};

/** Starts a reading call and hears how the server ended it: only status 0 says that everything was given. */
export const heard = <T>(
  client: EventStoreDBClient,
  start: (client: EventStoreDBClient) => T,
  listener: (status: CallStatus) => void,
): T => {
  // The client makes the call while `start` runs, so no other call can take the listener.
  listeners.set(client, listener);
  try {
    return start(client);
  } finally {
    listeners.delete(client);
  }
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Settles as the work does, or rejects in time: the client's own deadlines are not relied on. */
const withinMs = <T>(what: string, ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(what, ms)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** One connection to a server or cluster. It is made anew when a call was not answered although its time was over. */
export const connect = (url: string, limits: Limits) => {
  const open = (): EventStoreDBClient => tamed(EventStoreDBClient.connectionString(url));
  let client = open();
  let closed = false;

  const give = async (old: EventStoreDBClient): Promise<void> => {
    const channel = await internals(old)
      .getChannel()
      .catch(() => undefined);
    await withinMs('closing', limits.callMs, old.dispose()).catch(() => undefined);
    channel?.close();
  };
  const replace = (old: EventStoreDBClient): void => {
    if (old !== client || closed) return;
    client = open();
    void give(old);
  };

  /** Repeats a call until it settles or the operation's time is over. Only for calls that are safe to repeat. */
  const repeated = async <T>(
    what: string,
    call: (client: EventStoreDBClient) => Promise<T>,
    until = Date.now() + limits.operationMs,
  ): Promise<T> => {
    for (let attempt = 0; ; attempt += 1) {
      if (closed) throw new StoreFailure(`${what}: the connection is closed`);
      const used = client;
      try {
        return await withinMs(what, limits.callMs, call(used));
      } catch (error) {
        if (error instanceof TimedOut) replace(used);
        const wait = backOffMs(attempt);
        if (!isPassing(error) || Date.now() + wait > until) throw error;
        await sleep(wait);
      }
    }
  };

  return {
    limits,
    repeated,
    /** For calls that last: subscriptions. */
    current: (): EventStoreDBClient => client,
    serverVersion: (): Promise<string> =>
      repeated(
        'asking for the version',
        async (used) => (await internals(used).capabilities).serverVersion,
      ).catch((error: unknown) => {
        throw explained('EventStoreDB cannot be reached', error);
      }),
    close: async (): Promise<void> => {
      closed = true;
      await give(client);
    },
  };
};
export type Connection = ReturnType<typeof connect>;
