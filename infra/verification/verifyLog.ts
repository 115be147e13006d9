import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { equalBytes, toHex } from '../../domain/integrity/bytes.ts';
import { parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import type { LeafHashing } from '../../domain/integrity/leaf.ts';
import {
  openNote,
  parseNote,
  parseVerifierKey,
  plainSignature,
  type VerifierKey,
} from '../../domain/integrity/signedNote.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';
import { checkPlace, paired, type StoredLeaf } from '../../domain/verification/checkLeaf.ts';
import type { LogFault } from '../../domain/verification/fault.ts';
import { type BuiltTile, growingTree } from '../../domain/verification/growingTree.ts';
import type { BroughtCheckpoint, VerifiedLog } from '../../domain/verification/report.ts';
import { verifyEd25519 } from '../system/hashing.ts';

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

const startsLike = (stored: Buffer, hashes: ReadonlyArray<Uint8Array>): boolean =>
  hashes.every((hash, index) => equalBytes(hash, stored.subarray(index * 32, index * 32 + 32)));

/** Tiles as the entries give them against those that are served. */
const tileFaults = async (pool: Pool, tiles: ReadonlyArray<BuiltTile>): Promise<ReadonlyArray<LogFault>> => {
  if (tiles.length === 0) return [];
  const { rows } = await pool.query<{ level: number; tile_index: bigint; hashes: Buffer }>(
    `select t.level, t.tile_index, t.hashes from ledger.tile t
     join unnest($1::smallint[], $2::bigint[]) as w(level, tile_index) using (level, tile_index)`,
    [tiles.map(({ level }) => level), tiles.map(({ index }) => index)],
  );
  const stored = new Map(rows.map((row) => [`${row.level}/${row.tile_index}`, row.hashes]));
  return tiles.flatMap(({ level, index, hashes }) => {
    const found = stored.get(`${level}/${index}`);
    return found !== undefined && found.length >= hashes.length * 32 && startsLike(found, hashes)
      ? []
      : [
          treeFault(
            'TILE_DIFFERS',
            index * 256 ** (level + 1),
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
  const { rows } = await pool.query<{ there: boolean }>(
    "select to_regclass('ledger.log_key') is not null as there",
  );
  if (rows[0]?.there !== true) return [];
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

const nothing: VerifiedLog = {
  status: 'NO_TRANSPARENCY_LOG',
  events: 0,
  leaves: 0,
  waiting: 0,
  checkpoints: 0,
  signatures: 0,
  root: null,
  faults: [],
  further: 0,
};

/** How far the log is entered. */
type Entered = { readonly size: bigint; readonly position: bigint };

const enteredNow = async (pool: Pool): Promise<Entered> => {
  const { rows } = await pool.query<Entered>(
    'select coalesce(max(leaf_index) + 1, 0) as size, coalesce(max(position), 0) as position from ledger.leaf',
  );
  return rows[0] ?? { size: 0n, position: 0n };
};

/** One pass over the log: the tree that grows, what was counted, and what was found. */
const startPass = (
  { codec, pool, hashing }: LogPorts,
  entered: Entered,
  keys: ReadonlyArray<VerifierKey>,
  brought?: BroughtCheckpoint,
) => {
  const tree = growingTree(hashing.sha256);
  const found = faultList();
  const counts = { events: 0, waiting: 0, checkpoints: 0, signatures: 0 };
  let nextIndex = 0;
  let lastGood = 0;
  let isBroughtSeen = brought === undefined;

  const compareBrought = (): void => {
    if (brought?.size !== tree.size()) return;
    isBroughtSeen = true;
    if (!equalBytes(brought.root, tree.root()))
      found.add([
        treeFault(
          'CHECKPOINT_DIFFERS',
          brought.size - 1,
          `The log is not a continuation of the checkpoint that was brought (${brought.size} entries): it was rewritten or forked.`,
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
  const grow = (leaf: StoredLeaf, checkpoints: ReadonlyMap<number, CheckpointRow>) => {
    if (leaf.leafIndex !== nextIndex)
      found.add([
        treeFault('LEAF_MISSING', nextIndex, `Entry ${nextIndex} of the log is missing.`, leaf.position),
      ]);
    nextIndex = leaf.leafIndex + 1;
    const filled = tree.push(leaf.hash);
    compareSigned(checkpoints.get(tree.size()));
    compareBrought();
    return filled;
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
      const tiles: BuiltTile[] = [];
      for (const { event, leaf } of paired(events, leaves)) {
        counts.events += event === undefined ? 0 : 1;
        if (event !== undefined) found.add(decodeFaults(codec, event));
        if (leaf === undefined && event !== undefined && event.position > entered.position)
          counts.waiting += 1;
        else found.add(checkPlace(hashing, event, leaf));
        if (leaf !== undefined) tiles.push(...grow(leaf, checkpoints));
      }
      found.add(await tileFaults(pool, tiles));
    },
    end: async (): Promise<VerifiedLog> => {
      found.add(await tileFaults(pool, tree.rest()));
      const truncated = (whose: string, size: number | bigint): void =>
        found.add([
          treeFault(
            'LOG_TRUNCATED',
            tree.size(),
            `The checkpoint that was ${whose} has ${size} entries; the log has ${tree.size()}.`,
          ),
        ]);
      // What was entered and signed after this pass began is for the next one.
      const { rows } = await pool.query<{ size: bigint }>(
        'select size from ledger.checkpoint where size > (select coalesce(max(leaf_index) + 1, 0) from ledger.leaf) limit 1',
      );
      if (rows[0] !== undefined) truncated('signed', rows[0].size);
      if (!isBroughtSeen && brought !== undefined) truncated('brought', brought.size);
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
  brought?: BroughtCheckpoint,
  /** Keys of the log that somebody kept elsewhere, beside those that it publishes. */
  keys: ReadonlyArray<VerifierKey> = [],
): Promise<VerifiedLog> => {
  const { store, pool } = ports;
  const there = await pool.query<{ there: boolean }>(
    "select to_regclass('ledger.leaf') is not null as there",
  );
  if (there.rows[0]?.there !== true) return nothing;
  const entered = await enteredNow(pool);
  const pass = startPass(ports, entered, [...(await publishedKeys(ports)), ...keys], brought);
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
