import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type {
  Appended,
  ClosedTimestamp,
  EventStore,
  RestingOutcome,
  StoreUnavailable,
} from '../../domain/ports/eventStore.ts';
import type { KnownUntil } from '../../domain/ports/knownUntil.ts';
import type { Clock } from '../../domain/ports/system.ts';
import type { Instant } from '../../domain/time/zone.ts';
import { createCoalescer } from '../coalesced.ts';

/** How long a closed moment passes for now: closing is a write, and there may be thousands of reads a second. */
const freshMs = 1_000;
/** Who asks while a moment is being closed shares the next one, which is closed after he asked. */
const shared = { atOnce: 1, itemsMax: 10_000 };

/** The same task, which also tells what it answers. */
const tapped = <L, A>(task: TE.TaskEither<L, A>, tell: (answer: A) => void): TE.TaskEither<L, A> =>
  TE.map((answer: A) => {
    tell(answer);
    return answer;
  })(task);

/**
 * Knows which moments of a log are closed: those of its own appends, of events that it sees in the log, and where none of
 * them is recent, those that it closes. Appends go through `eventStore`.
 */
export const createKnownUntil = (
  store: EventStore,
  clock: Clock,
): { readonly knownUntil: KnownUntil; readonly eventStore: EventStore } => {
  /** The latest closed moment, and when by the clock here that became known. */
  let latest = { recordedAt: Number.NEGATIVE_INFINITY, at: Number.NEGATIVE_INFINITY };
  /** The end of the log as it was when a moment was last closed. */
  let end: (ClosedTimestamp & { readonly at: Instant }) | undefined;
  // A clock that was set back makes nothing fresh.
  const isFresh = (at: Instant): boolean => Math.abs(clock.now() - at) < freshMs;
  const know = (recordedAt: Instant): Instant => {
    if (recordedAt >= latest.recordedAt) latest = { recordedAt, at: clock.now() };
    return recordedAt;
  };

  const closeTogether = createCoalescer(async (asked: ReadonlyArray<undefined>) => {
    const at = clock.now();
    const closed = await store.close(at)();
    if (E.isRight(closed)) {
      know(closed.right.recordedAt);
      end = { ...closed.right, at };
    }
    return asked.map(() => closed);
  }, shared);
  const close = (): TE.TaskEither<StoreUnavailable, ClosedTimestamp> => () => closeTogether(undefined);

  const position: KnownUntil['position'] =
    (reached, told = Number.NEGATIVE_INFINITY) =>
    async () => {
      if (end?.position === reached && isFresh(end.at) && end.recordedAt >= told)
        return E.right(end.recordedAt);
      const read = await (reached === 0n ? store.readAll(0n, 1) : store.readAll(reached - 1n, 2))();
      if (E.isLeft(read)) return read;
      const next = read.right.find((event) => event.position > reached);
      // Events of one append share their time: what was recorded together with the next one is not known either.
      if (next !== undefined) return E.right(next.recordedAt - 1);
      const last = read.right[0]?.recordedAt;
      if (last !== undefined && isFresh(last) && last >= told) return E.right(know(last));
      const closed = await close()();
      if (E.isLeft(closed)) return closed;
      if (closed.right.position === reached) return E.right(closed.right.recordedAt);
      return last === undefined ? position(reached, told)() : E.right(last);
    };

  // What was there already was recorded at some earlier time.
  const appended = ({ idempotent, recordedAt }: Appended): void => {
    if (!idempotent) know(recordedAt);
  };
  const noticed = (outcome: RestingOutcome): void => {
    if (outcome.kind === 'APPENDED') for (const each of outcome.appended) appended(each);
  };
  const { appendResting } = store;
  return {
    knownUntil: {
      log: () =>
        isFresh(latest.at)
          ? TE.right(latest.recordedAt)
          : TE.map(({ recordedAt }: ClosedTimestamp) => recordedAt)(close()),
      position,
    },
    eventStore: {
      ...store,
      append: (request) => tapped(store.append(request), appended),
      appendMany: (units) =>
        tapped(store.appendMany(units), (outcomes) => {
          for (const outcome of outcomes) noticed(outcome);
        }),
      ...(appendResting === undefined
        ? {}
        : { appendResting: (resting) => tapped(appendResting(resting), noticed) }),
    },
  };
};
