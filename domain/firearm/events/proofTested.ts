import { reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, flag, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const proofTested = defineEvent({
  type: 'ProofTested',
  schemaVersion: 1,
  meaning: 'A proof house tested the firearm; one that failed may not be placed on the market.',
  payload: record({
    proofHouse: reference('proof house', 'PH-1'),
    proofKind: oneOf(['DEFINITIVE', 'VOLUNTARY', 'REPROOF'], 'kind of proof'),
    markCode: reference('code of the proof mark', 'CIP-N'),
    date: date('day of the test', '2026-02-10'),
    passed: flag('whether it passed'),
    certificateNo: optional(reference('number of the proof certificate')),
  }),
  recordedBy: ['PRF'],
  assertionKind: 'FACT',
  legalBasis: ['CIP:1969', '2021/555:16(2)'],
  check: ({ state }) =>
    state.custody === 'TMP' && state.custodian?.purpose !== 'PROOF'
      ? refusal('R17', 'The firearm is in temporary custody elsewhere. Record its custody for PROOF first.')
      : undefined,
  apply: (state, { payload }) => ({ ...state, marketBlocked: !payload.passed }),
});
