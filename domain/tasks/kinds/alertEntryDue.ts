import { dueAfter } from '../due.ts';
import { type Span, spanOf, whileSame } from '../spans.ts';
import { defineTask, type Folded, type FoundTask } from '../task.ts';

type Entry = {
  readonly channel: string;
  readonly status: string;
  readonly ref?: string;
};
type Entered = {
  readonly status: string;
  readonly firearmId?: string;
  readonly entries?: ReadonlyArray<Entry>;
};

const entriesOf = (state: Entered): ReadonlyArray<Entry> => state.entries ?? [];

/** Spans in which an entry abroad has a status, channel by channel. */
const whileEntries = (
  { timeline }: Folded<'alert'>,
  status: 'DUE' | 'DELETE_DUE',
  taskOf: (span: Span<Folded<'alert'>['timeline']['initial']>) => Partial<FoundTask>,
): ReadonlyArray<FoundTask> => {
  const channels = new Set(
    timeline.steps.flatMap(({ state }) => entriesOf(state).map(({ channel }) => channel)),
  );
  return [...channels].flatMap((channel) =>
    whileSame(timeline, ({ state }) =>
      entriesOf(state).some((entry) => entry.channel === channel && entry.status === status)
        ? channel
        : undefined,
    ).map((span) => {
      const { firearmId }: Entered = span.opened.state;
      return {
        ...spanOf(span),
        ...taskOf(span),
        data: { channel, ...(firearmId === undefined ? {} : { firearmId }) },
      };
    }),
  );
};

/** A missing firearm is searchable abroad only once it is entered there (REQ-LST-02). */
export const alertEntryDue = defineTask<'alert'>()({
  kind: 'ALERT_ENTRY_DUE',
  meaning: 'A missing firearm is to be entered abroad, or its entry is to be changed.',
  ownerRole: 'POL',
  closes: 'OutboundNoticeSent of this alert through the channel',
  opensWith: () => true,
  find: (history) =>
    whileEntries(history, 'DUE', (span) => ({ due: dueAfter(span.opened.event, 'alertEntry') })),
});

/** An entry that is not deleted after 24 hours shows in the report (REQ-LST-02, policy `alertDeletion`). */
export const alertDeletionDue = defineTask<'alert'>()({
  kind: 'ALERT_DELETION_DUE',
  meaning: 'The alert is closed, and its entry abroad is still there.',
  ownerRole: 'POL',
  closes: 'OutboundNoticeSent of this alert with action DELETE through the channel',
  opensWith: () => true,
  find: (history) =>
    whileEntries(history, 'DELETE_DUE', (span) => ({ due: dueAfter(span.opened.event, 'alertDeletion') })),
});
