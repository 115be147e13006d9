import type { RecordedEvent } from '../event/envelope.ts';
import type { AppendUnit } from '../ports/eventStore.ts';
import { anyKindOf, streamOfKey } from '../streamKinds.ts';
import { subjectOf } from './prepare.ts';
import type { RecordPorts, RecordRequest } from './recording.ts';

/** What one attempt to record takes from memory instead of reading it, and what it leaves there. */
export type Memory = {
  /** The remembered history, which the attempt then rests on; undefined where it must be read. */
  readonly take: (streamId: string) => ReadonlyArray<RecordedEvent> | undefined;
  readonly keep: (streamId: string, history: ReadonlyArray<RecordedEvent>) => void;
  /** Whether anything was taken: only then can the decision have been made on what is no longer so. */
  readonly isTrusted: () => boolean;
  /** What a unit writes has moved by it. */
  readonly written: (unit: AppendUnit) => void;
  /** Something that was taken is no longer so. */
  readonly forgetTaken: () => void;
};

/**
 * The memory of an attempt to record one request; none where the log cannot confirm what was taken. The stream of a new
 * subject is taken for empty: its id derives from the key, so only an earlier attempt can have begun it, and then the
 * append meets its event. The stream of a known subject is always read: it is what changes.
 */
export const memoryFor = (
  ports: RecordPorts,
  request: RecordRequest,
  trusting: boolean,
): Memory | undefined => {
  const { remembered, eventStore } = ports;
  if (remembered === undefined || eventStore.appendResting === undefined) return undefined;
  const own = streamOfKey(subjectOf(ports, request));
  const begins = request.subject.id === undefined && anyKindOf(request.subject.kind).alwaysExists !== true;
  const taken = new Set<string>();
  return {
    take: (streamId) => {
      if (!trusting) return undefined;
      const history = streamId === own ? (begins ? [] : undefined) : remembered.recall(streamId);
      if (history !== undefined) taken.add(streamId);
      return history;
    },
    keep: (streamId, history) => {
      if (streamId !== own) remembered.remember(streamId, history);
    },
    isTrusted: () => taken.size > 0,
    written: (unit) => {
      for (const { streamId } of unit) remembered.forget(streamId);
    },
    forgetTaken: () => {
      for (const streamId of taken) remembered.forget(streamId);
    },
  };
};
