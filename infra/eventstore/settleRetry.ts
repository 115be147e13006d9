import type {
  AppendError,
  Appended,
  AppendOutcome,
  AppendRequest,
  AppendUnit,
  StoredEvent,
  StoreUnavailable,
} from '../../domain/ports/eventStore.ts';

type Settled =
  | { readonly kind: 'APPENDED'; readonly appended: Appended }
  | { readonly kind: 'REFUSED'; readonly error: Exclude<AppendError, StoreUnavailable> };

/**
 * The rows of the append table for a request that was not appended at once (semantics:
 * EventStoreDB's `IndexWriter.CheckCommit`). Pure.
 *
 * `there` holds the events of the stream in order, and any event of another stream that has one of the ids.
 */
const settleRetry = (request: AppendRequest, there: ReadonlyArray<StoredEvent>): Settled => {
  const stream = there.filter((event) => event.streamId === request.streamId);
  const actual = stream.at(-1)?.revision ?? -1n;
  const wrongRevision: Settled = {
    kind: 'REFUSED',
    error: { kind: 'WRONG_EXPECTED_REVISION', actual: actual < 0n ? 'NO_STREAM' : actual },
  };
  const corrupted = (eventId: string): Settled => ({
    kind: 'REFUSED',
    error: { kind: 'IDEMPOTENCY_CORRUPTED', eventId },
  });
  const ids = request.events.map((event) => event.eventId);
  const first = ids[0];
  if (first === undefined) return wrongRevision;
  // Where the events would begin, had this been the first attempt.
  const expected = request.expectedRevision;
  const begin =
    expected === 'NO_STREAM'
      ? 0n
      : expected === 'ANY' || expected === 'STREAM_EXISTS'
        ? stream.find((event) => event.eventId === first)?.revision
        : expected + 1n;
  const elsewhere = there.find((event) => event.streamId !== request.streamId && ids.includes(event.eventId));
  if (elsewhere !== undefined) return corrupted(elsewhere.eventId);
  if (begin === undefined) {
    const known = ids.find((id) => stream.some((event) => event.eventId === id));
    return known === undefined ? wrongRevision : corrupted(known);
  }
  if (begin > actual) {
    const known = ids.find((id) => stream.some((event) => event.eventId === id));
    return known === undefined || begin > actual + 1n ? wrongRevision : corrupted(known);
  }
  const found = stream.slice(Number(begin), Number(begin) + ids.length);
  if (found[0]?.eventId !== first) return wrongRevision;
  const different = ids.find((id, index) => found[index]?.eventId !== id);
  const last = found.at(-1);
  if (different !== undefined || last === undefined) return corrupted(different ?? first);
  return {
    kind: 'APPENDED',
    appended: {
      revision: last.revision,
      position: last.position,
      recordedAt: last.recordedAt,
      idempotent: true,
    },
  };
};

const fits = ({ expectedRevision }: AppendRequest, actual: bigint | 'NO_STREAM'): boolean =>
  expectedRevision === 'ANY' ||
  expectedRevision === actual ||
  (expectedRevision === 'STREAM_EXISTS' && actual !== 'NO_STREAM');

/**
 * The same for a unit: a success if every request of it was there already; otherwise the error of the request that
 * stands in the way, not of one that would have fitted alone.
 */
export const settleUnit = (
  unit: AppendUnit,
  there: ReadonlyArray<ReadonlyArray<StoredEvent>>,
): AppendOutcome => {
  const appended: Appended[] = [];
  const errors: { readonly error: Exclude<AppendError, StoreUnavailable>; readonly real: boolean }[] = [];
  for (const [index, request] of unit.entries()) {
    const settled = settleRetry(request, there[index] ?? []);
    if (settled.kind === 'APPENDED') appended.push(settled.appended);
    else
      errors.push({
        error: settled.error,
        real: settled.error.kind === 'IDEMPOTENCY_CORRUPTED' || !fits(request, settled.error.actual),
      });
  }
  const worst = errors.find((each) => each.real) ?? errors[0];
  return worst === undefined ? { kind: 'APPENDED', appended } : { kind: 'REFUSED', error: worst.error };
};
