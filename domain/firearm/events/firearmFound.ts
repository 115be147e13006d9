import { place, reference } from '../../shared/commonFields.ts';
import { list, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { identity, markSeen } from '../identity.ts';
import { keptByAuthority, seenMarks, withMarks } from './shared.ts';

export const firearmFound = defineEvent({
  type: 'FirearmFound',
  schemaVersion: 1,
  meaning: 'A firearm was found and is with an authority, whether or not the register knew it.',
  payload: record({
    place: place('where it was found'),
    finderRef: optional(reference('reference to the finder, kept by the authority')),
    marksSeen: list(markSeen, 0, 20, 'marks as seen'),
    identityAsSeen: optional(identity),
  }),
  recordedBy: ['POL', 'CUS', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:9', 'SDG:16.4.2'],
  physical: true,
  apply: (state, { payload, eventId, metadata }) =>
    withMarks(
      keptByAuthority(state, metadata.recordedBy.organisationId, eventId, payload.identityAsSeen),
      seenMarks(payload.marksSeen, eventId),
    ),
});
