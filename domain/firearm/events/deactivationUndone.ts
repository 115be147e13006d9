import type { FirearmState } from '../state.ts';

/** The firearm is live again, in the category it had before (catalogue 5.7). */
export const live = (state: FirearmState): FirearmState => {
  const { deactivation, ...kept } = state;
  return {
    ...kept,
    condition: 'LIVE',
    ...(deactivation?.before === undefined || kept.identity === undefined
      ? {}
      : { identity: { ...kept.identity, ...deactivation.before } }),
  };
};
