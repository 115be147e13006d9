import { docRef, eventId, partyId, reference } from './commonFields.ts';
import { idPattern } from './ids.ts';
import { date, type Field, list, matching, optional, record, type ValueOf } from './shape.ts';

const upTo = <T, G>(field: Field<T, G>, meaning: string) => optional(list(field, 1, 1000, meaning));

/** What both streams record that can hold a hold: the ledger's own, and that of one firearm (Dir. 4(5) subpara 4). */
export const holdPlaced = record({
  scope: record(
    {
      firearmIds: upTo(
        matching(idPattern.firearm, 28, 'firearm', 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX'),
        'firearms',
      ),
      componentIds: upTo(
        matching(idPattern.component, 28, 'component', 'T-01J9ZK3C5E7G9JBMDPFRHTKVMX'),
        'components',
      ),
      partyIds: upTo(partyId('party'), 'parties'),
      caseRefs: upTo(reference('case', 'KU-77/26'), 'cases'),
    },
    'what is held; in the stream of a firearm it is that firearm',
    'HoldScope',
  ),
  ref: docRef('order of court or prosecutor, or decision of the data-protection officer'),
  reviewOn: optional(
    date('day on which somebody looks at it again; it ends only by being lifted', '2027-03-01'),
  ),
});
export type HoldPlaced = ValueOf<typeof holdPlaced>;

export const holdLifted = record({
  holdEventId: eventId('the hold that ends'),
  ref: docRef('the decision'),
});
export type HoldLifted = ValueOf<typeof holdLifted>;
