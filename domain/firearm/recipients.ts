import type { RecordedEvent } from '../event/envelope.ts';
import { lastDayOf } from '../time/calendarDate.ts';
import { dayOf } from '../time/eventDay.ts';

/** An answer or notice that left with what the register held then. */
export type Received = {
  readonly recipient: string;
  readonly how: 'TRACE_ANSWER' | 'NOTICE';
  readonly disclosure: RecordedEvent;
};

type Disclosed = {
  readonly recipient?: { readonly country: string; readonly authority: string };
  readonly asOf?: { readonly valid: string };
  readonly channel?: string;
  readonly toStates?: ReadonlyArray<string>;
  readonly targetEventId?: string;
};
type About = { readonly targetEventId?: string; readonly annulmentEventId?: string };

const changes: ReadonlySet<string> = new Set(['RecordCorrected', 'RecordAnnulled', 'RecordReinstated']);
export const isChange = ({ type }: RecordedEvent): boolean => changes.has(type);

/** The record that a change is about; a reinstatement is about what its annulment was. */
export const changedRecord = (
  events: ReadonlyArray<RecordedEvent>,
  { payload }: RecordedEvent,
): RecordedEvent | undefined => {
  const { targetEventId, annulmentEventId } = payload as About;
  if (targetEventId !== undefined) return events.find(({ eventId }) => eventId === targetEventId);
  const annulment = events.find(({ eventId }) => eventId === annulmentEventId);
  return annulment === undefined ? undefined : changedRecord(events, annulment);
};

const receivedBy = (event: RecordedEvent): Received | undefined => {
  const { recipient, channel, toStates } = event.payload as Disclosed;
  if (event.type === 'DisclosureRecorded' && recipient !== undefined)
    return {
      recipient: `${recipient.authority} (${recipient.country})`,
      how: 'TRACE_ANSWER',
      disclosure: event,
    };
  return event.type === 'OutboundNoticeSent'
    ? { recipient: [channel, ...(toStates ?? [])].join(' '), how: 'NOTICE', disclosure: event }
    : undefined;
};

const holdsIdentity = ({ payload }: RecordedEvent): boolean =>
  typeof payload === 'object' && payload !== null && 'identity' in payload;

/**
 * Who had received what an event changes (REQ-DPR-04; users-and-jobs 2, late paper): answers and notices that left after
 * the wrong record and before its change; for a late record, those that were about its day or a later one.
 */
export const recipientsOf = (
  events: ReadonlyArray<RecordedEvent>,
  change: RecordedEvent,
  annulled: ReadonlySet<string>,
): ReadonlyArray<Received> => {
  const place = events.indexOf(change);
  const target = isChange(change) ? changedRecord(events, change) : undefined;
  const since = target === undefined ? 0 : events.indexOf(target);
  return events.slice(since, place).flatMap((event): ReadonlyArray<Received> => {
    const received = annulled.has(event.eventId) ? undefined : receivedBy(event);
    if (received === undefined) return [];
    const { targetEventId, asOf } = event.payload as Disclosed;
    // A notice tells of one event and of what the firearm is.
    const concerned =
      target === undefined
        ? asOf === undefined || lastDayOf(asOf.valid) >= dayOf(change)
        : targetEventId === undefined || targetEventId === target.eventId || holdsIdentity(target);
    return concerned ? [received] : [];
  });
};

/** When a recipient was told of a change. */
export const informedBy = (
  events: ReadonlyArray<RecordedEvent>,
  change: RecordedEvent,
  of: { readonly disclosureEventId?: string; readonly recipient?: string },
  annulled: ReadonlySet<string>,
): RecordedEvent | undefined =>
  events.find(({ type, eventId, payload }) => {
    const told = payload as {
      readonly targetEventId: string;
      readonly disclosureEventId?: string;
      readonly recipient: string;
    };
    return (
      type === 'RecipientInformed' &&
      !annulled.has(eventId) &&
      told.targetEventId === change.eventId &&
      (of.disclosureEventId === undefined
        ? told.recipient === of.recipient
        : told.disclosureEventId === of.disclosureEventId)
    );
  });
