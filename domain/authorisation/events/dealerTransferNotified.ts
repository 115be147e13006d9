import { refusal } from '../../shared/refusal.ts';
import { date, record } from '../../shared/shape.ts';
import { addDays, startOfDate } from '../../time/calendarDate.ts';
import { checkParticulars, streamsOf, withIdentities } from '../checkParticulars.ts';
import { defineEvent } from '../definition.ts';
import { checkFree } from '../held.ts';
import { transferParticulars } from '../particulars.ts';
import { inForce } from '../validity.ts';

/** Before each transfer under a general permission its particulars are communicated (REQ-TRF-04). */
export const dealerTransferNotified = defineEvent({
  type: 'DealerTransferNotified',
  schemaVersion: 1,
  meaning: 'A dealer announced a transfer to a dealer of another Member State under his general permission.',
  payload: record({ particulars: transferParticulars, departOn: date('day of departure', '2026-03-10') }),
  // A maker is a dealer (Dir. 1(1)(9)); a clerk enters what came on paper.
  recordedBy: ['DLR', 'MFR', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16(3)'],
  parties: ({ particulars }) => [particulars.supplierId],
  personalSubject: ({ particulars }) => particulars.acquirerId,
  looksAt: ({ particulars }) => streamsOf(particulars),
  complete: (context) => ({
    ...context.payload,
    particulars: withIdentities(context, context.payload.particulars),
  }),
  check: (context) => {
    const { payload, state, effective, metadata, now, phase } = context;
    const ids = payload.particulars.firearms.map(({ firearmId }) => firearmId);
    if (phase === 'NOW') return checkFree(context, ids, '/payload/particulars/firearms');
    if (state.right?.kind !== 'DEALER_TRANSFER')
      return refusal('R18', 'This is no general permission to send to dealers of other States.');
    if (state.partyId !== payload.particulars.supplierId)
      return refusal('R18', 'The permission belongs to another party.', {
        pointer: '/payload/particulars/supplierId',
      });
    if (!payload.particulars.betweenDealers)
      return refusal('R18', 'The permission is for transfers between dealers only.', {
        pointer: '/payload/particulars/betweenDealers',
      });
    const { zone } = metadata.effectiveAt;
    const departs = {
      from: startOfDate(payload.departOn, zone),
      until: startOfDate(addDays(payload.departOn, 1), zone),
    };
    // Who announces by the register is heard when he says it; only a paper notice came earlier than its record.
    const noticed = metadata.source.kind === 'PAPER' ? effective.earliest : now;
    if (departs.until <= Math.max(noticed, effective.earliest))
      return refusal('R34', 'The notice comes after the departure. It must come before.', {
        pointer: '/payload/departOn',
      });
    const valid = inForce(state, { earliest: departs.from, latest: departs.until - 1 });
    if (valid.kind === 'NOT_COVERED')
      return refusal('R18', `The permission is not valid on the day of departure. ${valid.sentence}`, {
        pointer: '/payload/departOn',
      });
    return (
      checkParticulars(context, payload.particulars, '/payload/particulars') ??
      checkFree(context, ids, '/payload/particulars/firearms')
    );
  },
  apply: (state, { payload, eventId }) => ({
    ...state,
    dealerNotices: [
      ...state.dealerNotices,
      { eventId, firearmIds: payload.particulars.firearms.map(({ firearmId }) => firearmId) },
    ],
  }),
});
