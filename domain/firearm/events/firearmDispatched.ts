import { authorisationRef, country, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, moment, optional, record, text } from '../../shared/shape.ts';
import { deactivationFault } from '../deactivationRules.ts';
import { defineEvent } from '../definition.ts';
import { dispatchFault, licenceUse } from '../licence.ts';
import { usedRights } from '../usedRights.ts';
import { reporterIsLicensed } from './acquirer.ts';
import { openLossAlert } from './shared.ts';

export const firearmDispatched = defineEvent({
  type: 'FirearmDispatched',
  schemaVersion: 1,
  meaning: 'The firearm left for another State under a licence; until it arrives it is under way.',
  payload: record({
    licenceId: authorisationRef('transfer or export licence in this register'),
    licenceNo: reference('number of the licence', 'EXP-2026-0042'),
    departedAt: moment('when it left', '2026-03-01'),
    carrier: text(120, 'who carries it', 'Adria Cargo'),
    route: list(country('State on the way, in order'), 0, 20, 'States on the way and of destination'),
    importAuthorisationRef: optional(reference('import authorisation of the State of destination')),
  }),
  recordedBy: ['HLD', 'DLR', 'CUS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16', '2021/555:18(2)'],
  byHolder: true,
  flags: (context) => (reporterIsLicensed(context) ? [] : ['LICENCE_NOT_VALID']),
  looksAt: ({ licenceId }) => [{ kind: 'authorisation', id: licenceId }],
  check: (context) => {
    const { payload, state, phase } = context;
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(open.kind === 'STOLEN' ? 'R11' : 'R10', 'An alert is open for this firearm.', {
        eventIds: [open.openedBy],
      });
    // That a licence has run out since says nothing about a departure while it held.
    return deactivationFault(state) ?? (phase === 'THEN' ? dispatchFault(context, payload) : undefined);
  },
  halves: ({ licenceId }) => usedRights(licenceId),
  halvesFollow: true,
  spreads: (context) => licenceUse(context, context.payload.licenceId, 'DISPATCH'),
  apply: (state, { payload }, before) => ({
    ...state,
    custodyBeforeDispatch: before.custody,
    dispatchLicenceId: payload.licenceId,
  }),
});
