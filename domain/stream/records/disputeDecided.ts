import { guardDispute } from '../../event/envelope.ts';
import { docRef, eventId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import type { Timeline } from '../../time/bitemporalFold.ts';
import { defineSharedEvent } from '../definition.ts';
import type { StreamState } from '../streamKind.ts';

/** What the fold reads of a decision. */
export type DisputeDecision = { readonly targetEventId: string; readonly outcome: 'UPHELD' | 'REJECTED' };

/** The table accepted it with a flag: it happened, and somebody looks into where (catalogue 6.1). */
const isOdd = ({ steps }: Timeline<StreamState>, eventId: string): boolean =>
  steps
    .at(-1)
    ?.state.anomalies.some((each) => each.eventId === eventId && each.kind !== 'IDENTITY_CONFLICT') === true;

/**
 * The authority's decision on an event that was accepted as DISPUTED (catalogue 8 rule 6), or its word on one that was
 * flagged and has effect. The catalogue leaves open how one other than a transfer is decided; without this it could never
 * take effect, and no flag would ever be settled.
 */
export const disputeDecided = defineSharedEvent({
  type: 'DisputeDecided',
  schemaVersion: 1,
  meaning: 'The competent authority decided whether a disputed record counts, or looked into a flagged one.',
  payload: record({
    targetEventId: eventId('the disputed or flagged event'),
    outcome: oneOf(['UPHELD', 'REJECTED'], 'whether it counts'),
    decisionRef: optional(docRef('the decision')),
  }),
  recordedBy: ['CLK', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  aboutRecord: true,
  check: ({ payload, history, timeline }) => {
    const target = history.find((event) => event.eventId === payload.targetEventId);
    if (target === undefined || (target.metadata.disputes === undefined && !isOdd(timeline, target.eventId)))
      return refusal('R71', 'No disputed or flagged event with this id is recorded here.', {
        pointer: '/payload/targetEventId',
      });
    // What was only flagged has effect; saying that it does not count would not take it away.
    return guardDispute(target.metadata) === undefined && payload.outcome === 'REJECTED'
      ? refusal('R17', 'This record was flagged and has effect. Correct or annul it if it is wrong.', {
          pointer: '/payload/outcome',
        })
      : undefined;
  },
});
