import { reference } from '../../shared/commonFields.ts';
import { date, list, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const traceAcknowledged = defineEvent({
  type: 'TraceAcknowledged',
  schemaVersion: 1,
  meaning: 'The receipt of the request was acknowledged.',
  payload: record({
    ref: optional(reference('reference of the acknowledgement', 'ACK-2026-118')),
    dueBy: optional(date('day by which the answer is promised', '2026-06-30')),
  }),
  recordedBy: ['FFP'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:18'],
  apply: (state, { payload }) => ({
    ...state,
    ...(payload.dueBy === undefined ? {} : { dueBy: payload.dueBy }),
  }),
});

export const traceClarificationAsked = defineEvent({
  type: 'TraceClarificationAsked',
  schemaVersion: 1,
  meaning: 'The requester was asked for what is missing.',
  payload: record({
    asked: list(
      oneOf(['INTENDED_USE', 'LEGAL_JUSTIFICATION', 'CIRCUMSTANCES', 'MARKS', 'OTHER'], 'what is asked for'),
      1,
      5,
      'what is asked for',
    ),
    ref: optional(reference('reference of the message', 'SIENA-2026-4711')),
  }),
  recordedBy: ['FFP'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:20'],
  apply: (state, _event, before) => ({
    ...state,
    clarificationDue: false,
    ...(before.status === 'CLARIFICATION' ? {} : { resumesAs: before.status }),
  }),
});

/** REQ-TRC-07: one national contact point; what came to the wrong desk is sent on, and that is logged. */
export const traceRerouted = defineEvent({
  type: 'TraceRerouted',
  schemaVersion: 1,
  meaning: 'The request was passed to the desk that answers it.',
  payload: record({
    fromDesk: reference('desk that had it', 'CUSTOMS-1'),
    toDesk: reference('desk that has it now', 'NCP-ME'),
    reason: oneOf(['WRONG_DESK', 'CONTACT_POINT', 'COMPETENCE', 'OTHER'], 'why'),
  }),
  recordedBy: ['FFP'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:25', 'UNFP:13(2)'],
  apply: (state, { payload }) => ({ ...state, desk: payload.toDesk }),
});
