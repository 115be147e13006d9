import { docRef, eventId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** The refusal fell: what other States were told is deleted there (REQ-EXC-05), and the application is open again. */
export const refusalAnnulled = defineEvent({
  type: 'RefusalAnnulled',
  schemaVersion: 1,
  meaning: 'A court or the authority itself annulled a refusal.',
  payload: record({
    targetEventId: eventId('the refusal'),
    decisionRef: docRef('the decision that annuls it'),
  }),
  recordedBy: ['CLK', 'JUD'],
  assertionKind: 'FACT',
  legalBasis: ['2021/1423'],
  check: ({ payload, state, phase }) =>
    phase === 'NOW' || state.refusal?.eventId === payload.targetEventId
      ? undefined
      : refusal('R71', 'No refusal with this id stands here.', { pointer: '/payload/targetEventId' }),
  apply: ({ refusal: annulled, ...state }, { payload, eventId: by }) => ({
    ...state,
    notices: state.notices.some(
      (notice) =>
        notice.action === 'SEND' && notice.by === annulled?.eventId && notice.by === payload.targetEventId,
    )
      ? [...state.notices, { kind: 'REFUSAL', action: 'DELETE', by }]
      : state.notices,
  }),
});
