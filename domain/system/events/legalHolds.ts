import { continuesAs } from '../../firearm/identityChanges.ts';
import { holdLifted, holdPlaced } from '../../shared/legalHold.ts';
import { refusal } from '../../shared/refusal.ts';
import type { StreamKey } from '../../stream/surroundings.ts';
import { defineEvent } from '../definition.ts';

type Held = {
  readonly firearmIds?: ReadonlyArray<string>;
  readonly componentIds?: ReadonlyArray<string>;
};

const heldStreams = ({ firearmIds = [], componentIds = [] }: Held): ReadonlyArray<StreamKey> => [
  ...firearmIds.map((id) => ({ kind: 'firearm' as const, id })),
  ...componentIds.map((id) => ({ kind: 'component' as const, id })),
];

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
  // The firearms and components it holds know of it: their own streams say whether they may be erased.
  spreads: ({ payload }) =>
    heldStreams(payload.scope).map((stream) => ({ stream, type: 'LegalHoldPlaced', payload })),
  apply: (state, { payload: { scope, ref }, eventId: holdEventId, streamVersion: recordedAs }) => ({
    ...state,
    holds: [
      ...state.holds,
      {
        holdEventId,
        recordedAs,
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
  // A record that was merged since takes no more events: its hold went on with the firearm that it turned out to be of.
  spreads: ({ payload, state, around }) =>
    state.holds
      .filter(({ holdEventId }) => holdEventId === payload.holdEventId)
      .flatMap(({ scope: { firearmIds, componentIds } }) =>
        heldStreams({
          firearmIds: [...new Set(firearmIds.map((id) => continuesAs(id, { around })))],
          componentIds,
        }).map((stream) => ({ stream, type: 'LegalHoldLifted', payload })),
      ),
  apply: (state, { payload }) => ({
    ...state,
    holds: state.holds.filter(({ holdEventId }) => holdEventId !== payload.holdEventId),
  }),
});
