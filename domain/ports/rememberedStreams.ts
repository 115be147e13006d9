import type { RecordedEvent } from '../event/envelope.ts';

/**
 * Histories of streams as this process last read them. Other processes may have added to them since: whatever is decided
 * on them counts only when the append confirms that they have not moved (`EventStore.appendResting`).
 */
export type RememberedStreams = {
  readonly recall: (streamId: string) => ReadonlyArray<RecordedEvent> | undefined;
  readonly remember: (streamId: string, history: ReadonlyArray<RecordedEvent>) => void;
  readonly forget: (streamId: string) => void;
};
