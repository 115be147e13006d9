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
/** What comes before it: the period to keep is over, by which rule, for whom (catalogue 5.7). */
export const expiredRetention = record({
  subjectRefs: list(partyId('party whose data need not be kept any more'), 1, 500, 'parties concerned'),
  ruleId: reference('rule by which the period is over', 'REQ-REC-08'),
});
export type ErasedData = ValueOf<typeof erasedData>;
