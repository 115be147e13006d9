import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import type { FirearmState } from './state.ts';

type Deactivated = Pick<FirearmState, 'condition' | 'deactivation' | 'identity'>;

/**
 * A deactivated firearm goes to the market or to another State only with the common mark and certificate; one that
 * followed older national rules not until it is done again (2015/2403 art. 1(2), 3, 7; REQ-DEA-03, -05). A
 * certificate that another State issued is named by its number.
 */
export const deactivationFault = (state: Deactivated, namedCertificate?: string): Refusal | undefined => {
  const { condition, deactivation, identity } = state;
  if (condition === 'LIVE' && identity?.subcategory !== 'C6') return undefined;
  if (condition === 'DEACT_DONE')
    return refusal('R53', 'The deactivation is not certified yet. The verifying entity certifies it first.');
  if (deactivation?.standard === 'NATIONAL_OLD')
    return refusal('R53', 'Deactivated under older national rules: have it deactivated and certified anew.');
  return deactivation?.certificateNo === undefined && namedCertificate === undefined
    ? refusal(
        'R53',
        'A deactivated firearm needs the number of its certificate. Record the certificate first.',
      )
    : undefined;
};
