import { docRef } from '../../shared/commonFields.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** A transfer is refused by itself; what other States learn of are refusals under Dir. 9 and 10 (REQ-EXC-03). */
export const transferRefused = defineEvent({
  type: 'TransferRefused',
  schemaVersion: 1,
  meaning: 'The licence for a transfer to another Member State was refused.',
  payload: record({
    ground: oneOf(['SECURITY', 'RELIABILITY', 'OTHER'], 'ground of the refusal'),
    decisionRef: optional(docRef('the decision')),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(2)'],
  apply: (state, { payload, eventId }) => ({
    ...state,
    refusal: { ground: payload.ground, final: false, eventId },
  }),
});
