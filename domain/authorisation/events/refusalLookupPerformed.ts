import { reference } from '../../shared/commonFields.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** The look-up whether the person was refused elsewhere, before category A or B is granted (REQ-EXC-04). */
export const refusalLookupPerformed = defineEvent({
  type: 'RefusalLookupPerformed',
  schemaVersion: 1,
  meaning: 'It was looked up whether other States refused the applicant.',
  payload: record({
    channel: oneOf(['IMI', 'BILATERAL', 'NATIONAL'], 'where it was looked up'),
    result: oneOf(['NO_REFUSAL', 'REFUSED_ELSEWHERE'], 'what was found'),
    ref: optional(reference('reference of the look-up', 'IMI-2026-118')),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:18(4)', '2021/1423'],
  apply: (state, { payload, eventId }) => ({
    ...state,
    lookups: [...state.lookups, { eventId, result: payload.result }],
  }),
});
