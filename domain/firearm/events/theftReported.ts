import { place, reference } from '../../shared/commonFields.ts';
import { moment, record } from '../../shared/shape.ts';
import { reportSpreads, withAlertId } from '../alertStream.ts';
import { defineEvent } from '../definition.ts';
import { alertId, withAlert } from './shared.ts';

export const theftReported = defineEvent({
  type: 'TheftReported',
  schemaVersion: 1,
  meaning: 'Somebody responsible reports the firearm stolen.',
  payload: record({
    stolenBetween: record(
      { from: moment('last seen'), to: moment('missed') },
      'when it was stolen',
      'Period',
    ),
    discoveredAt: moment('when the theft was noticed'),
    place: place('where it was stolen'),
    policeRef: reference('reference of the police report', 'KU-77/26'),
    alertId,
  }),
  recordedBy: ['HLD', 'DLR', 'POL', 'CLK', 'STO'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['2021/555:4(6)'],
  byHolder: true,
  added: ['alertId'],
  complete: withAlertId,
  spreads: reportSpreads('STOLEN'),
  apply: (state, event, before) =>
    withAlert(state, 'STOLEN', event, event.payload.stolenBetween.from, before),
});
