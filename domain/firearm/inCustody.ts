import type { Custody, FirearmState } from './state.ts';

/** Custody states in which nobody else has the firearm in hand, so that what an overlay left behind is over. */
const settled: ReadonlySet<Custody> = new Set(['MFD', 'TRD', 'HLD', 'STK', 'FRF', 'EXP', 'DSM', 'DST']);

const holdsOverlay = (state: FirearmState): boolean =>
  state.exportedOn !== undefined ||
  state.custodian !== undefined ||
  state.custodyBeforeTemporary !== undefined ||
  state.custodyBeforeDispatch !== undefined ||
  state.dispatchLicenceId !== undefined;

/** The state with another custody: possession by others ends with it, and so does what was known of an export. */
export const inCustody = (state: FirearmState, custody: Custody): FirearmState => {
  if (custody === state.custody) return state;
  // So it is with most firearms, and leaving members out of a copy takes ten times as long as copying all.
  if (!holdsOverlay(state)) return { ...state, custody };
  const { exportedOn, ...inside } = state;
  const moved = state.custody === 'EXP' ? inside : state;
  if (!settled.has(custody)) return { ...moved, custody };
  const { custodian, custodyBeforeTemporary, custodyBeforeDispatch, dispatchLicenceId, ...kept } = moved;
  return { ...kept, custody };
};
