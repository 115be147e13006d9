import { holdLifted, holdPlaced } from '../../shared/legalHold.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';

/** A hold keeps what a case needs from erasure, whatever the clock says (REQ-REC-11). */
export const legalHoldPlaced = defineEvent({
  type: 'LegalHoldPlaced',
  schemaVersion: 1,
  meaning: 'Data must be kept for a case beyond the end of retention.',
  payload: holdPlaced,
  recordedBy: ['JUD', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  check: ({ payload: { scope } }) =>
    Object.values(scope).every((listed) => listed === undefined)
      ? refusal('R25', 'A hold names what it holds: firearms, components, parties or cases.', {
          pointer: '/payload/scope',
        })
      : undefined,
  apply: (state, { payload: { scope, ref }, eventId: holdEventId }) => ({
    ...state,
    holds: [
      ...state.holds,
      {
        holdEventId,
        ref: ref.number,
        scope: {
          firearmIds: scope.firearmIds ?? [],
          componentIds: scope.componentIds ?? [],
          partyIds: scope.partyIds ?? [],
          caseRefs: scope.caseRefs ?? [],
        },
      },
    ],
  }),
});

export const legalHoldLifted = defineEvent({
  type: 'LegalHoldLifted',
  schemaVersion: 1,
  meaning: 'The case needs the data no longer; retention decides again.',
  payload: holdLifted,
  recordedBy: ['JUD', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  check: ({ payload, state }) =>
    state.holds.some(({ holdEventId }) => holdEventId === payload.holdEventId)
      ? undefined
      : refusal('R71', 'No hold with this id is in force.', { pointer: '/payload/holdEventId' }),
  apply: (state, { payload }) => ({
    ...state,
    holds: state.holds.filter(({ holdEventId }) => holdEventId !== payload.holdEventId),
  }),
});
