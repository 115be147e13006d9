import { type AsOf, asKnown, knownOfLog } from './asKnown.ts';
import type { HttpDeps } from './deps.ts';
import { notYourFirearm, ownStatesOf } from './ownRecords.ts';

/**
 * The registry view of a firearm for who answers for it: what it is and since when it is his; of alerts only those that
 * he reported himself. The version is that of the event since which it is his: a later one would tell that something
 * was recorded.
 */
export const ownFirearm = async (
  deps: Pick<HttpDeps, 'eventStore' | 'knownUntil' | 'codec' | 'record' | 'zone'>,
  firearmId: string,
  party: string,
  query: AsOf,
) => {
  const times = asKnown(deps, await knownOfLog(deps)).moments(query);
  const own = (await ownStatesOf(deps, [firearmId], party, times)).get(firearmId);
  if (own === undefined || own.shown.holder?.party !== party) throw notYourFirearm();
  const { state, shown, concernsParty } = own;
  return {
    firearmId,
    ...times,
    streamVersion: own.since.event.streamVersion,
    custody: shown.custody,
    condition: state.condition,
    markState: state.markState === 'ALTERED' ? 'MARKED' : state.markState,
    alerts: state.alerts
      .filter(({ openedBy }) => concernsParty(openedBy))
      .map(({ kind, openedBy }) => ({ kind, openedBy, alertId: null })),
    holder: { party, role: own.shown.holder.role },
    custodian:
      state.custodian !== undefined && concernsParty(state.custodian.since) ? { ...state.custodian } : null,
    responsible: party,
    // That marks were found altered is for the authority to say.
    identityLink: 'PROVEN' as const,
    marketBlocked: state.marketBlocked,
    identity: (state.identity as Record<string, unknown> | undefined) ?? null,
    marks: state.marks
      .filter(({ origin }) => origin !== 'SEEN' && origin !== 'RECOVERED')
      .map((mark) => ({ ...mark })),
    importMarkDue: state.importMarkDue,
    predecessorId: state.predecessorId ?? null,
    successorId: state.successorId ?? null,
    categoryCheckDue: state.categoryCheckDue ?? null,
    certain: true,
    anomalies: [],
    findings: [],
    disputed: [],
    inconsistent: [],
  };
};
