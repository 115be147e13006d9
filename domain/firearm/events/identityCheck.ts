import { reference } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { moment, oneOf, record, type ValueOf } from '../../shared/shape.ts';
import type { Bounds } from '../../time/effectiveTime.ts';
import { boundsOf, readEffectiveTime } from '../../time/effectiveTime.ts';

/** Check of the buyer before or at delivery in a distance sale (Dir. 8, REQ-DLR-07). */
export const identityCheck = record(
  {
    by: oneOf(['DEALER', 'BROKER', 'AUTHORITY'], 'who checked; nobody else may'),
    checkerId: reference('id of the dealer, broker or authority', 'POLICE-PODGORICA'),
    at: moment('when: before or at delivery', '2026-03-01'),
    method: oneOf(['IDENTITY_DOCUMENT', 'ELECTRONIC_IDENTITY', 'KNOWN_IN_PERSON', 'OTHER'], 'how'),
  },
  'check of identity and authorisation of the buyer',
  'IdentityCheck',
);

/** R43 where the check is missing or came after delivery. */
export const identityCheckFault = (
  check: ValueOf<typeof identityCheck> | undefined,
  zone: string,
  delivery: Bounds,
): Refusal | undefined => {
  if (check === undefined)
    return refusal('R43', 'A distance sale needs the check of the acquirer’s identity and authorisation.', {
      pointer: '/payload/identityCheck',
    });
  const at = readEffectiveTime(check.at, zone);
  return at !== undefined && boundsOf(at, delivery.latest).earliest <= delivery.latest
    ? undefined
    : refusal('R43', 'Identity is checked before or at delivery, not later.', {
        pointer: '/payload/identityCheck/at',
      });
};
