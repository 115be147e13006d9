import { erasureInFirearms, holdFault, runFault } from '../../erasure/guards.ts';
import type { RecordedEvent } from '../../event/envelope.ts';
import { continuesAs } from '../../firearm/identityChanges.ts';
import { holidaysBy } from '../../policy/workingDays.ts';
import { erasedData } from '../../shared/erasure.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { localDate } from '../../time/localDate.ts';
import { erasableAt } from '../../time/retention.ts';
import { defineEvent, type TraceCheck } from '../definition.ts';
import { lastDayOfTrace, traceKeptUntil } from '../kept.ts';
import { casesTraced, firearmsTraced } from '../named.ts';

type Kept = Pick<TraceCheck<unknown>, 'now' | 'metadata' | 'policy' | 'policyAt'>;

/** The years of the request itself; each firearm that it names is asked for its own clock. */
const periodFault = (
  history: ReadonlyArray<RecordedEvent>,
  { now, metadata, policy, policyAt }: Kept,
): Refusal | undefined => {
  const { zone } = metadata.effectiveAt;
  const end = traceKeptUntil(lastDayOfTrace(history) ?? localDate(now, zone), {
    workingDayShift: policy.retention.workingDayShift,
    holidays: holidaysBy(policyAt),
  });
  return now >= erasableAt(end, zone)
    ? undefined
    : refusal('R25', `The request is kept until ${end.lastDay}; it may be erased from ${end.erasableFrom}.`);
};

/**
 * What a trace request says of persons met where the arm was found is sealed under a key of the request. It is erased by
 * a run that two persons decided: twenty years after the last event of the request, and not before the period of the
 * last firearm that it was about is over (REQ-TRC-02: the longer of both; REQ-REC-11).
 */
export const personalDataErased = defineEvent({
  type: 'PersonalDataErased',
  schemaVersion: 1,
  meaning: 'Personal data of the trace request was erased: the period to keep it is over.',
  payload: erasedData,
  // The catalogue names the DPO as well: he proposes and approves the run, which alone records it.
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'ITI:12'],
  looksAt: ({ firearmIds }) => (firearmIds ?? []).map((id) => ({ kind: 'firearm', id })),
  check: ({ payload, id, state, history, around, now, metadata, policy, policyAt, phase }) => {
    if (phase === 'NOW') return undefined;
    if (state.erasedUnder !== undefined)
      return refusal('R19', 'The personal data of this request is erased already.');
    if (payload.subjectRefs.length !== 1 || payload.subjectRefs[0] !== id)
      return refusal('R25', 'In the stream of a trace request its own data is erased, nobody else’s.', {
        pointer: '/payload/subjectRefs',
      });
    const firearms = [...new Set(firearmsTraced(history).map((firearm) => continuesAs(firearm, { around })))];
    const left = firearms.filter((firearm) => payload.firearmIds?.includes(firearm) !== true);
    if (left.length > 0)
      return refusal('R25', `The request was also about ${left.join(', ')}: name every firearm.`, {
        pointer: '/payload/firearmIds',
      });
    return (
      runFault(payload.runId, around, now) ??
      holdFault([...firearms, ...firearmsTraced(history), ...casesTraced(history)], around, now) ??
      periodFault(history, { now, metadata, policy, policyAt })
    );
  },
  spreads: ({ payload }) => erasureInFirearms(payload),
  apply: (state, { payload }) => ({ ...state, erasedUnder: payload.ruleId }),
});
