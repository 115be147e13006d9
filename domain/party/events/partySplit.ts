import { refusal } from '../../shared/refusal.ts';
import { defineEvent } from '../definition.ts';
import { checkPair, otherHalf, twoParties } from './merge.ts';

/** Undoes a merge (catalogue 5.3): the alias is a party of its own again. */
export const partySplit = defineEvent({
  type: 'PartySplit',
  schemaVersion: 1,
  meaning: 'Two records that were merged are two parties after all.',
  payload: twoParties,
  recordedBy: ['CLK'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(c)', 'GDPR:16'],
  looksAt: ({ survivorId, aliasId }) => [
    { kind: 'party', id: survivorId },
    { kind: 'party', id: aliasId },
  ],
  returnsTo: (state) => state.statusBeforeMerge,
  check: (context) => {
    const wrong = checkPair(context);
    if (wrong !== undefined) return wrong;
    const alias = context.around.statesIn('party', context.payload.aliasId, context.moment)?.[1];
    return alias?.mergedInto === context.payload.survivorId
      ? undefined
      : refusal('R17', 'These two parties are not merged.');
  },
  spreads: otherHalf('PartySplit'),
  apply: (state, { payload }, before) => {
    if (payload.aliasId !== before.partyId)
      return { ...state, aliases: state.aliases.filter((alias) => alias !== payload.aliasId) };
    const { mergedInto: _merged, statusBeforeMerge: _before, ...rest } = state;
    return rest;
  },
});
