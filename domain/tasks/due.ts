import type { RecordedEvent } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import { type Term, terms } from '../policy/terms.ts';
import { holidaysIn, moves } from '../policy/workingDays.ts';
import { assertNever } from '../shared/assertNever.ts';
import type { PolicyPeriod } from '../system/policyInForce.ts';
import type { CalendarDate } from '../time/calendarDate.ts';
import { addDays, startOfDate } from '../time/calendarDate.ts';
import { addDuration, durationOf } from '../time/duration.ts';
import { dayOf } from '../time/eventDay.ts';
import { type Holidays, workingDayFrom } from '../time/holidays.ts';
import type { Instant } from '../time/zone.ts';

/**
 * Until when a task is to be done: a term of the policy counted from a day of effective time (catalogue 8 rule 5), or a
 * day that an event states itself. The policy of the day on which the duty arose is applied when somebody asks, so a
 * changed policy moves no deadline that runs already.
 */
export type Due =
  | { readonly term: Term; readonly from: CalendarDate; readonly zone: string }
  | { readonly on: CalendarDate; readonly zone: string };

export { type Term, terms } from '../policy/terms.ts';

/** The period that the policy gives for a term, as ISO 8601. */
export const periodOf = (term: Term, { deadlines, reportDeadline }: Policy): string => {
  switch (term) {
    case 'inheritanceSettled':
    case 'disposalAfterWithdrawal':
    case 'importMark':
    case 'seizedUndecided':
    case 'arrivalAbroad':
    case 'temporaryImportExit':
    case 'transferConfirmation':
    case 'alertEntry':
    case 'alertDeletion':
    case 'traceAcknowledgement':
    case 'traceAnswer':
    case 'traceClarification':
    case 'traceReply':
    case 'flaggedReport':
    case 'stockDiscrepancy':
    case 'refusalDeletion':
    case 'subjectRequest':
      return deadlines[term];
    case 'notices.definitiveTransfer':
      return deadlines.notices.definitiveTransfer;
    case 'notices.movement':
      return deadlines.notices.movement;
    case 'notices.refusal':
      return deadlines.notices.refusal;
    case 'report.private':
      return reportDeadline.private;
    default:
      return assertNever(term);
  }
};

/** A term as a version of the policy measures it, for duties that arose while that version held. */
export type TermInForce = {
  readonly name: Term;
  readonly period: string;
  /** Whether its last day moves to a working day. */
  readonly moves: boolean;
  readonly from: Instant;
  readonly until: Instant;
};

/** The terms of all versions. */
export const termsInForce = (
  periods: ReadonlyArray<PolicyPeriod>,
  names: ReadonlyArray<Term> = terms,
): ReadonlyArray<TermInForce> =>
  periods.flatMap(({ policy, from, until }) =>
    names.map((name) => ({ name, period: periodOf(name, policy), moves: moves(name, policy), from, until })),
  );

/** Last day of a task: the day of the event does not count (Reg. 1182/71 art. 3(1)), and the last one may move. */
export const dueOn = (due: Due, policy: Policy, holidays: Holidays = holidaysIn(policy)): CalendarDate => {
  if ('on' in due) return due.on;
  const nominal = addDuration(due.from, durationOf(periodOf(due.term, policy)));
  return moves(due.term, policy) ? workingDayFrom(nominal, holidays) : nominal;
};

/** The moment from which it is overdue: the end of its last local day. */
export const overdueFrom = (lastDay: CalendarDate, zone: string): Instant =>
  startOfDate(addDays(lastDay, 1), zone);

/** A term counted from the event. */
export const dueAfter = (event: RecordedEvent, term: Term): Due => ({
  term,
  from: dayOf(event),
  zone: event.metadata.effectiveAt.zone,
});
