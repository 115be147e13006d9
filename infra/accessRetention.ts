import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { removableAccess } from '../domain/access/accessRetention.ts';
import type { RecordedEvent } from '../domain/event/envelope.ts';
import type { EventCodec } from '../domain/ports/eventCodec.ts';
import type { EventStore } from '../domain/ports/eventStore.ts';
import type { StreamState } from '../domain/stream/streamKind.ts';
import { keyOfStream, kindOf, streamOfKey } from '../domain/streamKinds.ts';
import type { SystemState } from '../domain/system/state.ts';
import { stateAt, timelineOf } from '../domain/time/bitemporalFold.ts';
import { recordEvents } from '../domain/usecases/recordEvents.ts';
import type { RecordPorts } from '../domain/usecases/recording.ts';
import { StoreFailure } from './eventstore/eventStoreDb/failure.ts';
import { withTransaction } from './postgres/withTransaction.ts';

/** May remove what is over and can do nothing else (migration 0008). */
const retentionRole = 'ledger_access_retention';
const perTransaction = 5_000;
/** Removals in this database are counted into events one after the other. */
const removalLock = 7_305_008;

export type AccessRetention = {
  readonly owner: Pool;
  readonly eventStore: EventStore;
  readonly codec: EventCodec;
  readonly record: RecordPorts;
  readonly zone: string;
};
export type Ended = {
  readonly entries: number;
  /** Subjects whose entries are kept for a hold. */
  readonly held: number;
  /** The event that tells of it; absent where nothing was removed. */
  readonly eventId?: string;
};

const historyOf = async (
  { eventStore, codec }: AccessRetention,
  stream: string,
): Promise<ReadonlyArray<RecordedEvent>> => {
  const stored = await eventStore.readStream(stream)();
  if (E.isLeft(stored)) throw new StoreFailure(stored.left.reason);
  return stored.right.map(codec.decode);
};

const isHeld = (state: StreamState & { readonly legalHolds?: ReadonlyArray<string> }): boolean =>
  (state.legalHolds ?? []).length > 0;

/** Who or what a court or the data-protection officer holds: the traces of it may be evidence (LED 25(2)). */
const heldSubjects = async (
  deps: AccessRetention,
  system: ReadonlyArray<RecordedEvent>,
): Promise<ReadonlyArray<string>> => {
  const now = deps.record.clock.now();
  const state: SystemState = stateAt(timelineOf(kindOf('system').fold, system), now);
  const named = state.holds.flatMap(({ scope: { caseRefs: _cases, ...subjects } }) =>
    Object.values(subjects).flat(),
  );
  // Holds that stand in the stream of their subject alone.
  const { rows } = await deps.owner.query<{ stream: string }>(
    `select distinct e.kind || '-' || e.subject_id as stream from audit_trail.entry e where e.type = 'LegalHoldPlaced' and e.kind <> 'system'`,
  );
  const own = await Promise.all(
    rows.map(async ({ stream }) => {
      const key = keyOfStream(stream);
      if (key === undefined) return [];
      const timeline = timelineOf(kindOf(key.kind).fold as never, await historyOf(deps, streamOfKey(key)));
      return isHeld(stateAt(timeline, now) as StreamState) ? [key.id] : [];
    }),
  );
  return [...new Set([...named, ...own.flat()])];
};

const instant = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : '-infinity');

/** Removes one portion as the role that can do nothing else. */
const removePortion = (
  owner: Pool,
  from: number,
  until: number,
  held: ReadonlyArray<string>,
): Promise<number> =>
  withTransaction(owner, async (client) => {
    await client.query(`set local role ${retentionRole}`);
    const { rows } = await client.query<{ entries: bigint }>(
      'select ledger.remove_access($1, $2, $3, $4) as entries',
      [instant(from), instant(until), held, perTransaction],
    );
    return Number(rows[0]?.entries ?? 0n);
  });

type Removals = {
  readonly entries: bigint;
  readonly first: bigint;
  readonly last: bigint;
  readonly before: Date;
  readonly number: bigint;
};

/** Tells in the log what the database removed since it was told last: also what a run removed that was broken off. */
const recordRemovals = async (
  { owner, record, zone }: AccessRetention,
  system: ReadonlyArray<RecordedEvent>,
  actorId: string,
  organisationId: string,
): Promise<string | undefined> => {
  const told = system.findLast(({ type }) => type === 'AccessLogEnded')?.payload as
    | { readonly lastRemoval: number }
    | undefined;
  const since = told?.lastRemoval ?? 0;
  const { rows } = await owner.query<Removals>(
    `select coalesce(sum(entries), 0)::bigint as entries, min(first_entry) as first, max(last_entry) as last, max(before) as before,
       max(number) as number from ledger.access_removal where number > $1`,
    [since],
  );
  const [removed] = rows;
  if (removed === undefined || removed.entries === 0n) return undefined;
  const value = new Date(record.clock.now()).toISOString();
  const outcome = await recordEvents(record)({
    subject: { kind: 'system', id: '' },
    idempotencyKey: `access log ended ${since}-${removed.number}`,
    recordedBy: { actorId, role: 'SYS', organisationId },
    entries: [
      {
        type: 'AccessLogEnded',
        effectiveAt: { precision: 'MINUTE', value, zone },
        payload: {
          entries: Number(removed.entries),
          firstEntry: Number(removed.first),
          lastEntry: Number(removed.last),
          before: removed.before.toISOString(),
          lastRemoval: Number(removed.number),
        },
        source: { kind: 'DIRECT' },
      },
    ],
  })();
  if (E.isLeft(outcome)) throw new Error(`the removal is not told in the log yet: ${outcome.left.kind}`);
  return outcome.right.events[0]?.eventId;
};

/**
 * Applies the policy's `accessLog.retention`: removes what is over, in portions, and tells of it in the log. It decides
 * nothing by itself, so it needs no second person: the policy was adopted in the log, and shortening it reaches no older
 * entry. Broken off, it goes on when it is run again.
 */
export const endAccessLog = async (
  deps: AccessRetention,
  by: { readonly actorId: string; readonly organisationId: string },
  options: { readonly dryRun: boolean },
): Promise<Ended> => {
  const { owner, record } = deps;
  const client = await owner.connect();
  try {
    const lock = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [
      removalLock,
    ]);
    if (lock.rows[0]?.free !== true) return { entries: 0, held: 0 };
    const system = await historyOf(deps, 'system');
    const held = await heldSubjects(deps, system);
    const ranges = removableAccess(system, record.policy, record.clock.now());
    let entries = 0;
    for (const { from, until } of ranges) {
      if (options.dryRun) {
        const { rows } = await owner.query<{ entries: bigint }>(
          `select count(*) as entries from ledger.access where at >= $1 and at < $2 and (subject is null or subject <> all ($3))`,
          [instant(from), instant(until), held],
        );
        entries += Number(rows[0]?.entries ?? 0n);
        continue;
      }
      for (;;) {
        const removed = await removePortion(owner, from, until, held);
        entries += removed;
        if (removed < perTransaction) break;
      }
    }
    const eventId = options.dryRun
      ? undefined
      : await recordRemovals(deps, system, by.actorId, by.organisationId);
    return { entries, held: held.length, ...(eventId === undefined ? {} : { eventId }) };
  } finally {
    await client.query('select pg_advisory_unlock($1)', [removalLock]).catch(() => undefined);
    client.release();
  }
};
