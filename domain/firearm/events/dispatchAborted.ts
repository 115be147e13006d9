import { authorisationRef } from '../../shared/commonFields.ts';
import { oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { licenceUse } from '../licence.ts';
import { usedRights } from '../usedRights.ts';

export const dispatchAborted = defineEvent({
  type: 'DispatchAborted',
  schemaVersion: 1,
  meaning: 'The firearm did not go abroad after all, or was turned back.',
  payload: record({
    reason: oneOf(
      ['NOT_SENT', 'TURNED_BACK', 'LICENCE_REVOKED', 'UNDELIVERABLE', 'OTHER'],
      'why it did not go',
    ),
    licenceId: optional(authorisationRef('licence under which it was sent, added by the ledger')),
  }),
  recordedBy: ['DLR', 'CLK', 'CUS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16'],
  byHolder: true,
  returnsTo: (state) => state.custodyBeforeDispatch,
  added: ['licenceId'],
  complete: ({ payload: { reason }, state: { dispatchLicenceId: licenceId } }) =>
    licenceId === undefined ? { reason } : { reason, licenceId },
  halves: ({ licenceId }) => usedRights(licenceId),
  halvesFollow: true,
  spreads: (context) =>
    licenceUse(context, context.payload.licenceId, 'DISPATCH', 'AuthorisationUseReturned'),
  apply: (state) => {
    const { custodyBeforeDispatch, dispatchLicenceId, ...back } = state;
    return back;
  },
});
