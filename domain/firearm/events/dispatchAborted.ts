import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { licenceUse } from '../licence.ts';

export const dispatchAborted = defineEvent({
  type: 'DispatchAborted',
  schemaVersion: 1,
  meaning: 'The firearm did not go abroad after all, or was turned back.',
  payload: record({
    reason: oneOf(
      ['NOT_SENT', 'TURNED_BACK', 'LICENCE_REVOKED', 'UNDELIVERABLE', 'OTHER'],
      'why it did not go',
    ),
  }),
  recordedBy: ['DLR', 'CLK', 'CUS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16'],
  byHolder: true,
  returnsTo: (state) => state.custodyBeforeDispatch,
  spreads: (context) =>
    licenceUse(context, context.state.dispatchLicenceId, 'DISPATCH', 'AuthorisationUseReturned'),
  apply: (state) => {
    const { custodyBeforeDispatch, dispatchLicenceId, ...back } = state;
    return back;
  },
});
