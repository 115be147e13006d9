import { namesOthers, partiesIn } from '../../domain/firearm/namedParties.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import type { Segment } from '../engine/bitemporal.ts';
import { lastInstant, type StreamHistory } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const namedTable = listTable('named', { subject_kind: 'text', party: 'text' }, [
  '(party, subject_id)',
]);

const segments =
  <N extends StreamKindName>({ kind, timelineAfter }: StreamHistory<N>) =>
  (index: number): ReadonlyArray<Segment> => {
    const first = new Map<string, number>();
    for (const { event, bounds } of timelineAfter(index).steps)
      if (namesOthers(event))
        for (const party of partiesIn(event)) if (!first.has(party)) first.set(party, bounds.earliest);
    return [...first].map(([party, begin]) => ({
      from: begin,
      to: lastInstant,
      values: { subject_kind: kind, party },
    }));
  };

/**
 * Parties that records name beside those in a chain of custody, so that all that concerns a person is found: for his own
 * access (REQ-DPR-05), and before anything of his is erased (REQ-DPR-06).
 */
export const named = listOf(
  namedTable,
  from({
    kind: 'firearm',
    concerns: (events) => events.some((event) => namesOthers(event) && partiesIn(event).size > 0),
    segments,
  }),
  from({ kind: 'authorisation', concerns: () => true, segments }),
);
