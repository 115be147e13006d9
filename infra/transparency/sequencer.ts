import { setTimeout as sleep } from 'node:timers/promises';
import * as O from 'fp-ts/lib/Option.js';
import type { Pool } from 'pg';
import type { LeafHashing } from '../../domain/integrity/leaf.ts';
import { placesBefore, sequence, type Unfit } from '../../domain/integrity/sequence.ts';
import { growTree } from '../../domain/integrity/tiles.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { createBackOff } from '../backOff.ts';
import { isOutage } from '../postgres/outage.ts';
import { whileHolding } from '../postgres/whileHolding.ts';
import type { Log } from '../projections/faultLog.ts';
import { writeStatus } from './logStatus.ts';
import {
  readEdge,
  readLeafHashes,
  readTreeHead,
  type TreeHead,
  TreeMoved,
  writeLeaves,
} from './treeTables.ts';

/** Events that a batch takes, the same as the read models' so that they can share their reads. */
export const sequencerBatchSize = 4000;
const lockRetryMs = 1000;
/** After a batch that was not full more comes together into the next one: fewer transactions beside the appends. */
const pauseMs = 100;
/** How often it is looked whether the tree is still there, where no event comes. */
const lookMs = 2000;
const lock = 'transparency log sequencer';

/** An event without a leaf, at which the log stops for good until somebody has looked. */
export class UnfitEvent extends Error {
  readonly position: bigint;
  constructor({ event, reason }: Unfit) {
    super(`event ${event.position} (${event.type}, ${event.eventId}) can have no leaf: ${reason}`);
    this.position = event.position;
  }
}

export type SequencerPorts = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly hashing: LeafHashing;
  readonly log: Log;
  readonly batchSize?: number;
};

export type SequencerState = TreeHead & {
  readonly status: 'WAITING' | 'RUNNING' | 'FAILED' | 'STOPPED';
  readonly failure?: string;
};

/** Resolves when the stored tree is shorter than it was known to be: somebody took it away, to be made anew. */
const takenAway = async (pool: Pool, known: () => number, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    const before = known();
    const stored = await readTreeHead(pool).catch(() => undefined);
    if (stored !== undefined && stored.size < before) return;
  }
};

/** Gives events their leaves from the end of the stored tree on, until the signal aborts or one does not fit. */
export const followLog = async (
  { store, pool, hashing, batchSize = sequencerBatchSize }: SequencerPorts,
  outer: AbortSignal,
  advanced: (head: TreeHead) => void,
): Promise<void> => {
  let head = await readTreeHead(pool);
  let edge = await readEdge(pool, head.size);
  advanced(head);
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const watching = takenAway(pool, () => head.size, signal).then(() => stop.abort());
  try {
    for await (const events of store.subscribe(head.position, { batchSize, signal })) {
      const before = await readLeafHashes(pool, placesBefore(events));
      const { sequenced, unfit } = sequence(hashing, events, before);
      if (sequenced.length > 0) {
        const grown = growTree(
          hashing.sha256,
          edge,
          sequenced.map(({ leaf }) => leaf.hash),
        );
        head = await writeLeaves(pool, head, sequenced, grown.tiles);
        edge = grown.edge;
        advanced(head);
      }
      if (unfit !== undefined) throw new UnfitEvent(unfit);
      if (events.length < batchSize) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    stop.abort();
    await watching;
  }
};

/**
 * Takes the log into the transparency log until the signal aborts: one process at a time, the others wait. It begins where
 * the stored tree ends, so a crash neither leaves out nor doubles a leaf. An event that does not fit stops it there: said
 * once, shown by readiness, tried again with growing pauses.
 */
export const startSequencer = (ports: SequencerPorts, signal: AbortSignal) => {
  const { pool, log } = ports;
  const backOff = createBackOff();
  let state: SequencerState = { size: 0, position: 0n, status: 'WAITING' };
  let failing = false;

  const works = async (head: TreeHead): Promise<void> => {
    state = { ...head, status: 'RUNNING' };
    backOff.reset();
    if (failing) log('the transparency log is written again', { size: head.size });
    failing = false;
  };
  const fails = async (error: unknown): Promise<void> => {
    const reason = error instanceof Error ? error.message : String(error);
    state = { size: state.size, position: state.position, status: 'FAILED', failure: reason };
    if (isOutage(error)) return;
    if (!failing) log('the transparency log stopped', { after: String(state.position), reason });
    failing = true;
    await writeStatus(pool, 'SEQUENCER', 'FAILED', reason).catch(() => undefined);
  };
  const follow = async (held: AbortSignal): Promise<void> => {
    let said = false;
    await followLog(ports, held, (head) => {
      // Where it stopped it only begins again: it works again when it has come further.
      if (failing && head.size === state.size) return;
      void works(head);
      if (said) return;
      said = true;
      void writeStatus(pool, 'SEQUENCER', 'RUNNING', undefined).catch(() => undefined);
    });
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted)
      try {
        if (O.isSome(await whileHolding(pool, lock, follow, signal))) continue;
        state = { ...(await readTreeHead(pool)), status: 'WAITING' };
        backOff.reset();
        await sleep(lockRetryMs, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof TreeMoved) continue;
        await fails(error);
        await sleep(backOff.next(), undefined, { signal }).catch(() => undefined);
      }
    state = { ...state, status: 'STOPPED' };
  };
  return {
    get state(): SequencerState {
      return state;
    },
    done: run(),
  };
};
export type Sequencer = ReturnType<typeof startSequencer>;
