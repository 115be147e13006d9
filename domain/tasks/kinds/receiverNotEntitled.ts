import type { ComponentState } from '../../component/state.ts';
import type { RecordedEvent } from '../../event/envelope.ts';
import type { FirearmState, Holder } from '../../firearm/state.ts';
import { flaggedTask } from './flagged.ts';

type Receives = {
  readonly responsiblePartyId?: unknown;
  readonly acquirerId?: unknown;
  readonly custodianId?: unknown;
  readonly toParty?: unknown;
};

/** Who came to have it by the report that was flagged. */
const receiverOf = ({ payload }: RecordedEvent): string | undefined => {
  const { responsiblePartyId, acquirerId, custodianId, toParty } = payload as Receives;
  return [responsiblePartyId, acquirerId, custodianId, toParty].find((id) => typeof id === 'string');
};

const withAuthority: ReadonlySet<string> = new Set(['AUT', 'SZD', 'FRF', 'EXP', 'DSM', 'DST', 'DESTROYED']);
const held = (by: Holder | { readonly party: unknown } | undefined, party: string | undefined): boolean =>
  by?.party === party;

const words = {
  flag: 'RECEIVER_NOT_ENTITLED',
  meaning: 'Somebody came to have this firearm or component, and no right of his that covers it is recorded.',
  closes: ', or the firearm or component leaving him',
  party: receiverOf,
} as const;

/** An amnesty, a loan, a part of unknown category: recorded as it is, and looked into (Dir. 9, 10; REQ-CMP-03). */
export const firearmReceiverNotEntitled = flaggedTask<'firearm'>({
  ...words,
  settles: ({ state }: { readonly state: FirearmState }, event) =>
    withAuthority.has(state.custody) ||
    !(held(state.holder, receiverOf(event)) || held(state.custodian, receiverOf(event))),
});
export const componentReceiverNotEntitled = flaggedTask<'component'>({
  ...words,
  settles: ({ state }: { readonly state: ComponentState }, event) =>
    withAuthority.has(state.status) || state.status === 'FITTED' || !held(state.holder, receiverOf(event)),
});
