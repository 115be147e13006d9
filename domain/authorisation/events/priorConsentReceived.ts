import { country, firearmRef, partyId, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, list, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { checkPeriod, periodOf } from '../periods.ts';

export const priorConsentReceived = defineEvent({
  type: 'PriorConsentReceived',
  schemaVersion: 1,
  meaning: 'Another State gave its prior agreement.',
  payload: record({
    state: country('State that agrees'),
    firearmIds: list(firearmRef('firearm'), 0, 100, 'firearms concerned; empty where only the person is'),
    acquirerId: optional(partyId('who may acquire')),
    reference: reference('reference of the agreement', 'HR-2026-77'),
    validFrom: date('first day', '2026-01-01'),
    validTo: date('last day', '2026-12-31'),
  }),
  recordedBy: ['CLK', 'FOR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(4)', '2021/555:10(1)'],
  check: ({ payload, state, phase }) => {
    if (phase === 'NOW') return undefined;
    if (state.matter !== undefined && state.matter !== 'CONSENT')
      return refusal('R17', `This is a ${state.matter}. A consent is a record of its own.`);
    if (state.consent !== undefined && state.consent.state !== payload.state)
      return refusal('R17', `${state.consent.state} was asked.`, { pointer: '/payload/state' });
    if (payload.firearmIds.length === 0 && payload.acquirerId === undefined)
      return refusal('R33', 'Name the firearms or the person that the agreement is for.', {
        pointer: '/payload/firearmIds',
      });
    return checkPeriod(payload.validFrom, payload.validTo, undefined, '/payload/validTo');
  },
  apply: (state, { payload, metadata }) => ({
    ...state,
    matter: 'CONSENT',
    ...(payload.acquirerId === undefined ? {} : { partyId: payload.acquirerId }),
    consent: { state: payload.state, reference: payload.reference, firearmIds: payload.firearmIds },
    periods: [periodOf(payload.validFrom, payload.validTo, metadata.effectiveAt.zone)],
  }),
});
