import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { concat, toHex } from '../../domain/integrity/bytes.ts';
import { hashBytes } from '../../domain/integrity/hashing.ts';
import type { LeafHashing } from '../../domain/integrity/leaf.ts';
import type { VerifierKey } from '../../domain/integrity/signedNote.ts';
import { edgeTiles, emptyEdge, growTree, tileWidth } from '../../domain/integrity/tiles.ts';
import { createProvedTree } from '../../domain/integrity/verify/provedTree.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { checkPlace, paired, type StoredLeaf } from '../../domain/verification/checkLeaf.ts';
import { type LogFault, treeFault } from '../../domain/verification/fault.ts';
import type { BroughtCheckpoint, VerifiedLog } from '../../domain/verification/report.ts';
import { LogUnavailable } from '../../projections/engine/historyReader.ts';
import { type CheckpointRow, checkpointFault, publishedKeys, signatureFault } from './checkpointFaults.ts';
import { tileFaults } from './tileFaults.ts';

export type LogPorts = {
  readonly store: EventStore;
  /** Without it, it is not asked whether events can be read. */
  readonly codec?: EventCodec;
  readonly pool: Pool;
  readonly hashing: LeafHashing;
};

const batchSize = 2000;
/** Faults that are listed; the others are counted. */
const listedMax = 1000;

const leavesUpTo = `
select l.leaf_index, l.position, l.stream_id, l.revision, l.entry, l.hash, p.hash as previous
from ledger.leaf l left join ledger.leaf p on p.stream_id = l.stream_id and p.revision = l.revision - 1
where l.position > $1 and l.position <= $2 and l.leaf_index < $3 order by l.position`;

type LeafRow = {
  readonly leaf_index: bigint;
  readonly position: bigint;
  readonly stream_id: string;
  readonly revision: bigint;
  readonly entry: Buffer;
  readonly hash: Buffer;
  readonly previous: Buffer | null;
};

const leafFrom = (row: LeafRow): StoredLeaf => ({
  leafIndex: Number(row.leaf_index),
  position: row.position,
  streamId: row.stream_id,
  revision: row.revision,
  entry: row.entry,
  hash: row.hash,
  previous: row.previous ?? undefined,
});

/** A list of faults that stays short however many there are. */
const faultList = () => {
  const listed: LogFault[] = [];
  let further = 0;
  return {
    add: (faults: ReadonlyArray<LogFault | undefined>): void => {
      for (const fault of faults)
        if (fault === undefined) continue;
        else if (listed.length < listedMax) listed.push(fault);
        else further += 1;
    },
    taken: () => ({ faults: listed, further }),
  };
};

const decodeFaults = (codec: EventCodec, event: StoredEvent): ReadonlyArray<LogFault> => {
  try {
    codec.decode(event);
    return [];
  } catch (error) {
    return [
      {
        kind: 'EVENT_UNREADABLE',
        position: event.position,
        leafIndex: null,
        streamId: event.streamId,
        revision: event.revision,
        detail: `No version of the program wrote this event (${error instanceof Error ? error.name : 'unreadable'}).`,
      },
    ];
  }
};

/** How far the log is entered by its leaves, and how many leaves the tree counts. */
type Entered = { readonly size: bigint; readonly position: bigint; readonly counted: bigint };

/** A head of the log that somebody knows from elsewhere than its tables. */
export type KnownHead = BroughtCheckpoint & {
  /** In words, as in "the checkpoint that was brought". */
  readonly whose: string;
};
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const enteredNow = async (pool: Pool): Promise<Entered> => {
  const { rows } = await pool.query<Entered>(
    `select coalesce(max(leaf_index) + 1, 0) as size, coalesce(max(position), 0) as position,
       (select size from ledger.tree) as counted from ledger.leaf`,
  );
  return rows[0] ?? { size: 0n, position: 0n, counted: 0n };
};

/** One pass over the log: the tree that grows, what was counted, and what was found. */
const startPass = (
  { codec, pool, hashing }: LogPorts,
  entered: Entered,
  keys: ReadonlyArray<VerifierKey>,
  known: ReadonlyArray<KnownHead>,
) => {
  const { sha256 } = hashing;
  const tree = createProvedTree(sha256, known);
  const found = faultList();
  const counts = { events: 0, waiting: 0, checkpoints: 0, signatures: 0 };
  let nextIndex = 0;
  let edge = emptyEdge;

  const grow = (leaf: StoredLeaf, checkpoints: ReadonlyMap<number, CheckpointRow>): void => {
    if (leaf.leafIndex !== nextIndex)
      found.add([
        treeFault('LEAF_MISSING', nextIndex, `Entry ${nextIndex} of the log is missing.`, leaf.position),
      ]);
    nextIndex = leaf.leafIndex + 1;
    for (const [{ size, whose }] of tree.add(leaf.hash))
      found.add([
        treeFault(
          'CHECKPOINT_DIFFERS',
          size - 1,
          `The log is not a continuation of ${whose} (${size} entries): it was rewritten or forked.`,
        ),
      ]);
    const checkpoint = checkpoints.get(tree.size());
    if (checkpoint === undefined) return;
    counts.checkpoints += 1;
    found.add([checkpointFault(checkpoint, tree.compare)]);
  };
  const checkpointsUpTo = async (leaves: ReadonlyArray<StoredLeaf>) => {
    const { rows } = await pool.query<CheckpointRow>(
      'select size, root, note from ledger.checkpoint where size > $1 and size <= $2',
      [tree.size(), tree.size() + leaves.length],
    );
    for (const row of keys.length === 0 ? [] : rows) {
      const fault = await signatureFault(row, keys);
      if (fault === undefined) counts.signatures += 1;
      else found.add([fault]);
    }
    return new Map(rows.map((row) => [Number(row.size), row]));
  };

  return {
    /** Events and the leaves between the same positions. */
    take: async (events: ReadonlyArray<StoredEvent>, leaves: ReadonlyArray<StoredLeaf>): Promise<void> => {
      const checkpoints = await checkpointsUpTo(leaves);
      for (const { event, leaf } of paired(events, leaves)) {
        counts.events += event === undefined ? 0 : 1;
        if (event !== undefined && codec !== undefined) found.add(decodeFaults(codec, event));
        if (leaf === undefined && event !== undefined && event.position > entered.position)
          counts.waiting += 1;
        else found.add(checkPlace(hashing, event, leaf));
        if (leaf !== undefined) grow(leaf, checkpoints);
      }
      const grown = growTree(
        sha256,
        edge,
        leaves.map(({ hash }) => hash),
      );
      edge = grown.edge;
      // Those that still grow are compared once, at the end.
      const full = grown.tiles.filter(({ hashes }) => hashes.length === tileWidth * hashBytes);
      found.add(await tileFaults(pool, full));
    },
    end: async (): Promise<VerifiedLog> => {
      const growing = edgeTiles(edge.size).map(({ level, index }) => ({
        level,
        index,
        hashes: concat(...(edge.levels[level] ?? [])),
      }));
      found.add(await tileFaults(pool, growing));
      const truncated = (whose: string, size: number | bigint): void =>
        found.add([
          treeFault(
            'LOG_TRUNCATED',
            tree.size(),
            `${whose} has ${size} entries; the log has ${tree.size()}.`,
          ),
        ]);
      // What was entered and signed after this pass began is for the next one.
      const { rows } = await pool.query<{ size: bigint }>(
        'select size from ledger.checkpoint where size > (select coalesce(max(leaf_index) + 1, 0) from ledger.leaf) limit 1',
      );
      if (rows[0] !== undefined) truncated('The checkpoint that was signed', rows[0].size);
      if (entered.counted > BigInt(tree.size())) truncated('The tree', entered.counted);
      for (const { size, whose } of known) if (size > tree.size()) truncated(sentence(whose), size);
      const { faults, further } = found.taken();
      return {
        status: faults.length === 0 ? 'INTACT' : 'FAULTY',
        ...counts,
        leaves: tree.size(),
        root: toHex(tree.root()),
        faults,
        further,
      };
    },
  };
};

/**
 * Recomputes the leaf of every stored event and compares it with the log, the tree with its tiles, and the roots with
 * every checkpoint that was signed (REQ-AUD-01). One pass in the order of the log; memory does not grow with it.
 */
export const verifyLog = async (
  ports: LogPorts,
  onProgress: (position: bigint, head: bigint) => void,
  /** Heads that are known from elsewhere: leaves, tiles and checkpoints could all be taken away or made anew. */
  known: ReadonlyArray<KnownHead> = [],
  /** Keys of the log that somebody kept elsewhere, beside those that it publishes. */
  keys: ReadonlyArray<VerifierKey> = [],
): Promise<VerifiedLog> => {
  const { store, pool, hashing } = ports;
  const entered = await enteredNow(pool);
  const published = await publishedKeys(pool, hashing.sha256);
  const pass = startPass(ports, entered, [...published, ...keys], known);
  for (let after = 0n, isEnd = false; !isEnd; ) {
    const read = await store.readAll(after, batchSize)();
    if (E.isLeft(read)) throw new LogUnavailable(`the log cannot be read: ${read.left.reason}`);
    const events = read.right;
    isEnd = events.length < batchSize;
    const upTo = isEnd ? entered.position : (events.at(-1)?.position ?? entered.position);
    const leaves =
      upTo > after
        ? (await pool.query<LeafRow>(leavesUpTo, [after, upTo, entered.size])).rows.map(leafFrom)
        : [];
    await pass.take(events, leaves);
    after = events.at(-1)?.position ?? after;
    onProgress(after, entered.position);
  }
  return pass.end();
};
