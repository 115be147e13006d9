import type { RecordedEvent } from '../../event/envelope.ts';
import { firearmFound as firearmFoundEvent } from '../../firearm/events/firearmFound.ts';
import {
  firearmReleased as firearmReleasedEvent,
  releaseFault,
} from '../../firearm/events/firearmReleased.ts';
import { firearmSeized as firearmSeizedEvent } from '../../firearm/events/firearmSeized.ts';
import { isEstablished } from '../../firearm/receivingRight.ts';
import type { PartyRole } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { type Absent, isAbsent } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { openLossAlert, parentState } from '../guards.ts';
import { idOf } from '../identity.ts';
import { partiesDiffer } from '../particulars.ts';
import { withCategory } from '../receiver.ts';
import type { ComponentState } from '../state.ts';
import { sharedWithFirearm } from './sharedWithFirearm.ts';

type Seen = {
  readonly marksSeen?: ReadonlyArray<{
    readonly location: string | Absent;
    readonly serialRaw: string | Absent;
  }>;
};
type Seizure = Seen & { readonly caseRef: string };
type Release = {
  readonly toParty: string;
  readonly partyRole: PartyRole;
  readonly receiverAuthorisationId?: string;
};

/** What an officer sees on a component that the register does not know; what it knows already stays. */
export const withSeen = (state: ComponentState, event: RecordedEvent): ComponentState => {
  const [mark] = (event.payload as Seen).marksSeen ?? [];
  const kind = mark === undefined || isAbsent(mark.location) ? undefined : mark.location;
  return {
    ...state,
    componentId: idOf(event.streamId),
    ...(state.kind === undefined && kind !== undefined ? { kind } : {}),
    ...(state.serialRaw === undefined && mark !== undefined ? { serialRaw: mark.serialRaw } : {}),
    ...(state.holder === undefined && state.parent === undefined
      ? { holder: { party: event.metadata.recordedBy.organisationId, role: 'AUTHORITY' as const } }
      : {}),
  };
};

/** A component was found, seized or handed back on its own: physical facts are never refused (catalogue 6.1). */
export const firearmFound = defineEvent({ ...sharedWithFirearm(firearmFoundEvent), apply: withSeen });
export const firearmSeized = defineEvent({
  ...sharedWithFirearm(firearmSeizedEvent),
  lift: (code, payload, state) =>
    code === 'R22' && !state.seizureCases.includes((payload as Seizure).caseRef) ? 'SAME' : undefined,
  apply: (state, event) => ({
    ...withSeen(state, event),
    seizureCases: [...state.seizureCases, (event.payload as Seizure).caseRef],
  }),
});
/** A part that goes back to its firearm is held under the right for that one. */
const receivedAlone = ({ parent }: ComponentState): boolean => parent === undefined;

export const firearmReleased = defineEvent({
  ...sharedWithFirearm(firearmReleasedEvent),
  flags: ({ payload, state }) =>
    receivedAlone(state) && !isEstablished(state.category) && (payload as Release).partyRole !== 'STATE'
      ? ['RECEIVER_NOT_ENTITLED']
      : [],
  check: (context) => {
    const { state } = context;
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(
        open.kind === 'STOLEN' ? 'R11' : 'R10',
        'An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.',
        { eventIds: [open.openedBy] },
      );
    const release = context.payload as Release;
    if (partiesDiffer(parentState(context)?.holder?.party, release.toParty))
      return refusal(
        'R17',
        'The component belongs to a firearm of another holder. Record its removal from there first.',
        { pointer: '/payload/toParty' },
      );
    return receivedAlone(state) && isEstablished(state.category)
      ? releaseFault(withCategory(context), release)
      : undefined;
  },
  apply: ({ holder: _authority, ...state }, event) => {
    const { toParty, partyRole } = event.payload as Release;
    return {
      ...state,
      seizureCases: [],
      ...(state.parent === undefined ? { holder: { party: toParty, role: partyRole } } : {}),
    };
  },
});
