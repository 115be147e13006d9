import { eventId, firearmRef, partyId, reference } from './commonFields.ts';
import { list, optional, record, type ValueOf } from './shape.ts';

/** What the stream of the person and those of the firearms linked to him record of an erasure (catalogue 5.7). */
export const erasedData = record({
  subjectRefs: list(partyId('party whose data was erased'), 1, 500, 'parties concerned'),
  ruleId: reference('rule by which it was erased', 'REQ-REC-11'),
  keyIds: list(reference('key destroyed', 'K-1'), 0, 500, 'keys destroyed'),
  runId: optional(eventId('the proposal of the run that erased it')),
  firearmIds: optional(list(firearmRef('firearm'), 0, 1000, 'firearms whose records named the party')),
});
export type ErasedData = ValueOf<typeof erasedData>;
