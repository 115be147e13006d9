import type { PartyRole } from '../../shared/commonFields.ts';
import { docRef, partyRef, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { coded, flag, isAbsent, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import type { FirearmState } from '../state.ts';
import { transferGuardFault } from '../transferGuards.ts';
import { openLossAlert } from './shared.ts';

const kinds = [
  'DEALER_TO_PERSON',
  'PERSON_TO_PERSON',
  'PERSON_TO_DEALER',
  'DEALER_TO_DEALER',
  'INHERITANCE',
  'GIFT',
  'STATE_TO_CIVIL',
  'STATE_DISPOSAL',
  'TO_AUTHORITY',
] as const;

const payload = record({
  supplierId: partyRef('who gave it away'),
  acquirerId: partyRef('who received it'),
  acquirerAuthorisationId: coded(reference('permit under which the acquirer may have it'), [
    'UNKNOWN',
    'NONE',
  ]),
  transferKind: oneOf(kinds, 'kind of transfer'),
  reportingSide: oneOf(['SUPPLIER', 'ACQUIRER', 'AUTHORITY'], 'who reports'),
  channel: oneOf(['IN_PERSON', 'DISTANCE', 'UNKNOWN'], 'how the contract was made'),
  identityCheck: optional(reference('how the acquirer was identified in a distance sale')),
  endsTemporaryCustody: optional(flag('the custodian consents and temporary custody ends')),
  legalOrderRef: optional(docRef('order that the transfer follows')),
  deactivationCertificateNo: optional(
    reference('certificate of a deactivation that another State certified'),
  ),
});

/** Capacity in which the acquirer receives, as the kind of transfer says. */
const capacity = (kind: (typeof kinds)[number], acquirer: unknown): PartyRole => {
  switch (kind) {
    case 'PERSON_TO_DEALER':
    case 'DEALER_TO_DEALER':
    case 'STATE_DISPOSAL':
      return 'TRADE';
    case 'TO_AUTHORITY':
      return 'STATE';
    case 'STATE_TO_CIVIL':
      return typeof acquirer === 'string' && acquirer.startsWith('F-') ? 'TRADE' : 'HOLDER';
    case 'DEALER_TO_PERSON':
    case 'PERSON_TO_PERSON':
    case 'INHERITANCE':
    case 'GIFT':
      return 'HOLDER';
  }
};

/** A holder of unknown identity contradicts nobody; a named one does. */
const supplierDiffers = (transfer: ValueOf<typeof payload>, state: FirearmState): boolean => {
  const holder = state.holder?.party;
  return (
    holder !== undefined &&
    !isAbsent(holder) &&
    !isAbsent(transfer.supplierId) &&
    holder !== transfer.supplierId
  );
};

export const firearmTransferred = defineEvent({
  type: 'FirearmTransferred',
  schemaVersion: 1,
  meaning: 'The firearm changed hands. The other side confirms or disputes it.',
  payload,
  recordedBy: ['DLR', 'CLK', 'HLD', 'STO', 'MIG'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  parties: (transfer) => [transfer.supplierId, transfer.acquirerId],
  receivedAs: (transfer) => capacity(transfer.transferKind, transfer.acquirerId),
  lift: (code, transfer) => {
    if (code !== 'R08' || transfer.endsTemporaryCustody !== true) return undefined;
    const role = capacity(transfer.transferKind, transfer.acquirerId);
    return role === 'TRADE' ? 'TRD' : role === 'STATE' ? 'STK' : 'HLD';
  },
  flags: ({ payload: transfer, state }) => (supplierDiffers(transfer, state) ? ['SUPPLIER_MISMATCH'] : []),
  check: ({ payload: transfer, state, stateNow, phase, effective, metadata, policy }) => {
    const paper = metadata.source.kind === 'LEGACY_IMPORT' || metadata.source.kind === 'PAPER';
    for (const name of ['supplierId', 'acquirerId'] as const)
      if (isAbsent(transfer[name]) && !paper)
        return refusal('R33', `The ${name} is required; only a paper or legacy record may lack it.`, {
          pointer: `/payload/${name}`,
        });
    if (!isAbsent(transfer.supplierId) && transfer.supplierId === transfer.acquirerId)
      return refusal('R33', 'Supplier and acquirer are the same party.', { pointer: '/payload/acquirerId' });
    if (transfer.channel === 'DISTANCE' && transfer.identityCheck === undefined)
      return refusal('R43', 'A distance sale needs the check of the acquirer’s identity.', {
        pointer: '/payload/identityCheck',
      });
    if (
      isAbsent(transfer.acquirerAuthorisationId) &&
      capacity(transfer.transferKind, transfer.acquirerId) === 'HOLDER' &&
      !paper
    )
      return refusal('R41', 'Name the permit that covers this category on the effective date.', {
        pointer: '/payload/acquirerAuthorisationId',
      });
    const unfit = transferGuardFault(state, {
      ...transfer,
      receivedAs: capacity(transfer.transferKind, transfer.acquirerId),
      paper,
    });
    if (unfit !== undefined) return unfit;
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(open.kind === 'STOLEN' ? 'R11' : 'R10', 'An alert is open for this firearm.', {
        eventIds: [open.openedBy],
      });
    if (phase === 'THEN' && policy.supplierMismatch === 'REJECT' && supplierDiffers(transfer, state))
      return refusal('R33', 'The supplier is not the recorded holder.', { pointer: '/payload/supplierId' });
    // HC-09: inside the window of a loss or theft nobody can have sold it, whenever the report came.
    const window = openLossAlert(stateNow);
    if (phase === 'THEN' && window !== undefined && effective.latest >= window.windowFrom)
      return refusal(
        window.kind === 'STOLEN' ? 'R11' : 'R10',
        'The transfer falls into the time of a reported loss or theft.',
        {
          eventIds: [window.openedBy],
          pointer: '/effectiveAt',
        },
      );
    return undefined;
  },
  apply: (state, { payload: transfer }) => ({
    ...state,
    holder: { party: transfer.acquirerId, role: capacity(transfer.transferKind, transfer.acquirerId) },
  }),
});
