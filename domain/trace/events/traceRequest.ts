import { refusal } from '../../shared/refusal.ts';
import { defineEvent, type TraceCheck } from '../definition.ts';
import {
  afterClarification,
  afterRequest,
  clarification,
  type RequestContent,
  requestContent,
} from '../request.ts';

const checkFirearm = ({ payload, around, moment }: TraceCheck<{ readonly firearmId?: string }>) =>
  payload.firearmId === undefined || around.statesIn('firearm', payload.firearmId, moment) !== undefined
    ? undefined
    : refusal('R00', 'No firearm with this id is known. Leave it out until the arm is identified.', {
        pointer: '/payload/firearmId',
      });

/** REQ-TRC-04 (ITI 17): without intended use and the like it is accepted as incomplete; the state says what is missing. */
export const traceRequestReceived = defineEvent({
  type: 'TraceRequestReceived',
  schemaVersion: 1,
  meaning: 'A request to trace an arm came in.',
  payload: requestContent,
  recordedBy: ['FFP', 'FOR'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['ITI:17', 'UNFP:12'],
  looksAt: ({ firearmId }) => (firearmId === undefined ? [] : [{ kind: 'firearm', id: firearmId }]),
  check: checkFirearm,
  apply: (state, event) => afterRequest('RECEIVED')(state, event as { readonly payload: RequestContent }),
});

export const traceRequestSent = defineEvent({
  type: 'TraceRequestSent',
  schemaVersion: 1,
  meaning: 'A request to trace an arm went out.',
  payload: requestContent,
  // What this State asks its own focal point sends; FOR is for requests that come in.
  recordedBy: ['FFP'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['ITI:17', 'UNFP:12'],
  looksAt: ({ firearmId }) => (firearmId === undefined ? [] : [{ kind: 'firearm', id: firearmId }]),
  check: checkFirearm,
  apply: (state, event) => afterRequest('SENT')(state, event as { readonly payload: RequestContent }),
});

/** What makes an incomplete request complete; the catalogue names only the asking (ITI 18-20). */
export const traceClarified = defineEvent({
  type: 'TraceClarified',
  schemaVersion: 1,
  meaning: 'The requester gave what was missing.',
  payload: clarification,
  recordedBy: ['FFP', 'FOR'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['ITI:17', 'ITI:20'],
  check: checkFirearm,
  returnsTo: (state) => state.resumesAs,
  apply: afterClarification,
});
