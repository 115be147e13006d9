import { country, firearmRef, partyId } from '../../shared/commonFields.ts';
import { list, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const priorConsentRequested = defineEvent({
  type: 'PriorConsentRequested',
  schemaVersion: 1,
  meaning: 'Another State was asked for its prior agreement.',
  payload: record({
    state: country('State that is asked'),
    firearmIds: list(firearmRef('firearm'), 0, 100, 'firearms concerned; empty where only the person is'),
    acquirerId: optional(partyId('who is to acquire')),
  }),
  recordedBy: ['CLK', 'FOR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(4)', '2021/555:10(1)'],
  apply: (state, { payload }) => ({
    ...state,
    matter: 'CONSENT',
    ...(payload.acquirerId === undefined ? {} : { partyId: payload.acquirerId }),
    consent: { state: payload.state, firearmIds: payload.firearmIds },
  }),
});
