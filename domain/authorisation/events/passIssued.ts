import { firearmRef, partyId, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, list, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { checkHeld } from '../held.ts';
import { checkRegistered } from '../owner.ts';
import { checkPeriod, periodOf } from '../periods.ts';

export const passIssued = defineEvent({
  type: 'PassIssued',
  schemaVersion: 1,
  meaning: 'A European firearms pass was issued.',
  payload: record({
    passNo: reference('number of the pass', 'EFP-2026-0031'),
    holderId: partyId('holder of the pass'),
    firearmIds: list(firearmRef('firearm'), 1, 50, 'firearms it lists'),
    validFrom: date('first day', '2026-01-01'),
    validTo: date('last day', '2030-12-31'),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:1(3)', '2021/555:17', '2021/555:Annex II'],
  looksAt: ({ holderId, firearmIds }) => [
    { kind: 'party', id: holderId },
    ...firearmIds.map((id) => ({ kind: 'firearm' as const, id })),
  ],
  check: (context) => {
    const { payload, state, around, now, policy, phase } = context;
    if (phase === 'NOW') return undefined;
    if (policy.euMovements !== 'ART_16_TRANSFER')
      return refusal('R17', 'The European firearms pass is issued by Member States only (Dir. 1(3)).');
    if (state.matter !== undefined)
      return refusal('R17', `This is a ${state.matter}. A pass is a record of its own.`);
    return (
      checkRegistered(around, payload.holderId, now, '/payload/holderId') ??
      checkPeriod(payload.validFrom, payload.validTo, policy.passYears, '/payload/validTo') ??
      checkHeld(context, payload.holderId, payload.firearmIds, '/payload/firearmIds')
    );
  },
  apply: (state, { payload, eventId, metadata }) => ({
    ...state,
    matter: 'PASS',
    partyId: payload.holderId,
    periods: [periodOf(payload.validFrom, payload.validTo, metadata.effectiveAt.zone)],
    pass: {
      passNo: payload.passNo,
      entries: [...new Set(payload.firearmIds)].map((firearmId) => ({
        firearmId,
        addedBy: eventId,
        journeys: [],
      })),
    },
  }),
});
