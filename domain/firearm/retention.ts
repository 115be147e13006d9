import type { Policy } from '../policy/policy.ts';
import { holidaysBy } from '../policy/workingDays.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import { holdsOn } from '../system/state.ts';
import type { Timeline } from '../time/bitemporalFold.ts';
import { clockStart } from '../time/clockStart.ts';
import type { Holidays } from '../time/holidays.ts';
import type { RetentionEnd } from '../time/retention.ts';
import { endOfPeriod, erasableAt, recordPeriod } from '../time/retention.ts';
import type { Instant } from '../time/zone.ts';
import { caseRefsIn } from './caseRefs.ts';
import { clockAroseAt, clockOfFirearm } from './clockFacts.ts';
import type { FirearmCheck } from './definition.ts';
import type { FirearmState } from './state.ts';

/** Whether it turned up after its identity had ended, and that is not resolved: the clock stops (HC-15). */
export const hasTurnedUp = ({ anomalies }: Pick<FirearmState, 'anomalies'>): boolean =>
  anomalies.some(
    ({ kind, status }) => kind === 'IDENTITY_CONFLICT' && (status === 'DST' || status === 'DSM'),
  );

/** Until when the records of the firearm are kept (REQ-REC-08); undefined while no clock runs. */
export const firearmKeptUntil = (
  state: Pick<FirearmState, 'destroyedOn' | 'exportedOn' | 'anomalies'>,
  policy: Pick<Policy, 'export' | 'retention'>,
  holidays: Holidays,
): RetentionEnd | undefined => {
  const from = clockStart(
    {
      ...(state.destroyedOn === undefined ? {} : { destroyedOn: state.destroyedOn }),
      ...(state.exportedOn === undefined ? {} : { exportedOn: state.exportedOn }),
      turnedUp: hasTurnedUp(state),
    },
    policy,
  );
  return from === undefined
    ? undefined
    : endOfPeriod(from, recordPeriod, {
        workingDayShift: policy.retention.workingDayShift,
        holidays,
      });
};

/** The moment at which the clock began, whose policy says how it is counted. */
const clockBegin = (timeline: Timeline<FirearmState>, now: Instant): Instant => {
  const clock = clockOfFirearm(timeline);
  return clock === undefined ? now : clockAroseAt(clock);
};

/** Erasure waits for the end of the clock and for the last hold (Dir. 4(5) subpara 4; REQ-REC-11). */
export const erasureFault = ({
  payload,
  id,
  around,
  state,
  policyAt,
  timeline,
  history,
  now,
  metadata,
}: FirearmCheck<{ readonly subjectRefs: ReadonlyArray<string> }>): Refusal | undefined => {
  const system = around.statesIn('system', '', { earliest: now, latest: now })?.[1];
  const held = [id, ...payload.subjectRefs, ...caseRefsIn(history)].some(
    (subject) => system !== undefined && holdsOn(system, subject).length > 0,
  );
  if (held || state.legalHolds.length > 0)
    return refusal('R25', 'A legal hold is in force. It has to be lifted first (LegalHoldLifted).');
  if (state.custody === 'DSM')
    return refusal('R25', 'The firearm was dismantled: records go with the last of its surviving parts.');
  const end = firearmKeptUntil(state, policyAt(clockBegin(timeline, now)), holidaysBy(policyAt));
  if (end === undefined)
    return refusal('R25', 'No retention clock runs for this firearm: its records are kept.');
  return now >= erasableAt(end, metadata.effectiveAt.zone)
    ? undefined
    : refusal(
        'R25',
        `The records are kept until ${end.lastDay}; they may be erased from ${end.erasableFrom}.`,
      );
};
