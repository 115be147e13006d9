import { randomUUID } from 'node:crypto';
import type {
  Appended,
  AppendOutcome,
  AppendRequest,
  AppendUnit,
  StoredEvent,
} from '../../../domain/ports/eventStore.ts';
import type { Clock } from '../../../domain/ports/system.ts';
import { settleUnit } from '../settleRetry.ts';
import { atOnce } from './atOnce.ts';
import type { Claim, Claims } from './claims.ts';
import { StoreFailure } from './failure.ts';
import { callsAtOnce, type Limits } from './limits.ts';
import type { Names } from './names.ts';
import { positionOf, unitEventsMax } from './positions.ts';
import type { RawAppend } from './rawAppend.ts';
import { type Content, eventDraft, halfDraft } from './records.ts';
import type { End, Streams } from './streams.ts';
import type { Units } from './units.ts';

/** Steps of an append between which a process can die. Only tests listen. */
export type Step = 'CLAIMED' | `HALF ${number}` | 'APPENDED' | 'COMPLETED' | 'UNDONE';

type Parts = {
  readonly names: Names;
  readonly append: RawAppend;
  readonly units: Units;
  readonly streams: Streams;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly reached: (step: Step) => Promise<void>;
};

const fits = ({ expectedRevision: expected }: AppendRequest, { revision }: End): boolean =>
  expected === 'ANY' ||
  (expected === 'NO_STREAM'
    ? revision < 0n
    : expected === 'STREAM_EXISTS'
      ? revision >= 0n
      : revision === expected);
const isExact = ({ expectedRevision }: AppendRequest): boolean =>
  expectedRevision === 'NO_STREAM' || typeof expectedRevision === 'bigint';

const repeatedId = (unit: AppendUnit): string | undefined => {
  const seen = new Set<string>();
  for (const { eventId } of unit.flatMap(({ events }) => events)) {
    if (seen.has(eventId)) return eventId;
    seen.add(eventId);
  }
  return undefined;
};

/**
 * Appends one unit. A single stream is appended to in one call behind the exact revision; several streams are a
 * process: a half in each stream, which no reader sees, and one record that completes all of them (ARCHITECTURE.md).
 */
export const createAppendUnit = (parts: Parts) => {
  const { names, append, units, streams, claims, clock, limits, reached } = parts;

  /** By the append table, on what stands in the log: idempotent success, wrong revision or corrupted idempotency. */
  const settled = async (unit: AppendUnit): Promise<AppendOutcome> => {
    const there = await Promise.all(
      unit.map(async ({ streamId, events }): Promise<ReadonlyArray<StoredEvent>> => {
        const own = (await streams.loadDecided(streamId)).events;
        const known = new Set(own.map(({ eventId }) => eventId));
        const unknown = events.filter(({ eventId }) => !known.has(eventId));
        const elsewhere = await atOnce(callsAtOnce, unknown, ({ eventId }) => claims.find(eventId));
        return [...own, ...elsewhere.flatMap((event) => (event === undefined ? [] : [event]))];
      }),
    );
    return settleUnit(unit, there);
  };

  /** The ends of the unit's streams if all requests fit; undefined when they do not, by what the server has now. */
  const fittingEnds = async (unit: AppendUnit): Promise<ReadonlyArray<End> | undefined> => {
    const remembered = unit.map((request) =>
      isExact(request) ? streams.ends.get(request.streamId) : undefined,
    );
    const usable = remembered.flatMap((end, index) => {
      const request = unit[index];
      return end !== undefined && request !== undefined && fits(request, end) ? [end] : [];
    });
    if (usable.length === unit.length) return usable;
    const loaded = await Promise.all(unit.map(({ streamId }) => streams.loadDecided(streamId)));
    const ok = unit.every((request, index) => {
      const history = loaded[index];
      const known = new Set(history?.events.map(({ eventId }) => eventId));
      return (
        history !== undefined &&
        fits(request, history.end) &&
        !request.events.some(({ eventId }) => known.has(eventId))
      );
    });
    return ok ? loaded.map(({ end }) => end) : undefined;
  };
  const recordedAtBehind = (ends: ReadonlyArray<End>): number =>
    ends.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt + 1), clock.now());

  /** One attempt on one stream; undefined when somebody else was faster. */
  const attemptSingle = async (
    request: AppendRequest,
    end: End,
  ): Promise<AppendOutcome | 'HELD' | undefined> => {
    const { streamId, events } = request;
    const recordedAt = recordedAtBehind([end]);
    const claimed = await claims.take(
      events.map(({ eventId }, index): Claim => {
        const at = end.raw + 1n + BigInt(index);
        return { eventId, place: { streamId, behind: end.raw, at } };
      }),
    );
    if (claimed === 'HELD') return 'HELD';
    await reached('CLAIMED');
    const drafts = events.map((event, index) =>
      eventDraft(event, end.revision + 1n + BigInt(index), recordedAt),
    );
    const written = await append(names.events(streamId), end.raw, drafts);
    if (written.kind === 'WRONG_REVISION') return undefined;
    await reached('APPENDED');
    const count = BigInt(events.length);
    const revision = end.revision + count;
    streams.ends.set(streamId, { raw: end.raw + count, revision, recordedAt });
    const appended: Appended = {
      revision,
      position: positionOf(written.commit),
      recordedAt,
      idempotent: false,
    };
    return { kind: 'APPENDED', appended: [appended] };
  };

  /** One attempt on several streams; undefined when it was undone because somebody else was faster. */
  const attemptSeveral = async (
    unit: AppendUnit,
    ends: ReadonlyArray<End>,
  ): Promise<AppendOutcome | 'HELD' | undefined> => {
    const id = randomUUID();
    const recordedAt = recordedAtBehind(ends);
    const claimed = await claims.take(
      unit.flatMap(({ events }) => events).map(({ eventId }): Claim => ({ eventId, place: { unit: id } })),
    );
    const giveUp = async (): Promise<void> => {
      await units.undo(id);
      await reached('UNDONE');
    };
    /** A call that failed leaves nobody waiting, where the server can still be reached. */
    const undone = async (error: unknown): Promise<never> => {
      await units.undo(id).catch(() => undefined);
      throw error;
    };
    if (claimed === 'HELD') {
      await giveUp();
      return 'HELD';
    }
    await reached('CLAIMED');
    // One order of streams for everybody: of two units that meet, one gets all of its halves in.
    const ordered = unit
      .flatMap(({ streamId }, index) => {
        const end = ends[index];
        return end === undefined ? [] : [{ streamId, end }];
      })
      .sort((a, b) => (a.streamId < b.streamId ? -1 : 1));
    for (const [index, { streamId, end }] of ordered.entries()) {
      const written = await append(names.events(streamId), end.raw, [halfDraft(id)]).catch(undone);
      if (written.kind === 'WRONG_REVISION') {
        await giveUp();
        return undefined;
      }
      await reached(`HALF ${index + 1}`);
    }
    const content: Content = {
      recordedAt,
      halves: unit.map(({ streamId, events }, index) => ({
        streamId,
        revision: (ends[index]?.revision ?? -1n) + 1n,
        events: [...events],
      })),
    };
    const decision = await units.complete(id, content).catch(undone);
    if (decision.kind !== 'COMPLETED') return undefined;
    await reached('COMPLETED');
    const last = new Map(decision.events.map((event) => [event.streamId, event]));
    const appended = unit.map(({ streamId }, index): Appended => {
      const event = last.get(streamId);
      const end = ends[index];
      if (event === undefined || end === undefined)
        throw new StoreFailure(`no event of ${streamId} was appended`);
      const { revision, position } = event;
      streams.ends.set(streamId, { raw: end.raw + 1n, revision, recordedAt });
      return { revision, position, recordedAt, idempotent: false };
    });
    return { kind: 'APPENDED', appended };
  };

  return async (unit: AppendUnit): Promise<AppendOutcome> => {
    const repeated = repeatedId(unit);
    if (repeated !== undefined)
      return { kind: 'REFUSED', error: { kind: 'IDEMPOTENCY_CORRUPTED', eventId: repeated } };
    if (unit.flatMap(({ events }) => events).length > unitEventsMax)
      throw new StoreFailure(`a unit holds more than ${unitEventsMax} events`);
    const until = Date.now() + limits.operationMs;
    const forget = (): void => {
      for (const { streamId } of unit) streams.ends.delete(streamId);
    };
    for (;;) {
      const ends = await fittingEnds(unit);
      if (ends === undefined) return settled(unit);
      const [single] = unit;
      const [end] = ends;
      const outcome = await (unit.length === 1 && single !== undefined && end !== undefined
        ? attemptSingle(single, end)
        : attemptSeveral(unit, ends)
      ).catch((error: unknown) => {
        forget();
        throw error;
      });
      if (outcome === 'HELD') return settled(unit);
      if (outcome !== undefined) return outcome;
      // The server's streams do not end where they were remembered to: they are read, and the unit judged anew.
      forget();
      if (Date.now() > until) throw new StoreFailure('other writers on the same streams were always faster');
    }
  };
};
