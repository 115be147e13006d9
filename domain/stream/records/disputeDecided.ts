import { guardDispute } from '../../event/envelope.ts';
import { docRef, eventId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineSharedEvent } from '../definition.ts';

/** What the fold reads of a decision. */
export type DisputeDecision = { readonly targetEventId: string; readonly outcome: 'UPHELD' | 'REJECTED' };

/**
 * The authority's decision on an event that was accepted as DISPUTED (catalogue 8 rule 6). The catalogue leaves open
 * how one other than a transfer is decided; without this it could never take effect.
 */
export const disputeDecided = defineSharedEvent({
  type: 'DisputeDecided',
  schemaVersion: 1,
  meaning: 'The competent authority decided whether a disputed record counts.',
  payload: record({
    targetEventId: eventId('the disputed event'),
    outcome: oneOf(['UPHELD', 'REJECTED'], 'whether it counts'),
    decisionRef: optional(docRef('the decision')),
  }),
  recordedBy: ['CLK', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  aboutRecord: true,
  check: ({ payload, history }) => {
    const target = history.find((event) => event.eventId === payload.targetEventId);
    return target !== undefined && guardDispute(target.metadata) !== undefined
      ? undefined
      : refusal('R71', 'No disputed event with this id is recorded here.', {
          pointer: '/payload/targetEventId',
        });
  },
});
