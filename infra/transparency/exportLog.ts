import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { checkpointLine, eventLine, headerLine } from '../../domain/integrity/export/logLines.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { StoreFailure } from '../eventstore/eventStoreDb/failure.ts';
import { hashing } from '../system/hashing.ts';
import { readLeafHashes } from './treeTables.ts';

const eventsAtOnce = 1000;
/** Checkpoints are signed every second; so many of them are enough to say where something was rewritten. */
const checkpointsMost = 1000;

type LeafRow = { readonly leaf_index: bigint; readonly position: bigint; readonly hash: Buffer };
const readLeaves = async (pool: Pool, from: bigint, to: bigint): Promise<ReadonlyMap<bigint, LeafRow>> => {
  const { rows } = await pool.query<LeafRow>(
    'select leaf_index, position, hash from ledger.leaf where position between $1 and $2',
    [from, to],
  );
  return new Map(rows.map((row) => [row.position, row]));
};

/** Sizes of the checkpoints that go into the file: spread over the log, and the last one always. */
const chosenSizes = async (pool: Pool): Promise<ReadonlyArray<number>> => {
  const { rows } = await pool.query<{ size: bigint }>('select size from ledger.checkpoint order by size');
  const sizes = rows.map(({ size }) => Number(size)).filter((size) => size > 0);
  const last = sizes.at(-1) ?? 0;
  const apart = last / checkpointsMost;
  const chosen: number[] = [];
  for (const size of sizes) if (size === last || size - (chosen.at(-1) ?? 0) >= apart) chosen.push(size);
  return chosen;
};
const noteOf = async (pool: Pool, size: number): Promise<string> =>
  (await pool.query<{ note: string }>('select note from ledger.checkpoint where size = $1', [size])).rows[0]
    ?.note ?? '';

/** What stands where an event has no leaf: nothing gives it, so the verifier names the event. */
const noLeaf = new Uint8Array(32);

/**
 * The lines of the whole signed log. It judges nothing: what is stored goes into the file as it is, with the leaves as
 * they are stored, so that whoever verifies it sees every difference. Memory does not grow with the log.
 */
export async function* exportedLog(
  { pool, store }: { readonly pool: Pool; readonly store: Pick<EventStore, 'readAll'> },
  header: { readonly origin: string; readonly policy: string },
): AsyncGenerator<ReadonlyArray<string>> {
  yield [headerLine(hashing.sha256, header)];
  const sizes = [...(await chosenSizes(pool))];
  const end = sizes.at(-1) ?? 0;
  let index = -1;
  for (let after = 0n; index + 1 < end; ) {
    const events = await store.readAll(after, eventsAtOnce)();
    if (E.isLeft(events)) throw new StoreFailure(events.left.reason);
    const [first] = events.right;
    const last = events.right.at(-1);
    if (first === undefined || last === undefined) break;
    const leaves = await readLeaves(pool, first.position, last.position);
    const before = await readLeafHashes(
      pool,
      events.right.map(({ streamId, revision }) => ({ streamId, revision: revision - 1n })),
    );
    const lines: string[] = [];
    for (const event of events.right) {
      const leaf = leaves.get(event.position);
      const next = leaf === undefined ? index + 1 : Number(leaf.leaf_index);
      if (next >= end) break;
      index = next;
      // A checkpoint stands behind the last event that it counts, also where that event is gone.
      while (sizes[0] !== undefined && sizes[0] <= index)
        lines.push(checkpointLine(hashing.sha256, await noteOf(pool, sizes.shift() ?? 0)));
      const previous =
        event.revision === 0n
          ? undefined
          : (before({ streamId: event.streamId, revision: event.revision - 1n }) ?? noLeaf);
      lines.push(eventLine(event, index, leaf?.hash ?? noLeaf, previous));
    }
    yield lines;
    after = last.position;
    if (lines.length === 0) break;
  }
  for (const size of sizes) yield [checkpointLine(hashing.sha256, await noteOf(pool, size))];
}
