import { oneOf } from '../../shared/shape.ts';

/** Why an authorisation is suspended or withdrawn. */
export const endReason = oneOf(
  [
    'CONDITIONS_NOT_MET',
    'DANGER_TO_SAFETY',
    'OVER_CAPACITY_LOADING_DEVICE',
    'DEATH_OF_HOLDER',
    'BUSINESS_CEASED',
    'AT_OWN_REQUEST',
    'OTHER',
  ],
  'why; an over-capacity loading device held without right is a reason of its own (REQ-CAT-06)',
);
