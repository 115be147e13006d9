import type { RecordedEvent } from '../event/envelope.ts';
import type { Confirmation, RecordKnowledge } from '../time/bitemporalFold.ts';
import { definitionOf } from './catalogue.ts';
import { applyCorrection } from './correction.ts';
import type { Annulment } from './events/recordAnnulled.ts';
import type { Correction } from './events/recordCorrected.ts';

/** What the known events of a stream say about one another: annulments, corrections, answers to transfers. */
export const knowledgeOf = (known: ReadonlyArray<RecordedEvent>): RecordKnowledge => {
  const annulled = new Set<string>();
  const corrections = new Map<string, RecordedEvent[]>();
  const answers = new Map<string, Confirmation>();
  for (const event of known)
    if (event.type === 'RecordAnnulled') {
      const { targetEventId, cascade } = event.payload as Annulment;
      annulled.add(targetEventId);
      for (const dependent of cascade ?? []) annulled.add(dependent);
    }
  for (const event of known) {
    if (annulled.has(event.eventId)) continue;
    switch (event.type) {
      case 'RecordCorrected': {
        const { targetEventId } = event.payload as Correction;
        corrections.set(targetEventId, [...(corrections.get(targetEventId) ?? []), event]);
        break;
      }
      case 'TransferConfirmed':
        answers.set((event.payload as Annulment).targetEventId, 'CONFIRMED');
        break;
      case 'TransferDisputed':
        answers.set((event.payload as Annulment).targetEventId, 'DISPUTED');
        break;
      case 'FirearmTransferred':
        if (!answers.has(event.eventId))
          answers.set(event.eventId, event.metadata.disputes === undefined ? 'PENDING' : 'DISPUTED');
        break;
    }
  }
  return {
    annulled,
    aboutRecord: (event) => definitionOf(event.type)?.aboutRecord === true,
    confirmation: (eventId) => answers.get(eventId),
    corrected: (event) =>
      (corrections.get(event.eventId) ?? []).reduce(
        (corrected, { payload }) => applyCorrection(corrected, payload as Correction),
        event,
      ),
  };
};
