import type { Purpose } from '../../domain/access/policy.ts';
import type { ComponentState } from '../../domain/component/state.ts';
import { clockOfFirearm } from '../../domain/firearm/clockFacts.ts';
import type { FirearmState } from '../../domain/firearm/state.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import { accessibleFrom, mayAccess } from '../../domain/time/accessPeriod.ts';
import type { Timeline } from '../../domain/time/bitemporalFold.ts';
import { type CalendarDate, lastDayOf } from '../../domain/time/calendarDate.ts';
import { writtenMoment } from '../../domain/time/effectiveTime.ts';
import { localDate } from '../../domain/time/localDate.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** The last day on which the subject may have been destroyed; none while it turned up again (HC-15). */
const destroyedOn = (kind: StreamKindName, timeline: Timeline<unknown>): CalendarDate | undefined => {
  if (kind === 'firearm') {
    const facts = clockOfFirearm(timeline as Timeline<FirearmState>)?.facts;
    return facts?.turnedUp === true ? undefined : facts?.destroyedOn;
  }
  if (kind !== 'component') return undefined;
  const last = (timeline as Timeline<ComponentState>).steps.at(-1)?.state.destroyedOn;
  return last === undefined ? undefined : lastDayOf(writtenMoment(last));
};

/** Whether the record may be read for the purpose today, by the day of destruction as known today. */
export const isAccessible = (
  { record, zone }: Pick<HttpDeps, 'record' | 'zone'>,
  purpose: Purpose,
  kind: StreamKindName,
  timelineNow: Timeline<unknown>,
): boolean => mayAccess(purpose, destroyedOn(kind, timelineNow), record.clock.now(), zone);

/**
 * Licensing and customs read the record of what was destroyed for 10 years, police and prosecution for 30 (Dir. 4(5)
 * subpara 3; REQ-REC-09, REQ-REC-10). The day of destruction as known today decides, whatever moment is asked about.
 */
export const checkAccessible = (
  deps: Pick<HttpDeps, 'record' | 'zone'>,
  purpose: unknown,
  kind: StreamKindName,
  timelineNow: Timeline<unknown>,
): void => {
  if (isAccessible(deps, purpose as Purpose, kind, timelineNow)) return;
  throw problem(
    404,
    'NO_ACCESSIBLE_RECORD',
    'no accessible record',
    'There is no record that may be read for this purpose. The period of access after destruction is over.',
  );
};

/** What lists leave out for a purpose: records of what was destroyed before this day. */
export const destroyedSince = (
  deps: Pick<HttpDeps, 'record' | 'zone'>,
  purpose: unknown,
): CalendarDate | undefined =>
  accessibleFrom(purpose as Purpose, localDate(deps.record.clock.now(), deps.zone));
