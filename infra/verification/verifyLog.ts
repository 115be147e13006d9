import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { concat, equalBytes, toHex } from '../../domain/integrity/bytes.ts';
import { parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import { hashBytes } from '../../domain/integrity/hashing.ts';
import type { LeafHashing } from '../../domain/integrity/leaf.ts';
import {
  openNote,
  parseNote,
  parseVerifierKey,
  plainSignature,
  type VerifierKey,
} from '../../domain/integrity/signedNote.ts';
import { edgeTiles, emptyEdge, growTree, type Tile, tileWidth } from '../../domain/integrity/tiles.ts';
import { createGrowingTree } from '../../domain/integrity/verify/growingTree.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { checkPlace, paired, type StoredLeaf } from '../../domain/verification/checkLeaf.ts';
import type { LogFault } from '../../domain/verification/fault.ts';
import type { BroughtCheckpoint, VerifiedLog } from '../../domain/verification/report.ts';
import { verifyEd25519 } from '../system/hashing.ts';
import { readTiles } from '../transparency/treeTables.ts';

export type LogPorts = {
  readonly store: EventStore;
  readonly codec: EventCodec;
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

const treeFault = (
  kind: LogFault['kind'],
  leafIndex: number | null,
  detail: string,
  position: bigint | null = null,
): LogFault => ({ kind, position, leafIndex, streamId: null, revision: null, detail });

/** A list of faults that stays short however many there are. */
const faultList = () => {
  const listed: LogFault[] = [];
  let further = 0;
  return {
    add: (faults: ReadonlyArray<LogFault>): void => {
      for (const fault of faults)
        if (listed.length < listedMax) listed.push(fault);
        else further += 1;
    },
    taken: () => ({ faults: listed, further }),
  };
};

/** Tiles as the entries give them against those that are served. */
const tileFaults = async (pool: Pool, tiles: ReadonlyArray<Tile>): Promise<ReadonlyArray<LogFault>> => {
  if (tiles.length === 0) return [];
  const stored = new Map(
    (await readTiles(pool, tiles)).map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]),
  );
  return tiles.flatMap(({ level, index, hashes }) => {
    const found = stored.get(`${level}/${index}`);
    return found !== undefined && equalBytes(found.subarray(0, hashes.length), hashes)
      ? []
      : [
          treeFault(
            'TILE_DIFFERS',
            index * tileWidth ** (level + 1),
            `Tile ${index} of level ${level} is not the one that the entries give.`,
          ),
        ];
  });
};

type CheckpointRow = { readonly size: bigint; readonly root: Buffer; readonly note: string };

const checkpointFault = (
  { size, root, note }: CheckpointRow,
  computed: Uint8Array,
  lastGood: number,
): LogFault | undefined => {
  const parsed = parseNote(note);
  const said = E.isRight(parsed) ? parseCheckpoint(parsed.right.text) : undefined;
  if (said === undefined || E.isLeft(said))
    return treeFault(
      'CHECKPOINT_UNREADABLE',
      Number(size),
      `The checkpoint of ${size} entries cannot be read.`,
    );
  if (equalBytes(root, computed) && equalBytes(said.right.root, computed) && said.right.size === Number(size))
    return undefined;
  return treeFault(
    'CHECKPOINT_DIFFERS',
    Number(size) - 1,
    `The entries give another root than the checkpoint of ${size} entries: something among entries ${lastGood} to ${Number(size) - 1} was rewritten together with its entry.`,
  );
};

const signatureFault = async (
  { size, note }: CheckpointRow,
  keys: ReadonlyArray<VerifierKey>,
): Promise<LogFault | undefined> => {
  const parsed = parseNote(note);
  if (E.isLeft(parsed)) return undefined;
  const opened = await openNote(parsed.right, keys, plainSignature(verifyEd25519));
  return E.isRight(opened)
    ? undefined
    : treeFault(
        'CHECKPOINT_SIGNATURE',
        Number(size) - 1,
        `The checkpoint of ${size} entries carries no valid signature of a key of this log.`,
      );
};

/** The keys that this log says are its own. */
const publishedKeys = async ({ pool, hashing }: LogPorts): Promise<ReadonlyArray<VerifierKey>> => {
  const keys = await pool.query<{ verifier_key: string }>('select verifier_key from ledger.log_key');
  return keys.rows.flatMap(({ verifier_key }) => {
    const key = parseVerifierKey(hashing.sha256, verifier_key);
    return E.isRight(key) ? [key.right] : [];
  });
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
  const tree = createGrowingTree(sha256);
  const found = faultList();
  const counts = { events: 0, waiting: 0, checkpoints: 0, signatures: 0 };
  let nextIndex = 0;
  let lastGood = 0;
  let edge = emptyEdge;

  const compareKnown = (): void => {
    for (const { size, root, whose } of known)
      if (size === tree.size() && !equalBytes(root, tree.root()))
        found.add([
          treeFault(
            'CHECKPOINT_DIFFERS',
            size - 1,
            `The log is not a continuation of ${whose} (${size} entries): it was rewritten or forked.`,
          ),
        ]);
  };
  const compareSigned = (checkpoint: CheckpointRow | undefined): void => {
    if (checkpoint === undefined) return;
    counts.checkpoints += 1;
    const fault = checkpointFault(checkpoint, tree.root(), lastGood);
    if (fault === undefined) lastGood = tree.size();
    else found.add([fault]);
  };
  const grow = (leaf: StoredLeaf, checkpoints: ReadonlyMap<number, CheckpointRow>): void => {
    if (leaf.leafIndex !== nextIndex)
      found.add([
        treeFault('LEAF_MISSING', nextIndex, `Entry ${nextIndex} of the log is missing.`, leaf.position),
      ]);
    nextIndex = leaf.leafIndex + 1;
    tree.add(leaf.hash);
    compareSigned(checkpoints.get(tree.size()));
    compareKnown();
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
        if (event !== undefined) found.add(decodeFaults(codec, event));
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
  const { store, pool } = ports;
  const entered = await enteredNow(pool);
  const pass = startPass(ports, entered, [...(await publishedKeys(ports)), ...keys], known);
  for (let after = 0n, isEnd = false; !isEnd; ) {
    const read = await store.readAll(after, batchSize)();
    if (E.isLeft(read)) throw new Error(read.left.reason);
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
