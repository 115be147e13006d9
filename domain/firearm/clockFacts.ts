import { aroseAt } from '../time/arising.ts';
import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import type { ClockFacts } from '../time/clockStart.ts';
import { dayOf } from '../time/eventDay.ts';
import type { Instant } from '../time/zone.ts';
import { hasTurnedUp } from './retention.ts';
import type { FirearmState } from './state.ts';

type Step = TimelineStep<FirearmState>;
type Arrival = { readonly definitive?: boolean };

/** The facts of one firearm's clock with the events they rest on (Dir. 4(5) subpara 2; HC-15, HC-16). */
export type ClockOfFirearm = {
  readonly facts: ClockFacts;
  /** The destruction or the definitive export. */
  readonly startedBy: Step;
  /** What stops it: the firearm turned up again, or came back. */
  readonly stoppedBy?: Step;
};

const effective = ({ status }: Step): boolean => status === 'EFFECTIVE';
const isExport = ({ event }: Step): boolean =>
  event.type === 'FirearmArrivedAbroad' && (event.payload as Arrival).definitive === true;

/** The clock that a history starts, or undefined while nothing was destroyed or left for good. */
export const clockOfFirearm = ({ steps }: Timeline<FirearmState>): ClockOfFirearm | undefined => {
  const counted = steps.filter(effective);
  const destroyed = counted.findLast(({ event }) => event.type === 'FirearmDestroyed');
  if (destroyed !== undefined) {
    const last = counted.at(-1)?.state;
    const conflicts = new Set(
      (last?.anomalies ?? [])
        .filter((anomaly) => hasTurnedUp({ anomalies: [anomaly] }))
        .map(({ eventId }) => eventId),
    );
    const turnedUp = counted.find(({ event }) => conflicts.has(event.eventId));
    return {
      facts: {
        destroyedOn: destroyed.state.destroyedOn ?? dayOf(destroyed.event),
        ...(turnedUp === undefined ? {} : { turnedUp: true }),
      },
      startedBy: destroyed,
      ...(turnedUp === undefined ? {} : { stoppedBy: turnedUp }),
    };
  }
  const exported = counted.findLast(isExport);
  if (exported === undefined) return undefined;
  const returned = counted.slice(counted.indexOf(exported) + 1).find(({ state }) => state.custody !== 'EXP');
  return {
    facts: {
      exportedOn: exported.state.exportedOn ?? dayOf(exported.event),
      ...(returned === undefined ? {} : { returned: true }),
    },
    startedBy: exported,
    ...(returned === undefined ? {} : { stoppedBy: returned }),
  };
};

/** When the clock began to run: the policy of that moment says how its end is counted. */
export const clockAroseAt = ({ facts, startedBy: { bounds, event } }: ClockOfFirearm): Instant => {
  const day = facts.destroyedOn ?? facts.exportedOn;
  return day === undefined ? bounds.earliest : aroseAt(bounds.earliest, day, event.metadata.effectiveAt.zone);
};
