import { docRef } from '../../shared/commonFields.ts';
import { flag, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { underArticles9And10 } from '../scope.ts';

/**
 * A refusal. Other States are told only of refusals under Dir. 9 and 10 for reasons of security or reliability
 * (REQ-EXC-03, trap 20).
 */
export const authorisationRefused = defineEvent({
  type: 'AuthorisationRefused',
  schemaVersion: 1,
  meaning: 'The authority refused what was applied for.',
  payload: record({
    ground: oneOf(['SECURITY', 'RELIABILITY', 'OTHER'], 'ground of the refusal'),
    final: optional(flag('whether no appeal is open any more')),
    decisionRef: optional(docRef('the decision')),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:18(4)', '2021/1423'],
  apply: (state, { payload, eventId }) => ({
    ...state,
    refusal: { ground: payload.ground, final: payload.final === true, eventId },
    notices:
      payload.ground !== 'OTHER' &&
      state.applied !== undefined &&
      underArticles9And10(state.applied.kind, state.applied)
        ? [...state.notices, { kind: 'REFUSAL', action: 'SEND', by: eventId }]
        : state.notices,
  }),
});
