import { createHash, type Hash } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { readLogAgain } from '../transparency/rebuildTree.ts';

export class MoveFailed extends Error {}

export type MovePorts = {
  readonly owner: Pool;
  readonly source: EventStore;
  readonly target: EventStore;
  readonly origin: string;
  /** Appends events to the target as they are. */
  readonly copy: (events: ReadonlyArray<StoredEvent>) => Promise<void>;
};
export type MoveStep = 'COMPARED' | 'COPIED';
export type Moved = { readonly events: number; readonly sha256: string };

const pageSize = 1_000;

const pageOf = async (store: EventStore, after: bigint): Promise<ReadonlyArray<StoredEvent>> => {
  const read = await store.readAll(after, pageSize)();
  if (E.isLeft(read)) throw new MoveFailed(read.left.reason);
  return read.right;
};

/** An event but for its position, which is each store's own. */
const lineOf = (event: StoredEvent): string =>
  `${JSON.stringify([
    event.eventId,
    event.streamId,
    String(event.revision),
    event.type,
    event.schemaVersion,
    event.recordedAt,
    event.payload,
    event.metadata,
  ])}\n`;

/** How far two logs were compared, event by event; the hashes are of each log's own bytes. */
type Compared = {
  events: number;
  source: bigint;
  target: bigint;
  readonly hashes: { readonly source: Hash; readonly target: Hash };
};

/** Compares on until the target ends. Throws at the first event that differs. */
const compare = async (
  { source, target }: MovePorts,
  compared: Compared,
  onProgress: (step: MoveStep, events: number) => void,
): Promise<void> => {
  for (;;) {
    const copies = await pageOf(target, compared.target);
    if (copies.length === 0) return;
    const originals: StoredEvent[] = [];
    while (originals.length < copies.length) {
      const page = await pageOf(source, originals.at(-1)?.position ?? compared.source);
      if (page.length === 0) break;
      originals.push(...page);
    }
    for (const [index, copy] of copies.entries()) {
      const original = originals[index];
      const line = lineOf(copy);
      if (original === undefined || lineOf(original) !== line)
        throw new MoveFailed(
          `Event ${compared.events + 1} of the log is ${original?.eventId ?? 'not there'} in PostgreSQL and ${copy.eventId} in EventStoreDB, or their contents differ: the streams there are not a copy of this log. Use another EVENT_STORE_PREFIX, or a server without them.`,
        );
      compared.hashes.source.update(lineOf(original));
      compared.hashes.target.update(line);
      compared.events += 1;
      compared.source = original.position;
      compared.target = copy.position;
    }
    onProgress('COMPARED', compared.events);
  }
};

/** Copies on from an event of the source to its end. */
const copyRest = async (
  { source, copy }: MovePorts,
  after: bigint,
  already: number,
  onProgress: (step: MoveStep, events: number) => void,
): Promise<{ readonly source: bigint; readonly events: number }> => {
  let position = after;
  let events = already;
  for (;;) {
    const page = await pageOf(source, position);
    const last = page.at(-1);
    if (last === undefined) return { source: position, events };
    await copy(page);
    position = last.position;
    events += page.length;
    onProgress('COPIED', events);
  }
};

/**
 * Moves the log from PostgreSQL to EventStoreDB. What an interrupted move left there is compared and gone on from. The
 * last events are copied while nobody can append; in the same transaction the log's place changes, and the read models
 * and the transparency log are marked to be built anew, since positions are each store's own. Until that commit PostgreSQL is the log, and
 * afterwards every append to it is refused.
 */
export const moveLog = async (
  ports: MovePorts,
  onProgress: (step: MoveStep, events: number) => void,
): Promise<Moved> => {
  const compared: Compared = {
    events: 0,
    source: 0n,
    target: 0n,
    hashes: { source: createHash('sha256'), target: createHash('sha256') },
  };
  await compare(ports, compared, onProgress);
  const nearly = await copyRest(ports, compared.source, compared.events, onProgress);
  await compare(ports, compared, onProgress);
  return withTransaction(ports.owner, async (client) => {
    // Waits for appends under way; none can take its turn at the head row until this ends.
    await client.query("set local lock_timeout = '30s'");
    await client.query('lock table ledger.head in exclusive mode');
    const all = await copyRest(ports, nearly.source, nearly.events, onProgress);
    await compare(ports, compared, onProgress);
    const [source, target] = [compared.hashes.source.digest('hex'), compared.hashes.target.digest('hex')];
    if (source !== target || compared.events !== all.events)
      throw new MoveFailed(
        `PostgreSQL has ${all.events} events and EventStoreDB ${compared.events}, with the hashes ${source} and ${target}: the log stays in PostgreSQL`,
      );
    await client.query('insert into ledger.log_place (origin) values ($1)', [ports.origin]);
    await client.query('update projection.checkpoint set version = -1');
    await readLogAgain(client);
    return { events: all.events, sha256: source };
  });
};
