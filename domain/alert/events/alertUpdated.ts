import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { entriesDue } from '../entries.ts';
import { alertFirearmId, alertKinds, channelsDue } from './alertOpened.ts';

/** A second report while an alert is open, such as theft after loss: one alert, whose entries abroad must follow. */
export const alertUpdated = defineEvent({
  type: 'AlertUpdated',
  schemaVersion: 1,
  meaning: 'A further report joined the open alert; entries already made must be changed.',
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
