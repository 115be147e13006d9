import { docRef, eventId } from '../../shared/commonFields.ts';
import { idPattern } from '../../shared/ids.ts';
import { list, matching, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';

export const firearmRef = (meaning: string) =>
  matching(idPattern.firearm, 28, meaning, 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX');

/** Firearms that may be one, or one record that may be of several (catalogue 5.7). */
export const conflictStreams = list(firearmRef('firearm'), 1, 10, 'firearms concerned');

export const openedConflict = record({
  streams: conflictStreams,
  basis: oneOf(
    ['SAME_IDENTITY', 'SAME_MARKS', 'MIXED_RECORDS', 'ENDED_FIREARM_SEEN', 'OTHER'],
    'what raised the doubt',
  ),
  // The ledger itself opens one where all marks are equal (HC-07): the records are the evidence then.
  evidence: optional(docRef('evidence for the doubt')),
});

export const resolvedConflict = record({
  streams: conflictStreams,
  evidence: docRef('evidence for the resolution, such as the report of the comparison'),
  resolution: oneOf(['SAME', 'DIFFERENT', 'UNDECIDABLE'], 'one firearm, several, or not to be found out'),
  survivorId: optional(firearmRef('SAME: under which id the history goes on')),
  splitEventIds: optional(
    list(eventId('event of the other firearm'), 1, 500, 'DIFFERENT: what belongs to another firearm'),
  ),
  newFirearmId: optional(firearmRef('DIFFERENT: the id of that other firearm; added')),
});

export const mergedStreams = record({
  survivorId: firearmRef('under which id the history goes on'),
  mergedId: firearmRef('the record that is the same firearm'),
  evidence: docRef('evidence'),
});
export type MergedStreams = ValueOf<typeof mergedStreams>;

export const splitStream = record({
  fromId: firearmRef('the record that mixed two firearms'),
  intoId: optional(firearmRef('the other firearm; added')),
  eventIds: list(eventId('event of the other firearm'), 1, 500, 'what belongs to the other firearm'),
  evidence: docRef('evidence'),
});
export type SplitStream = ValueOf<typeof splitStream>;
