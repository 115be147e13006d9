import { erasureInFirearms, holdFault, runFault } from '../../erasure/guards.ts';
import { erasedData } from '../../shared/erasure.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';

/**
 * The data of a party is erased with that of every firearm that names it, or with none (REQ-REC-11, REQ-DPR-06). Only a
 * run that two persons decided does it; the guard of each firearm asks for its clock and holds once more.
 */
export const personalDataErased = defineEvent({
  type: 'PersonalDataErased',
  schemaVersion: 1,
  meaning: 'Personal data of the party was erased: the period to keep it is over.',
  payload: erasedData,
  // The catalogue names the DPO as well: he proposes and approves the run, which alone records it.
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'GDPR:17'],
  looksAt: ({ firearmIds }) => (firearmIds ?? []).map((id) => ({ kind: 'firearm', id })),
  check: ({ payload, id, around, now, phase }) => {
    if (phase === 'NOW') return undefined;
    if (payload.subjectRefs.length !== 1 || payload.subjectRefs[0] !== id)
      return refusal('R25', 'In the stream of a party its own data is erased, nobody else’s.', {
        pointer: '/payload/subjectRefs',
      });
    return runFault(payload.runId, around, now) ?? holdFault([id], around, now);
  },
  spreads: ({ payload }) => erasureInFirearms(payload),
});
