import { firearmRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const passEntryRemoved = defineEvent({
  type: 'PassEntryRemoved',
  schemaVersion: 1,
  meaning: 'A firearm was struck off a pass.',
  payload: record({
    firearmId: firearmRef('firearm'),
    reason: oneOf(['TRANSFERRED', 'LOST', 'STOLEN', 'MODIFIED', 'AT_OWN_REQUEST', 'OTHER'], 'why'),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:1(3)'],
  check: ({ payload, state, phase }) =>
    phase === 'NOW' || state.pass?.entries.some(({ firearmId }) => firearmId === payload.firearmId) === true
      ? undefined
      : refusal('R17', 'The pass does not list this firearm.', { pointer: '/payload/firearmId' }),
  apply: (state, { payload }) =>
    state.pass === undefined
      ? state
      : {
          ...state,
          pass: {
            ...state.pass,
            entries: state.pass.entries.filter(({ firearmId }) => firearmId !== payload.firearmId),
          },
        },
});
