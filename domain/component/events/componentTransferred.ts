import { reporterIsLicensed } from '../../firearm/events/acquirer.ts';
import { isOldPaper, type Receiving, receivingLooksAt } from '../../firearm/receivingRight.ts';
import { authorisationRef, docRef, partyRef, partyRole, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { coded, isAbsent, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { type ComponentCheck, defineEvent } from '../definition.ts';
import { beforeLaterMovement, openLossAlert } from '../guards.ts';
import { partiesDiffer } from '../particulars.ts';
import { receivedUnknown, receiverFault } from '../receiver.ts';
import type { ComponentState } from '../state.ts';

const payload = record({
  supplierId: partyRef('who gave it away'),
  acquirerId: partyRef('who received it'),
  acquirerRole: partyRole,
  acquirerAuthorisationId: coded(authorisationRef('right for the category of the firearm it is meant for'), [
    'UNKNOWN',
    'NONE',
  ]),
  reportingSide: oneOf(['SUPPLIER', 'ACQUIRER', 'AUTHORITY'], 'who reports'),
  channel: oneOf(['IN_PERSON', 'DISTANCE', 'UNKNOWN'], 'how the contract was made'),
  identityCheck: optional(reference('how the acquirer was identified in a distance sale')),
  legalOrderRef: optional(docRef('order that the transfer follows')),
});
type Transfer = ValueOf<typeof payload>;

const receiverOf = (
  { acquirerId, acquirerRole, acquirerAuthorisationId }: Transfer,
  state?: Pick<ComponentState, 'category' | 'subcategory'>,
): Receiving => ({
  partyId: acquirerId,
  capacity: acquirerRole,
  authorisationId: isAbsent(acquirerAuthorisationId) ? undefined : acquirerAuthorisationId,
  category: state?.category,
  subcategory: state?.subcategory,
  pointer: '/payload/acquirerAuthorisationId',
});

/** Old papers do not say under which right; one that they name is looked at. */
const receives = ({ payload: { acquirerAuthorisationId }, metadata }: ComponentCheck<Transfer>): boolean =>
  !isAbsent(acquirerAuthorisationId) || !isOldPaper(metadata);

/**
 * A loose component changed hands: the sibling of FirearmTransferred, of which the catalogue's columns speak of firearms
 * only. A loose component has a holder history of its own (REQ-CMP-01); a fitted one goes with its firearm.
 */
export const componentTransferred = defineEvent({
  type: 'ComponentTransferred',
  schemaVersion: 1,
  meaning: 'A loose essential component changed hands. The other side confirms or disputes it.',
  payload,
  recordedBy: ['DLR', 'CLK', 'HLD', 'STO', 'MIG'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(b)', '2021/555:4(5)(c)'],
  parties: ({ supplierId, acquirerId }) => [supplierId, acquirerId],
  looksAt: (transfer) => {
    const { partyId, capacity, authorisationId } = receiverOf(transfer);
    return receivingLooksAt({ partyId, capacity, authorisationId });
  },
  flags: (context) => [
    ...(partiesDiffer(context.payload.supplierId, context.state.holder?.party)
      ? (['SUPPLIER_MISMATCH'] as const)
      : []),
    ...(receives(context) && receivedUnknown(receiverOf(context.payload, context.state))
      ? (['RECEIVER_NOT_ENTITLED'] as const)
      : []),
    ...(reporterIsLicensed(context) ? [] : (['LICENCE_NOT_VALID'] as const)),
  ],
  check: (context) => {
    const { payload, state, stateNow, phase, effective, metadata, policy } = context;
    const paper = isOldPaper(metadata);
    for (const name of ['supplierId', 'acquirerId'] as const)
      if (isAbsent(payload[name]) && !paper)
        return refusal('R33', `The ${name} is required; only a paper or legacy record may lack it.`, {
          pointer: `/payload/${name}`,
        });
    if (!isAbsent(payload.supplierId) && payload.supplierId === payload.acquirerId)
      return refusal('R33', 'Supplier and acquirer are the same party.', { pointer: '/payload/acquirerId' });
    if (payload.channel === 'DISTANCE' && payload.identityCheck === undefined)
      return refusal('R43', 'A distance sale needs the check of the acquirer’s identity.', {
        pointer: '/payload/identityCheck',
      });
    if (isAbsent(payload.acquirerAuthorisationId) && payload.acquirerRole === 'HOLDER' && !paper)
      return refusal(
        'R41',
        `Name the permit for ${typeof state.subcategory === 'string' ? state.subcategory : 'the category'}: a component needs the right of the firearm it is meant for.`,
        { pointer: '/payload/acquirerAuthorisationId' },
      );
    if (
      phase === 'THEN' &&
      policy.supplierMismatch === 'REJECT' &&
      partiesDiffer(payload.supplierId, state.holder?.party)
    )
      return refusal('R33', 'The supplier is not the recorded holder.', { pointer: '/payload/supplierId' });
    if (state.status === 'FRF' && payload.legalOrderRef === undefined && !paper)
      return refusal(
        'R23',
        'What is forfeited is destroyed unless another disposal is officially authorised. Name the authorisation.',
        { pointer: '/payload/legalOrderRef' },
      );
    const open = openLossAlert(state);
    // HC-09: inside the window of a loss or theft nobody can have sold it, whenever the report came.
    const window = phase === 'THEN' ? openLossAlert(stateNow) : undefined;
    const forbids =
      open ?? (window !== undefined && effective.latest >= window.windowFrom ? window : undefined);
    if (forbids !== undefined)
      return refusal(
        forbids.kind === 'STOLEN' ? 'R11' : 'R10',
        'An alert is open for this component, or was for that time.',
        { eventIds: [forbids.openedBy] },
      );
    return (
      (receives(context) ? receiverFault(context, receiverOf(payload, state)) : undefined) ??
      beforeLaterMovement(context)
    );
  },
  apply: (state, { payload }) => ({
    ...state,
    holder: { party: payload.acquirerId, role: payload.acquirerRole },
  }),
});
