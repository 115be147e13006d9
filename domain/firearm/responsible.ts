import type { Absent } from '../shared/shape.ts';
import type { FirearmState } from './state.ts';

/**
 * Who answers for the firearm: its holder; but for one that was lost or stolen from the authority that kept it, that
 * authority (HC-21).
 */
export const responsibleFor = (
  state: Pick<FirearmState, 'custody' | 'custodian' | 'holder'>,
): string | Absent | undefined =>
  (state.custody === 'LST' || state.custody === 'STL') && state.custodian?.purpose === 'EVIDENCE'
    ? state.custodian.party
    : state.holder?.party;
