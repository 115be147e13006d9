import type { RecordedEvent } from '../../event/envelope.ts';
import { channels } from '../../exchange/notice.ts';
import { idPattern } from '../../shared/ids.ts';
import { list, matching, oneOf, record, type ValueOf } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { entriesDue } from '../entries.ts';
import type { AlertState } from '../state.ts';

const alertKinds = oneOf(['LOST', 'STOLEN'], 'loss or theft: law, SIS reason and statistics differ');
const channelsDue = list(oneOf(channels, 'channel'), 0, channels.length, 'where the alert must be entered');
export const alertFirearmId = matching(
  idPattern.firearm,
  28,
  'the firearm that is missing',
  'W-01J9ZK3C5E7G9JBMDPFRHTKVMX',
);

const payload = record({ firearmId: alertFirearmId, kind: alertKinds, channels: channelsDue });

/** What the first report of loss or theft and each further one have in common in the stream of the alert. */
export const reportedMissing = {
  schemaVersion: 1,
  payload,
  recordedBy: ['SYS'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['2021/555:4(6)', 'SIS:38'],
  apply: (
    { closedFor: _reopened, ...state }: AlertState,
    event: RecordedEvent & { readonly payload: ValueOf<typeof payload> },
  ): AlertState => ({
    ...state,
    firearmId: event.payload.firearmId,
    kind: event.payload.kind,
    entries: entriesDue(state.entries, event.payload.channels, event),
  }),
} as const;

/**
 * The catalogue calls it "alert opened": the half of LossReported and TheftReported in the stream of the alert
 * (5.6), which holds what became of it abroad.
 */
export const alertOpened = defineEvent({
  ...reportedMissing,
  type: 'AlertOpened',
  meaning: 'A report of loss or theft opened an alert; it is due in the systems named.',
});
