import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** The holder died (HC-17, party side): no custody moves by it; InheritanceOpened names the custodian. */
export const partyDied = defineEvent({
  type: 'PartyDied',
  schemaVersion: 1,
  meaning: 'A natural person died. The firearms stay where they are until the inheritance is opened.',
  payload: record({
    dateOfDeath: date('day of death', '2025-11-02'),
    certificateRef: optional(docRef('certificate of death')),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  check: ({ state }) =>
    state.kind === undefined || state.kind === 'NATURAL_PERSON'
      ? undefined
      : refusal('R17', 'Only a natural person dies. For a dealer that gave up record DealerCeased.'),
  apply: (state, { payload }) => ({ ...state, dateOfDeath: payload.dateOfDeath }),
});
