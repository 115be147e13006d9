import { place } from '../../shared/commonFields.ts';
import { moment, oneOf, record } from '../../shared/shape.ts';
import { reportSpreads, withAlertId } from '../alertStream.ts';
import { defineEvent } from '../definition.ts';
import { alertId, withAlert } from './shared.ts';

export const lossReported = defineEvent({
  type: 'LossReported',
  schemaVersion: 1,
  meaning: 'Somebody responsible reports the firearm lost.',
  payload: record({
    lostBetween: record({ from: moment('last seen'), to: moment('missed') }, 'when it was lost', 'Period'),
    discoveredAt: moment('when the loss was noticed'),
    place: place('where it was lost'),
    circumstances: oneOf(['LOST', 'FORCE_MAJEURE', 'OTHER'], 'how'),
    alertId,
  }),
  recordedBy: ['HLD', 'DLR', 'POL', 'CLK', 'STO'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['2021/555:4(6)'],
  byHolder: true,
  added: ['alertId'],
  complete: withAlertId,
  spreads: reportSpreads('LOST'),
  apply: (state, event, before) => withAlert(state, 'LOST', event, event.payload.lostBetween.from, before),
});
