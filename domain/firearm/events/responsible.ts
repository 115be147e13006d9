import type { PartyRole } from '../../shared/commonFields.ts';
import type { Refusal } from '../../shared/refusal.ts';
import type { Absent } from '../../shared/shape.ts';
import type { FirearmCheck } from '../definition.ts';
import type { Identity } from '../identity.ts';
import { isRefused, type Receiving, receivingRight } from '../receivingRight.ts';
import { checkResidence } from './acquirer.ts';

/** What a report that begins a life in this register says of who answers for the firearm from then on. */
type Stated = {
  readonly identity: Identity;
  readonly responsiblePartyId: string | Absent;
  readonly partyRole: PartyRole;
  readonly responsibleAuthorisationId?: string | undefined;
};

export const receiverOf = ({
  responsiblePartyId: partyId,
  partyRole: capacity,
  responsibleAuthorisationId: authorisationId,
  identity: { category, subcategory },
}: Stated): Receiving => ({ partyId, capacity, authorisationId, category, subcategory });

/** Right and residence of who is to answer for it, as for a transfer (REQ-CAT-02, -03, REQ-DLR-01, REQ-TRF-07). */
export const responsibleFault = (
  context: FirearmCheck<Stated>,
  { declared }: { readonly declared: boolean },
): Refusal | undefined => {
  const { payload: stated } = context;
  const found = receivingRight(context, receiverOf(stated));
  if (isRefused(found)) return found;
  const { responsiblePartyId: partyId, partyRole: capacity, identity } = stated;
  return typeof partyId !== 'string' || found.right === undefined
    ? undefined
    : checkResidence(
        { ...context, state: { identity } },
        {
          partyId,
          capacity,
          authorisationId: found.right,
          pointer: '/payload/responsiblePartyId',
          distance: false,
          declared,
        },
      );
};

/** The report with the right that the ledger finds for it, where it names none. */
export const withFoundRight = <P extends Stated>(context: FirearmCheck<P>): P => {
  const { payload: stated } = context;
  if (stated.responsibleAuthorisationId !== undefined) return stated;
  const found = receivingRight(context, receiverOf(stated));
  return isRefused(found) || found.right === undefined
    ? stated
    : { ...stated, responsibleAuthorisationId: found.right };
};
