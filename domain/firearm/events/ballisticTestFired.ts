import { reference } from '../../shared/commonFields.ts';
import { date, integer, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const ballisticTestFired = defineEvent({
  type: 'BallisticTestFired',
  schemaVersion: 1,
  meaning: 'A laboratory fired the weapon to obtain comparison pieces.',
  payload: record({
    rounds: integer(1, 100, 'rounds fired', 3),
    date: date('day of the test', '2026-03-01'),
    exhibitNo: reference('exhibit number', 'EX-3'),
  }),
  recordedBy: ['LAB'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:9'],
  apply: (state, { eventId }) => ({
    ...state,
    ballistics: { ...state.ballistics, testFires: [...state.ballistics.testFires, eventId] },
  }),
});
