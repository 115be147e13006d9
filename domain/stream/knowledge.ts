import type { RecordedEvent } from '../event/envelope.ts';
import type { Confirmation, RecordKnowledge } from '../time/bitemporalFold.ts';
import { applyCorrection } from './correction.ts';
import type { DisputeDecision } from './records/disputeDecided.ts';
import type { Annulment } from './records/recordAnnulled.ts';
import type { Correction } from './records/recordCorrected.ts';
import type { Reinstatement } from './records/recordReinstated.ts';

/** Annulments that count: those that no reinstatement has undone (catalogue 5.7). */
export const annulledBy = (known: ReadonlyArray<RecordedEvent>): ReadonlySet<string> => {
  const undone = new Set<string>();
  const annulled = new Set<string>();
  for (const event of known)
    if (event.type === 'RecordReinstated') undone.add((event.payload as Reinstatement).annulmentEventId);
  for (const event of known)
    if (event.type === 'RecordAnnulled' && !undone.has(event.eventId)) {
      const { targetEventId, cascade } = event.payload as Annulment;
      annulled.add(targetEventId);
      for (const dependent of cascade ?? []) annulled.add(dependent);
    }
  return annulled;
};

/** What the known events of a stream say about one another: annulments, corrections, answers, decided disputes. */
export const knowledgeOf = (
  aboutRecord: (type: string) => boolean,
  answersOf: (event: RecordedEvent) => ReadonlyArray<readonly [string, Confirmation]>,
): ((known: ReadonlyArray<RecordedEvent>) => RecordKnowledge) => {
  const nothing: RecordKnowledge = {
    annulled: new Set(),
    aboutRecord: (event) => aboutRecord(event.type),
    confirmation: () => undefined,
    corrected: (event) => event,
  };
  return (known) => {
    // Every first report of a subject is decided on an empty history.
    if (known.length === 0) return nothing;
    const annulled = annulledBy(known);
    const corrections = new Map<string, RecordedEvent[]>();
    const answers = new Map<string, Confirmation>();
    for (const event of known) {
      if (annulled.has(event.eventId)) continue;
      if (event.type === 'RecordCorrected') {
        const { targetEventId } = event.payload as Correction;
        corrections.set(targetEventId, [...(corrections.get(targetEventId) ?? []), event]);
      } else if (event.type === 'DisputeDecided') {
        const { targetEventId, outcome } = event.payload as DisputeDecision;
        answers.set(targetEventId, outcome === 'UPHELD' ? 'CONFIRMED' : 'DISPUTED');
      } else
        for (const [target, confirmation] of answersOf(event))
          if (confirmation !== 'PENDING' || !answers.has(target)) answers.set(target, confirmation);
    }
    return {
      annulled,
      aboutRecord: (event) => aboutRecord(event.type),
      confirmation: (eventId) => answers.get(eventId),
      corrected: (event) =>
        (corrections.get(event.eventId) ?? []).reduce(
          (corrected, { payload }) => applyCorrection(corrected, payload as Correction),
          event,
        ),
    };
  };
};
