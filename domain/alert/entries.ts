import type { RecordedEvent } from '../event/envelope.ts';
import type { Channel } from '../exchange/notice.ts';
import type { Policy } from '../policy/policy.ts';
import { addDurationToInstant, durationOf } from '../time/duration.ts';
import { boundsOf } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';
import type { AlertEntry, AlertState } from './state.ts';

/** Where an alert must be entered, as the jurisdiction is connected (REQ-LST-02). */
export const alertChannels = ({ outbox }: Policy): ReadonlyArray<Channel> => [
  ...(outbox.sis ? (['SIS'] as const) : []),
  ...(outbox.iarms ? (['IARMS'] as const) : []),
];

/** The moment from which a deadline runs: the end of the stated period, so that nobody is late too early. */
const momentOf = (event: RecordedEvent): Instant =>
  Math.min(boundsOf(event.metadata.effectiveAt, event.recordedAt).latest, event.recordedAt);

/** Every channel has something to enter or to change. */
export const entriesDue = (
  entries: ReadonlyArray<AlertEntry>,
  channels: ReadonlyArray<Channel>,
  event: RecordedEvent,
): ReadonlyArray<AlertEntry> => {
  const since = momentOf(event);
  const gone = (entry: AlertEntry): boolean => entry.status === 'DELETED';
  const known = entries.map((entry): AlertEntry => {
    if (!channels.includes(entry.channel) && gone(entry)) return entry;
    const { ref, ...rest } = entry;
    return {
      ...rest,
      status: 'DUE',
      since: entry.status === 'DUE' ? entry.since : since,
      ...(ref === undefined || gone(entry) ? {} : { ref }),
    };
  });
  return [
    ...known,
    ...channels
      .filter((channel) => !entries.some((entry) => entry.channel === channel))
      .map((channel): AlertEntry => ({ channel, status: 'DUE', since })),
  ];
};

/** What was entered must be deleted; what never was falls away. */
export const entriesAfterClosing = (
  entries: ReadonlyArray<AlertEntry>,
  event: RecordedEvent,
): ReadonlyArray<AlertEntry> =>
  entries.flatMap((entry): ReadonlyArray<AlertEntry> => {
    if (entry.status === 'DELETED' || entry.status === 'DELETE_DUE') return [entry];
    return entry.ref === undefined ? [] : [{ ...entry, status: 'DELETE_DUE', since: momentOf(event) }];
  });

type Notice = {
  readonly channel: Channel;
  readonly action: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly ref: string;
};

/** An entry made after the alert was closed is there all the same: it must be deleted. */
export const entriesAfterNotice = (
  state: AlertState,
  { channel, action, ref }: Notice,
  event: RecordedEvent,
): ReadonlyArray<AlertEntry> => {
  const status = action === 'DELETE' ? 'DELETED' : state.status === 'CLOSED' ? 'DELETE_DUE' : 'SENT';
  const entered: AlertEntry = { channel, status, since: momentOf(event), ref };
  return state.entries.some((entry) => entry.channel === channel)
    ? state.entries.map((entry) => (entry.channel === channel ? entered : entry))
    : [...state.entries, entered];
};

/** Entries that should have been deleted by now: the report of REQ-LST-02. */
export const overdueDeletions = (
  { entries }: AlertState,
  policyAt: (at: Instant) => Policy,
  now: Instant,
): ReadonlyArray<AlertEntry> =>
  entries.filter(
    ({ status, since }) =>
      status === 'DELETE_DUE' &&
      addDurationToInstant(since, durationOf(policyAt(since).deadlines.alertDeletion)) < now,
  );
