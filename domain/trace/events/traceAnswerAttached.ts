import { docRef, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** REQ-TRC-06 (ITI 15): what was given under restriction serves no other case without the consent of who set it. */
export const traceAnswerAttached = defineEvent({
  type: 'TraceAnswerAttached',
  schemaVersion: 1,
  meaning: 'The answer was attached to a case.',
  payload: record({
    caseRef: reference('case it is used in', 'KU-78/26'),
    consentRef: optional(docRef('consent of the authority that restricted the use')),
  }),
  recordedBy: ['FFP', 'POL', 'JUD'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:15'],
  check: ({ payload, state }) =>
    payload.caseRef === state.caseRef ||
    payload.consentRef !== undefined ||
    state.useRestrictions.every(({ kind }) => kind === 'NONE')
      ? undefined
      : refusal(
          'USE_RESTRICTED',
          'The answer was given for another case only. Ask the authority that restricted it for its consent.',
          { pointer: '/payload/caseRef' },
        ),
  apply: (state, { payload }) => ({ ...state, attachedTo: [...state.attachedTo, payload.caseRef] }),
});
