import type { ErasedData } from '../shared/erasure.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import type { Spread } from '../stream/definition.ts';
import type { Surroundings } from '../stream/surroundings.ts';
import { holdsOn } from '../system/state.ts';
import type { Instant } from '../time/zone.ts';

const systemAt = (around: Surroundings, now: Instant) =>
  around.statesIn('system', '', { earliest: now, latest: now })?.[1];

/**
 * Personal data is erased by a run that two persons decided, and by nothing else (users-and-jobs 2 and 6). They decided on
 * the holds of that moment: a later one may keep anybody of the run, by whatever record, case or other id, so the rest of
 * it is for a new run to judge.
 */
export const runFault = (
  runId: string | undefined,
  around: Surroundings,
  now: Instant,
): Refusal | undefined => {
  const system = systemAt(around, now);
  const run = system?.erasureRuns.find((each) => each.runId === runId);
  const approvedAs = run?.approvedAs;
  if (approvedAs === undefined || run?.completedBy !== undefined)
    return refusal(
      'R25',
      'Personal data is erased by a run that two persons decided, while it is under way.',
      {
        pointer: '/payload/runId',
      },
    );
  return system?.holds.some(({ recordedAs }) => recordedAs > approvedAs) === true
    ? refusal('R25', 'A legal hold was placed since the run was approved. Propose a run anew.', {
        pointer: '/payload/runId',
      })
    : undefined;
};

/** A hold on one of these keeps what is to be erased (Dir. 4(5) subpara 4, REQ-REC-11). */
export const holdFault = (
  subjects: ReadonlyArray<string>,
  around: Surroundings,
  now: Instant,
): Refusal | undefined => {
  const system = systemAt(around, now);
  return system !== undefined && subjects.some((subject) => holdsOn(system, subject).length > 0)
    ? refusal('R25', 'A legal hold is in force. It has to be lifted first (LegalHoldLifted).')
    : undefined;
};

/** What the firearms concerned record of an erasure; each asks for its own period and holds once more. */
export const erasureInFirearms = ({ firearmIds, ...erased }: ErasedData): ReadonlyArray<Spread> =>
  (firearmIds ?? []).flatMap((id) => {
    const stream = { kind: 'firearm', id } as const;
    const { subjectRefs, ruleId } = erased;
    return [
      { stream, type: 'RetentionExpired', payload: { subjectRefs, ruleId } },
      { stream, type: 'PersonalDataErased', payload: erased },
    ];
  });
