import { type Classification, classifyFacts } from '../category/classify.ts';
import { type CategoryFacts, factsOf } from '../category/facts.ts';
import type { FirearmState } from './state.ts';

/** What the register holds of the facts that Annex I asks for; nothing where the object is not described yet. */
export const recordedFacts = (state: FirearmState): CategoryFacts => ({
  ...(state.identity === undefined ? {} : factsOf(state.identity)),
  ...(state.firstMarketDate === undefined ? {} : { firstMarketDate: state.firstMarketDate }),
  ...state.furtherFacts,
  ...(state.condition === 'DEACT_CERT' ? { deactivationCertified: true } : {}),
});

/** The category that follows from what is recorded: a proposal for a person, or the facts that are missing. */
export const proposedCategory = (state: FirearmState): Classification => classifyFacts(recordedFacts(state));

/** Marks that a change may have moved the firearm into another category, unless the facts say that it did not. */
export const withCategoryCheck = (state: FirearmState, eventId: string): FirearmState => {
  const proposal = proposedCategory(state);
  return proposal.kind === 'PROPOSED' && proposal.subcategory === state.identity?.subcategory
    ? state
    : { ...state, categoryCheckDue: eventId };
};
