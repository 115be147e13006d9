import type { Policy } from '../policy/policy.ts';
import { oneOf } from '../shared/shape.ts';
import type { Requester } from './state.ts';

/** Grounds of chapter V for data that leaves the Union (GDPR 44-49; LED 35-38). */
export const transferGround = oneOf(
  [
    'ADEQUACY_DECISION',
    'APPROPRIATE_SAFEGUARDS',
    'INTERNATIONAL_AGREEMENT',
    'DEROGATION_VITAL_INTEREST',
    'DEROGATION_SERIOUS_THREAT',
    'DEROGATION_SINGLE_CASE',
  ],
  'ground on which data goes to a third country',
);

/** Where the LED holds: the Member States and the States that apply it with Schengen. */
const ledArea: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH IS LI NO'.split(' '),
);

/** Whether an answer to this authority leaves the area of the common data-protection law (REQ-DPR-08). */
export const needsTransferGround = ({ country, scope }: Requester, policy: Policy): boolean =>
  scope === 'FOREIGN' && (policy.profile !== 'EU_MEMBER' || !ledArea.has(country));
