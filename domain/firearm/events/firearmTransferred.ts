import type { PartyRole } from '../../shared/commonFields.ts';
import { authorisationRef, docRef, partyRef, reference } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { coded, flag, isAbsent, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { controlData, controlDiffers } from '../controlData.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { isOldPaper } from '../receivingRight.ts';
import type { FirearmState } from '../state.ts';
import { transferGuardFault } from '../transferGuards.ts';
import { usedRights } from '../usedRights.ts';
import { checkEntitled, checkNumber, checkResidence, reporterIsLicensed } from './acquirer.ts';
import { identityCheck, identityCheckFault } from './identityCheck.ts';
import { openLossAlert } from './shared.ts';

export const transferKinds = [
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
  control: optional(controlData),
  supplierId: partyRef('who gave it away'),
  acquirerId: partyRef('who received it'),
  acquirerAuthorisationId: coded(authorisationRef('right under which the acquirer may have it'), [
    'UNKNOWN',
    'NONE',
  ]),
  transferKind: oneOf(transferKinds, 'kind of transfer'),
  reportingSide: oneOf(['SUPPLIER', 'ACQUIRER', 'AUTHORITY'], 'who reports'),
  channel: oneOf(['IN_PERSON', 'DISTANCE', 'UNKNOWN'], 'how the contract was made'),
  identityCheck: optional(identityCheck),
  foreignConsentRef: optional(
    authorisationRef('prior agreement of the State in which the acquirer resides (Dir. 10(2), 12)'),
  ),
  transferLicenceRef: optional(authorisationRef('licence of the transfer to another State (Dir. 16)')),
  possessionDeclaration: optional(
    docRef('declaration of a non-resident that justifies possession here, for category C (Dir. 12)'),
  ),
  endsTemporaryCustody: optional(flag('the custodian consents and temporary custody ends')),
  legalOrderRef: optional(docRef('order that the transfer follows')),
  deactivationCertificateNo: optional(
    reference('certificate of a deactivation that another State certified'),
  ),
});

/** Capacity in which the acquirer receives, as the kind of transfer says. */
const capacity = (kind: (typeof transferKinds)[number], acquirer: unknown): PartyRole => {
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

/** The acquirer may have it, residence and certificate included; a paper or legacy record may lack his right. */
const checkAcquirer = (context: FirearmCheck<ValueOf<typeof payload>>): Refusal | undefined => {
  const { payload: transfer } = context;
  const { acquirerId, acquirerAuthorisationId: authorisationId } = transfer;
  if (typeof acquirerId !== 'string' || typeof authorisationId !== 'string') return undefined;
  const receiver = {
    partyId: acquirerId,
    authorisationId,
    capacity: capacity(transfer.transferKind, acquirerId),
    pointer: '/payload/acquirerAuthorisationId',
  };
  return (
    checkEntitled(context, receiver) ??
    checkNumber(context, receiver) ??
    checkResidence(context, {
      ...receiver,
      distance: transfer.channel === 'DISTANCE',
      declared: transfer.possessionDeclaration !== undefined,
      ...(transfer.foreignConsentRef === undefined ? {} : { foreignConsentRef: transfer.foreignConsentRef }),
      ...(transfer.transferLicenceRef === undefined
        ? {}
        : { transferLicenceRef: transfer.transferLicenceRef }),
    })
  );
};

export const firearmTransferred = defineEvent({
  type: 'FirearmTransferred',
  schemaVersion: 1,
  meaning: 'The firearm changed hands. The other side confirms or disputes it.',
  payload,
  // The migration job takes over the transfers of an older register.
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
  flags: (context) => [
    ...(supplierDiffers(context.payload, context.state) ? (['SUPPLIER_MISMATCH'] as const) : []),
    ...(controlDiffers(context.payload.control, context.state.identity)
      ? (['PARTICULARS_DIFFER'] as const)
      : []),
    ...(reporterIsLicensed(context) ? [] : (['LICENCE_NOT_VALID'] as const)),
  ],
  looksAt: ({ acquirerId, supplierId, acquirerAuthorisationId, foreignConsentRef, transferLicenceRef }) =>
    // Where no right is named, as in an old record, nothing else is looked at.
    isAbsent(acquirerAuthorisationId)
      ? []
      : [
          ...[acquirerId, supplierId].flatMap((id) =>
            typeof id === 'string' ? [{ kind: 'party' as const, id }] : [],
          ),
          ...[acquirerAuthorisationId, foreignConsentRef, transferLicenceRef].flatMap((id) =>
            id === undefined ? [] : [{ kind: 'authorisation' as const, id }],
          ),
        ],
  check: (context) => {
    const { payload: transfer, state, stateNow, phase, effective, metadata, policy } = context;
    const paper = isOldPaper(metadata);
    for (const name of ['supplierId', 'acquirerId'] as const)
      if (isAbsent(transfer[name]) && !paper)
        return refusal('R33', `The ${name} is required; only a paper or legacy record may lack it.`, {
          pointer: `/payload/${name}`,
        });
    if (!isAbsent(transfer.supplierId) && transfer.supplierId === transfer.acquirerId)
      return refusal('R33', 'Supplier and acquirer are the same party.', { pointer: '/payload/acquirerId' });
    if (transfer.channel === 'DISTANCE') {
      const fault = identityCheckFault(transfer.identityCheck, metadata.effectiveAt.zone, effective);
      if (fault !== undefined) return fault;
    }
    if (
      isAbsent(transfer.acquirerAuthorisationId) &&
      capacity(transfer.transferKind, transfer.acquirerId) !== 'STATE' &&
      !paper
    )
      return refusal('R41', 'Name the right that covers this category on the effective date.', {
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
    // The right to acquire is that of the effective date (catalogue 5.2), whatever became of it since.
    return phase === 'THEN' ? checkAcquirer(context) : undefined;
  },
  halves: ({ acquirerAuthorisationId }) => usedRights(acquirerAuthorisationId),
  halvesFollow: true,
  spreads: ({ payload: { acquirerAuthorisationId: authorisationId }, around, moment, id }) =>
    typeof authorisationId === 'string' &&
    around.statesIn('authorisation', authorisationId, moment)?.[1].right?.acquisitions !== undefined
      ? [
          {
            stream: { kind: 'authorisation', id: authorisationId },
            type: 'AuthorisationUsed',
            payload: { firearmId: id, use: 'ACQUISITION' },
          },
        ]
      : [],
  apply: (state, { payload: transfer }) => ({
    ...state,
    holder: { party: transfer.acquirerId, role: capacity(transfer.transferKind, transfer.acquirerId) },
  }),
});
