import { partyId, place } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { list, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { identity, markSeen } from '../identity.ts';
import { keptByAuthority, seenMarks, withMarks } from './shared.ts';

/** A party is named, an anonymous surrender names nobody. */
export const surrenderFault = ({
  by,
  byParty,
}: {
  readonly by: 'PARTY' | 'ANONYMOUS';
  readonly byParty?: string;
}): Refusal | undefined =>
  (by === 'PARTY') === (byParty !== undefined)
    ? undefined
    : refusal('R33', 'A party is named by byParty; an anonymous surrender names nobody.', {
        pointer: '/payload/byParty',
      });

export const firearmSurrendered = defineEvent({
  type: 'FirearmSurrendered',
  schemaVersion: 1,
  meaning: 'A firearm was handed to an authority, by a party or by somebody who did not say who he is.',
  payload: record({
    by: oneOf(['PARTY', 'ANONYMOUS'], 'who handed it over'),
    // Only where somebody said who he is.
    byParty: optional(partyId('the party that handed it over')),
    scheme: oneOf(['VOLUNTARY', 'AMNESTY', 'WITHDRAWAL_ORDER'], 'under which scheme'),
    place: optional(place('where it was handed over')),
    marksSeen: optional(list(markSeen, 0, 20, 'marks as seen')),
    identityAsSeen: optional(identity),
  }),
  recordedBy: ['CLK', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['SDG:16.4.2'],
  physical: true,
  check: ({ payload }) => surrenderFault(payload),
  apply: (state, { payload, eventId, metadata }) =>
    withMarks(
      keptByAuthority(state, metadata.recordedBy.organisationId, eventId, payload.identityAsSeen),
      seenMarks(payload.marksSeen ?? [], eventId),
    ),
});
