import { docRef, eventId, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, list, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { outcomes, requestKinds } from '../subjectRequest.ts';

/** A person asks for his data, for its correction, restriction or erasure (GDPR 15-18; LED 14-16). */
export const subjectRequestReceived = defineEvent({
  type: 'SubjectRequestReceived',
  schemaVersion: 1,
  meaning: 'A data subject made a request; it is answered within the term of the law.',
  payload: record({
    kind: oneOf(requestKinds, 'what is asked for'),
    receivedOn: date('day on which it was received', '2026-03-01'),
    ref: reference('reference of the request', 'DSR-2026-004'),
    identityRef: optional(docRef('how the identity of who asks was checked')),
  }),
  recordedBy: ['CLK', 'DPO', 'HLD'],
  assertionKind: 'FACT',
  legalBasis: ['GDPR:12', 'GDPR:15', 'LED:14'],
  byHolder: true,
  apply: (state, { payload: { kind, receivedOn, ref }, eventId: requestEventId }) => ({
    ...state,
    requests: [...state.requests, { requestEventId, kind, receivedOn, ref }],
  }),
});

const legalObligation = ['2021/555:4(5)', 'GDPR:17(3)(b)'] as const;

/** The answer. Nothing is erased on demand while the law wants it kept (GDPR 17(3)(b); REQ-DPR-06). */
export const subjectRequestDecided = defineEvent({
  type: 'SubjectRequestDecided',
  schemaVersion: 1,
  meaning: 'The data-protection officer answered the request of a data subject.',
  payload: record({
    requestEventId: eventId('the request'),
    outcome: oneOf(outcomes, 'what was decided'),
    grounds: optional(
      list(
        text(60, 'provision that the decision rests on', '2021/555:4(5)'),
        1,
        10,
        'grounds; a refusal for legal obligation has them by itself',
      ),
    ),
  }),
  recordedBy: ['DPO'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['GDPR:12', 'GDPR:17', 'LED:15', 'LED:16'],
  complete: ({ payload }) =>
    payload.outcome === 'REFUSED_LEGAL_OBLIGATION' && payload.grounds === undefined
      ? { ...payload, grounds: legalObligation }
      : payload,
  check: ({ payload, state }) => {
    const request = state.requests.find(({ requestEventId }) => requestEventId === payload.requestEventId);
    if (request === undefined)
      return refusal('R71', 'No request with this id is recorded for this party.', {
        pointer: '/payload/requestEventId',
      });
    if (request.decided !== undefined)
      return refusal('R19', 'The request is answered already.', { eventIds: [request.decided.by] });
    const pointer = { pointer: '/payload/outcome' };
    if (request.kind === 'ERASURE' && payload.outcome.endsWith('GRANTED') && state.status !== 'ERASED')
      return refusal(
        'R25',
        'Data that the law wants kept is not erased on demand. Decide REFUSED_LEGAL_OBLIGATION; the run of retention erases it when its time has come.',
        pointer,
      );
    return payload.outcome.startsWith('REFUSED') && payload.grounds === undefined
      ? refusal('R31', 'A refusal names its grounds (GDPR 12(4)).', { pointer: '/payload/grounds' })
      : undefined;
  },
  apply: (state, { payload, eventId: by }) => ({
    ...state,
    requests: state.requests.map((request) =>
      request.requestEventId === payload.requestEventId
        ? { ...request, decided: { by, outcome: payload.outcome, grounds: payload.grounds ?? [] } }
        : request,
    ),
  }),
});
