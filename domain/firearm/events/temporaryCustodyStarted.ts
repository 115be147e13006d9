import { partyId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { isOldPaper, isRefused, receivingRight } from '../receivingRight.ts';
import { openLossAlert } from './shared.ts';

type Started = { readonly custodianId: string; readonly purpose: string };

/**
 * Who borrows or hires a firearm possesses it (Dir. 9, 10), and who repairs it does so by his trade. He is not its
 * acquirer, and what was lent is lent: without a right of his the register says so and the clerk looks into it.
 */
const custodianEntitled = (context: FirearmCheck<Started>): boolean => {
  const { payload, state } = context;
  const capacities =
    payload.purpose === 'REPAIR'
      ? (['TRADE'] as const)
      : payload.purpose === 'LOAN' || payload.purpose === 'HIRE'
        ? (['HOLDER', 'TRADE'] as const)
        : [];
  return (
    capacities.length === 0 ||
    capacities.some(
      (capacity) =>
        !isRefused(
          receivingRight(context, {
            partyId: payload.custodianId,
            capacity,
            category: state.identity?.category,
            subcategory: state.identity?.subcategory,
          }),
        ),
    )
  );
};

export const temporaryCustodyStarted = defineEvent({
  type: 'TemporaryCustodyStarted',
  schemaVersion: 1,
  meaning: 'Somebody else has the firearm for a while; its holder goes on answering for it.',
  payload: record({
    custodianId: partyId('who has it'),
    purpose: oneOf(['LOAN', 'STORAGE', 'REPAIR', 'PROOF', 'EXHIBITION', 'HIRE', 'TRANSPORT'], 'what for'),
    dueBack: optional(date('day on which it is due back', '2026-04-01')),
  }),
  recordedBy: ['DLR', 'CLK', 'HLD'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  parties: ({ custodianId }) => [custodianId],
  looksAt: ({ custodianId }) => [{ kind: 'party', id: custodianId }],
  flags: (context) =>
    isOldPaper(context.metadata) || custodianEntitled(context) ? [] : ['RECEIVER_NOT_ENTITLED'],
  check: ({ payload, state }) => {
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(open.kind === 'STOLEN' ? 'R11' : 'R10', 'An alert is open for this firearm.', {
        eventIds: [open.openedBy],
      });
    return payload.custodianId === state.holder?.party
      ? refusal('R33', 'The custodian is the holder himself.', { pointer: '/payload/custodianId' })
      : undefined;
  },
  apply: (state, { payload, eventId }, before) => ({
    ...state,
    custodyBeforeTemporary: before.custody,
    custodian: { party: payload.custodianId, purpose: payload.purpose, since: eventId },
  }),
});
