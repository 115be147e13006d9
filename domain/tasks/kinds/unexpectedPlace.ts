import type { Role } from '../../event/envelope.ts';
import type { Anomaly, StreamState } from '../../stream/streamKind.ts';
import { lastAnswer, settledBy } from '../answers.ts';
import { dueAfter } from '../due.ts';
import { defineTask, ofType, type TaskDefinition } from '../task.ts';

type Odd = {
  readonly kind: Exclude<Anomaly['kind'], 'IDENTITY_CONFLICT'>;
  readonly meaning: string;
  readonly ownerRole: Role;
  readonly policeOnly?: true;
  /** Reports that the table accepts and marks `+flag`. */
  readonly opens: ReadonlyArray<string>;
  /** Later events by which somebody has looked into it, each for what it settles. */
  readonly settles: (opened: string, later: string) => boolean;
  readonly closes: string;
};

const missing: ReadonlySet<string> = new Set(['LST', 'STL']);

/** What the table accepts with a flag is somebody's to look into (catalogue 6.1, `+flag`); what explains it takes it away. */
const oddTask = <N extends 'firearm' | 'component'>({ opens, settles, ...odd }: Odd): TaskDefinition<N> =>
  defineTask<N>()({
    ...odd,
    opensWith: ofType(...opens),
    find: ({ events, timeline }) => {
      const anomalies = (timeline.steps.at(-1)?.state as StreamState | undefined)?.anomalies ?? [];
      return anomalies.flatMap(({ kind, eventId, status }) => {
        const place = timeline.steps.findIndex(({ event }) => event.eventId === eventId);
        const step = timeline.steps[place];
        if (kind !== odd.kind || step === undefined) return [];
        const decided = lastAnswer({ events, timeline }, eventId, ['DisputeDecided']);
        const settled = timeline.steps
          .slice(place + 1)
          .find((later) => later.status === 'EFFECTIVE' && settles(step.event.type, later.event.type));
        return [
          {
            openedBy: eventId,
            since: step.bounds.earliest,
            due: dueAfter(step.event, 'flaggedReport'),
            // What is missing and passes by is for the police, not for whoever tidies the register.
            ...(missing.has(status) ? { ownerRole: 'POL' as const } : {}),
            data: { type: step.event.type, recordedAs: status },
            ...(decided === undefined && settled !== undefined
              ? { closed: { by: settled.event.eventId, at: settled.bounds.earliest } }
              : settledBy(decided)),
          },
        ];
      });
    },
  });

/** Found, surrendered, seized or seen in transit though the register has it in other hands, or abroad. */
export const unexpectedPlace = <N extends 'firearm' | 'component'>(): TaskDefinition<N> =>
  oddTask<N>({
    kind: 'UNEXPECTED_PLACE',
    meaning:
      'It was seen where the register does not have it: is a report missing, or was it never reported lost?',
    ownerRole: 'CLK',
    opens: ['FirearmFound', 'FirearmSurrendered', 'FirearmSeized', 'TransitObserved'],
    // A transit leaves it where the register has it: what becomes of it there says nothing of the transit.
    settles: (opened, later) =>
      opened !== 'TransitObserved' && (later === 'FirearmReleased' || later === 'FirearmForfeited'),
    closes:
      'the report that explains it (loss, theft, dispatch, transfer), correction or annulment, DisputeDecided UPHELD, or the release or forfeiture of what was found',
  });

/** It left or arrived while it was reported missing: a stolen firearm went abroad under a licence. */
export const arrivedUnderAlert = oddTask<'firearm'>({
  kind: 'ARRIVED_UNDER_ALERT',
  meaning: 'It arrived in another State while an alert for it was open.',
  ownerRole: 'POL',
  policeOnly: true,
  opens: ['FirearmArrivedAbroad'],
  settles: (_opened, later) => later === 'AlertWithdrawn' || later === 'AlertDischarged',
  closes: 'AlertWithdrawn or AlertDischarged, correction or annulment, or DisputeDecided UPHELD',
});
