import { refusal } from '../../shared/refusal.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** Grounds on which an answer may be delayed, restricted or refused (ITI 22). */
export const refusalGround = oneOf(
  [
    'COMPROMISES_INVESTIGATION',
    'CONFIDENTIALITY_LAW',
    'NO_GUARANTEE_OF_CONFIDENTIALITY',
    'NATIONAL_SECURITY',
    'NOT_IDENTIFIABLE',
  ],
  'why it is withheld (ITI 22)',
);

export const traceRefused = defineEvent({
  type: 'TraceRefused',
  schemaVersion: 1,
  meaning: 'The answer was refused, with the ground.',
  payload: record({ ground: optional(refusalGround) }),
  recordedBy: ['FFP'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:22', 'ITI:23'],
  check: ({ payload }) =>
    payload.ground === undefined
      ? refusal('R61', 'Who refuses a trace says why: give ground (ITI 22, 23).', {
          pointer: '/payload/ground',
        })
      : undefined,
  apply: (state, { payload }) => ({
    ...state,
    clarificationDue: false,
    ...(payload.ground === undefined ? {} : { refusedFor: payload.ground }),
  }),
});
