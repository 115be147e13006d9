/** What the stand-in keeps: the log of a server, with its append table and the places of a log file as positions. */
export type Recorded = {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly commit: bigint;
  readonly created: number;
};
export type Proposed = Pick<Recorded, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = 'ANY' | 'NO_STREAM' | 'STREAM_EXISTS' | bigint;
export type Outcome =
  | { readonly kind: 'OK'; readonly revision: bigint; readonly commit: bigint | undefined }
  | { readonly kind: 'WRONG'; readonly current: bigint | undefined }
  | { readonly kind: 'DELETED' }
  | { readonly kind: 'TOO_LARGE'; readonly max: number };

/** Limit of one append, as the server's default. */
const maxAppendBytes = 1024 * 1024;

export const createServerLog = () => {
  const records: Recorded[] = [];
  const streams = new Map<string, Recorded[]>();
  const deleted = new Set<string>();
  const listeners = new Set<() => void>();
  // The log file does not begin with an event of ours, and records have lengths.
  let place = 1733n;

  const idempotent = (
    stream: ReadonlyArray<Recorded>,
    from: number,
    events: ReadonlyArray<Proposed>,
  ): boolean => events.every((event, index) => stream[from + index]?.id === event.id);

  const append = (name: string, expected: Expected, events: ReadonlyArray<Proposed>): Outcome => {
    if (deleted.has(name)) return { kind: 'DELETED' };
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (bytes > maxAppendBytes) return { kind: 'TOO_LARGE', max: maxAppendBytes };
    const stream = streams.get(name) ?? [];
    const current = BigInt(stream.length) - 1n;
    const wrong: Outcome = { kind: 'WRONG', current: current < 0n ? undefined : current };
    const from =
      expected === 'NO_STREAM'
        ? 0
        : expected === 'ANY' || expected === 'STREAM_EXISTS'
          ? stream.findIndex(({ id }) => id === events[0]?.id)
          : Number(expected) + 1;
    if (expected === 'STREAM_EXISTS' && stream.length === 0) return wrong;
    if (from > stream.length) return wrong;
    if (from >= 0 && from < stream.length)
      // The server need not say where the events of an idempotent append are.
      return idempotent(stream, from, events)
        ? { kind: 'OK', revision: BigInt(from + events.length - 1), commit: undefined }
        : wrong;
    let first: bigint | undefined;
    for (const event of events) {
      const recorded: Recorded = {
        ...event,
        stream: name,
        revision: BigInt(stream.length),
        commit: place,
        created: Date.now(),
      };
      place += BigInt(97 + event.data.length + event.metadata.length);
      stream.push(recorded);
      records.push(recorded);
      first ??= recorded.commit;
    }
    streams.set(name, stream);
    for (const wake of [...listeners]) wake();
    // Of several events the server names one place; nothing says which, so here it is not the last one's.
    return { kind: 'OK', revision: BigInt(stream.length) - 1n, commit: first };
  };

  return {
    records: records as ReadonlyArray<Recorded>,
    stream: (name: string): ReadonlyArray<Recorded> | undefined => streams.get(name),
    streamNames: (): ReadonlyArray<string> => [...streams.keys()],
    isDeleted: (name: string): boolean => deleted.has(name),
    append,
    /** As a tombstone does; the ledger never asks for it. */
    delete: (name: string): void => {
      deleted.add(name);
    },
    /** Puts bytes in place of what a stream holds: what only somebody with the disk in his hands can do. */
    corrupt: (name: string, revision: number, change: Partial<Recorded>): void => {
      const stream = streams.get(name);
      const old = stream?.[revision];
      if (stream === undefined || old === undefined) throw new Error(`${name} has no event ${revision}`);
      const changed = { ...old, ...change };
      stream[revision] = changed;
      records[records.indexOf(old)] = changed;
    },
    listen: (wake: () => void): (() => void) => {
      listeners.add(wake);
      return () => listeners.delete(wake);
    },
  };
};
export type ServerLog = ReturnType<typeof createServerLog>;
