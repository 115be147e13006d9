import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { checkPair, otherHalf, twoParties } from './merge.ts';

/** Two records are the same party (catalogue 5.3): both ids stay, no event moves, PartySplit undoes it. */
export const partyMerged = defineEvent({
  type: 'PartyMerged',
  schemaVersion: 1,
  meaning: 'Two records turned out to be one party. Both ids stay; one is the alias of the other.',
  payload: twoParties,
  recordedBy: ['CLK'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(c)', 'GDPR:16'],
  looksAt: ({ survivorId, aliasId }) => [
    { kind: 'party', id: survivorId },
    { kind: 'party', id: aliasId },
  ],
  check: (context) => {
    const { payload, around, moment } = context;
    const wrong = checkPair(context);
    if (wrong !== undefined) return wrong;
    const survivor = around.statesIn('party', payload.survivorId, moment)?.[1];
    const alias = around.statesIn('party', payload.aliasId, moment)?.[1];
    if (survivor?.kind === undefined || alias?.kind === undefined)
      return refusal('PARTY_NOT_REGISTERED', 'Register both parties before merging them.');
    return survivor.kind === alias.kind
      ? undefined
      : refusal('R17', `A ${alias.kind} and a ${survivor.kind} cannot be the same party.`);
  },
  spreads: otherHalf('PartyMerged'),
  apply: (state, { payload }, before) =>
    payload.aliasId === before.partyId
      ? { ...state, mergedInto: payload.survivorId, statusBeforeMerge: before.status }
      : { ...state, aliases: [...state.aliases, payload.aliasId] },
});
