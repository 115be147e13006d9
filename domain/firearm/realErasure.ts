import type { RecordedEvent } from '../event/envelope.ts';
import { canonicalJson } from '../shared/canonicalJson.ts';
import type { ErasedData } from '../shared/erasure.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import type { FirearmCheck } from './definition.ts';

type Erased = Pick<ErasedData, 'subjectRefs' | 'ruleId' | 'keyIds' | 'runId'>;

const sorted = (ids: ReadonlyArray<string>): string => canonicalJson([...new Set(ids)].sort());

/** What the run recorded of a party or trace request, in its own stream. */
const erasureOf = (
  history: ReadonlyArray<RecordedEvent> | undefined,
  runId: string | undefined,
  ruleId: string,
): Erased | undefined =>
  history
    ?.filter(({ type }) => type === 'PersonalDataErased')
    .map(({ payload }) => payload as Erased)
    .find((erased) => erased.runId === runId && erased.ruleId === ruleId);

/**
 * That data was erased is true where keys were destroyed, and only a run that two persons decided destroys them. Recorded
 * here by itself, as for a firearm that turned out later to be the person's too, it names a completed run that erased
 * everybody it names, with the keys of its protocol.
 */
export const realErasureFault = ({
  payload,
  around,
  now,
  asHalf,
}: FirearmCheck<Erased>): Refusal | undefined => {
  if (asHalf) return undefined;
  const { subjectRefs, ruleId, keyIds, runId } = payload;
  const run = around
    .statesIn('system', '', { earliest: now, latest: now })?.[1]
    .erasureRuns.find((each) => each.runId === runId);
  if (run?.completedBy === undefined)
    return refusal(
      'R25',
      'No completed run of erasure is named, so no key was destroyed. Propose a run; it records this for every firearm concerned.',
      { pointer: '/payload/runId' },
    );
  const erased = subjectRefs.map((id) =>
    erasureOf(around.historyOf({ kind: id.startsWith('R-') ? 'trace' : 'party', id }), runId, ruleId),
  );
  const other = erased.indexOf(undefined);
  if (other >= 0)
    return refusal('R25', 'That run did not erase this party or trace request by this rule.', {
      pointer: `/payload/subjectRefs/${other}`,
    });
  return sorted(erased.flatMap((each) => each?.keyIds ?? [])) === sorted(keyIds)
    ? undefined
    : refusal('R25', 'These are not the keys that the run destroyed. Take them from its protocol.', {
        pointer: '/payload/keyIds',
      });
};
