import { docRef, partyId } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { optional, record, type ValueOf } from '../../shared/shape.ts';
import type { Spread } from '../../stream/definition.ts';
import type { PartyCheck } from '../definition.ts';

/** What merge and split say: which id is kept, and which one stays as its alias. Recorded in both streams. */
export const twoParties = record({
  survivorId: partyId('the id that is used from now on'),
  aliasId: partyId('the id that is its alias'),
  decisionRef: optional(docRef('decision or evidence')),
});
export type TwoParties = ValueOf<typeof twoParties>;

/** The other half of the command, in the stream of the other party. */
export const otherHalf =
  (type: string) =>
  ({ payload, id }: PartyCheck<TwoParties>): ReadonlyArray<Spread> => [
    {
      stream: { kind: 'party', id: id === payload.survivorId ? payload.aliasId : payload.survivorId },
      type,
      payload,
    },
  ];

/** Both ids differ, and the event is recorded with one of the two. */
export const checkPair = ({ payload, id }: PartyCheck<TwoParties>): Refusal | undefined => {
  if (payload.survivorId === payload.aliasId)
    return refusal('R17', 'Survivor and alias are the same party.', { pointer: '/payload/aliasId' });
  return id === payload.survivorId || id === payload.aliasId
    ? undefined
    : refusal('R17', 'Record this with one of the two parties it names.', { pointer: '/payload/survivorId' });
};
