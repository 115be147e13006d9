import type { RecordedEvent } from '../event/envelope.ts';
import type { StreamKindName } from '../stream/kinds.ts';
import type { Folded } from './task.ts';

type About = { readonly targetEventId?: string };

/**
 * The last of the given records about an event that itself counts. It settles a task when it was recorded: a record
 * about a record has no place of its own in valid time.
 */
export const lastAnswer = <N extends StreamKindName>(
  { events, timeline }: Pick<Folded<N>, 'events' | 'timeline'>,
  targetEventId: string,
  types: ReadonlyArray<string>,
): RecordedEvent | undefined =>
  events.findLast(
    (event) =>
      types.includes(event.type) &&
      (event.payload as About).targetEventId === targetEventId &&
      !timeline.knowledge.annulled.has(event.eventId),
  );

const decisions: ReadonlySet<string> = new Set(['DisputeDecided', 'TransferConfirmed', 'TransferDisputed']);
const authority: ReadonlySet<string> = new Set(['CLK', 'POL']);

/** The last word of the authority on an event, as far as it counts: a decision, or its answer to a transfer. */
export const decidedByAuthority = (
  events: ReadonlyArray<RecordedEvent>,
  annulled: ReadonlySet<string>,
  targetEventId: string,
): RecordedEvent | undefined =>
  events.findLast(
    (event) =>
      decisions.has(event.type) &&
      authority.has(event.metadata.recordedBy.role) &&
      (event.payload as About).targetEventId === targetEventId &&
      !annulled.has(event.eventId),
  );

export const settledBy = (event: RecordedEvent | undefined) =>
  event === undefined ? {} : { closed: { by: event.eventId, at: event.recordedAt } };
