import type { AppendOutcome, AppendRequest, StoredEvent } from '../../domain/ports/eventStore.ts';

/**
 * The rows of the append table for a request that was not appended at once (semantics:
 * EventStoreDB's `IndexWriter.CheckCommit`). Pure.
 *
 * `there` holds the events of the stream in order, and any event of another stream that has one of the ids.
 */
export const settleRetry = (request: AppendRequest, there: ReadonlyArray<StoredEvent>): AppendOutcome => {
  const stream = there.filter((event) => event.streamId === request.streamId);
  const actual = stream.at(-1)?.revision ?? -1n;
  const wrongRevision: AppendOutcome = {
    kind: 'REFUSED',
    error: { kind: 'WRONG_EXPECTED_REVISION', actual: actual < 0n ? 'NO_STREAM' : actual },
  };
  const corrupted = (eventId: string): AppendOutcome => ({
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
