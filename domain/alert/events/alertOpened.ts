import { channels } from '../../exchange/notice.ts';
import { idPattern } from '../../shared/ids.ts';
import { list, matching, oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { entriesDue } from '../entries.ts';

export const alertKinds = oneOf(['LOST', 'STOLEN'], 'loss or theft: law, SIS reason and statistics differ');
export const channelsDue = list(
  oneOf(channels, 'channel'),
  0,
  channels.length,
  'where the alert must be entered',
);
export const alertFirearmId = matching(
  idPattern.firearm,
  28,
  'the firearm that is missing',
  'W-01J9ZK3C5E7G9JBMDPFRHTKVMX',
);

/**
 * The catalogue calls it "alert opened": the half of LossReported and TheftReported in the stream of the alert
 * (5.6), which holds what became of it abroad.
 */
export const alertOpened = defineEvent({
  type: 'AlertOpened',
  schemaVersion: 1,
  meaning: 'A report of loss or theft opened an alert; it is due in the systems named.',
  payload: record({ firearmId: alertFirearmId, kind: alertKinds, channels: channelsDue }),
  recordedBy: ['SYS'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['2021/555:4(6)', 'SIS:38'],
  apply: ({ closedFor: _reopened, ...state }, event) => ({
    ...state,
    firearmId: event.payload.firearmId,
    kind: event.payload.kind,
    entries: entriesDue(state.entries, event.payload.channels, event),
  }),
});
