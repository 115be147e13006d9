import { firearmForfeited as firearmForfeitedEvent } from '../../firearm/events/firearmForfeited.ts';
import {
  firearmSurrendered as firearmSurrenderedEvent,
  surrenderFault,
} from '../../firearm/events/firearmSurrendered.ts';
import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { sharedWithFirearm } from './sharedWithFirearm.ts';
import { withSeen } from './withAuthority.ts';

/** A part was handed to an authority on its own; a physical fact, like its finding (catalogue 6.1). */
export const firearmSurrendered = defineEvent({
  ...sharedWithFirearm(firearmSurrenderedEvent),
  check: ({ payload }) => surrenderFault(payload as Parameters<typeof surrenderFault>[0]),
  apply: withSeen,
});

/** A part fell to the State by order: from then on its authority answers for it (Protocol 6). */
export const firearmForfeited = defineEvent({
  ...sharedWithFirearm(firearmForfeitedEvent),
  check: ({ state }) =>
    state.parent === undefined
      ? undefined
      : refusal(
          'R17',
          'The component belongs to a firearm by the register. Record its removal from there, or forfeit the firearm.',
        ),
  apply: (state, { metadata }) => ({
    ...state,
    seizureCases: [],
    holder: { party: metadata.recordedBy.organisationId, role: 'AUTHORITY' },
  }),
});
