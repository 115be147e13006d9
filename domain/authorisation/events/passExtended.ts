import { refusal } from '../../shared/refusal.ts';
import { date, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { checkPeriod, periodOf } from '../periods.ts';

export const passExtended = defineEvent({
  type: 'PassExtended',
  schemaVersion: 1,
  meaning: 'A European firearms pass was extended.',
  payload: record({
    validFrom: date('first day of the further period', '2031-01-01'),
    validTo: date('last day', '2035-12-31'),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:1(3)'],
  check: ({ payload, state, policy, phase }) => {
    if (phase === 'NOW') return undefined;
    return state.pass === undefined
      ? refusal('R17', 'This is no pass.')
      : checkPeriod(payload.validFrom, payload.validTo, policy.passYears, '/payload/validTo');
  },
  apply: (state, { payload, metadata }) => ({
    ...state,
    periods: [...state.periods, periodOf(payload.validFrom, payload.validTo, metadata.effectiveAt.zone)],
  }),
});
