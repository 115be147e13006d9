import { eventId, firearmRef, reference } from './commonFields.ts';
import { list, matching, optional, record, type ValueOf } from './shape.ts';

/** Whose key it was: a party, or a trace request, whose circumstances are sealed under a key of its own. */
const erasedSubject = (meaning: string) =>
  matching('^[PFR]-[0-7][0-9A-HJKMNP-TV-Z]{25}$', 28, meaning, 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX');

/** What the stream of the person or trace request and those of the firearms linked to it record of an erasure (catalogue 5.7). */
export const erasedData = record({
  subjectRefs: list(
    erasedSubject('party or trace request whose data was erased'),
    1,
    500,
    'whose data it was',
  ),
  ruleId: reference('rule by which it was erased', 'REQ-REC-11'),
  keyIds: list(reference('key destroyed', 'K-1'), 0, 500, 'keys destroyed'),
  runId: optional(eventId('the proposal of the run that erased it')),
  firearmIds: optional(
    list(firearmRef('firearm'), 0, 1000, 'firearms whose records named it, or that it named'),
  ),
});
/** What comes before it: the period to keep is over, by which rule, for whom (catalogue 5.7). */
export const expiredRetention = record({
  subjectRefs: list(
    erasedSubject('party or trace request whose data need not be kept any more'),
    1,
    500,
    'whose data it is',
  ),
  ruleId: reference('rule by which the period is over', 'REQ-REC-08'),
});
export type ErasedData = ValueOf<typeof erasedData>;
