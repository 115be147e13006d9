import { country, reference } from '../../shared/commonFields.ts';
import { date, flag, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const firearmArrivedAbroad = defineEvent({
  type: 'FirearmArrivedAbroad',
  schemaVersion: 1,
  meaning: 'The firearm arrived in another State.',
  payload: record({
    destinationState: country('where it arrived'),
    arrivedOn: date('day of arrival', '2026-03-05'),
    definitive: flag('whether it stays there'),
    proof: reference('proof of arrival', 'CMR-77'),
  }),
  recordedBy: ['FOR', 'CLK', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:18(1)'],
  byHolder: true,
  flaggedAs: 'ARRIVED_UNDER_ALERT',
  // Only a definitive removal can start a clock, where national law says so (HC-16).
  apply: (state, { payload }) => ({
    ...state,
    ...(payload.definitive ? { exportedOn: payload.arrivedOn } : {}),
  }),
});
