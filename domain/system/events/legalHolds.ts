import { docRef, eventId, partyId, reference } from '../../shared/commonFields.ts';
import { idPattern } from '../../shared/ids.ts';
import { refusal } from '../../shared/refusal.ts';
import { type Field, list, matching, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

const upTo = <T, G>(field: Field<T, G>, meaning: string) => optional(list(field, 1, 1000, meaning));

/** A hold keeps what a case needs from erasure, whatever the clock says (REQ-REC-11). */
export const legalHoldPlaced = defineEvent({
  type: 'LegalHoldPlaced',
  schemaVersion: 1,
  meaning: 'Data must be kept for a case beyond the end of retention.',
  payload: record({
    scope: record(
      {
        firearmIds: upTo(
          matching(idPattern.firearm, 28, 'firearm', 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX'),
          'firearms',
        ),
        componentIds: upTo(
          matching(idPattern.component, 28, 'component', 'T-01J9ZK3C5E7G9JBMDPFRHTKVMX'),
          'components',
        ),
        partyIds: upTo(partyId('party'), 'parties'),
        caseRefs: upTo(reference('case', 'KU-77/26'), 'cases'),
      },
      'what is held',
      'HoldScope',
    ),
    ref: docRef('order of court or prosecutor, or decision of the data-protection officer'),
  }),
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
  payload: record({ holdEventId: eventId('the hold that ends'), ref: docRef('the decision') }),
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
