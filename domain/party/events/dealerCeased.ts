import { firearmRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, list, oneOf, record } from '../../shared/shape.ts';
import { startOfDate } from '../../time/calendarDate.ts';
import { stockDestinations } from '../dealer.ts';
import { defineEvent } from '../definition.ts';

/**
 * A trader gives up its business (REQ-DLR-03, ITI 13). Nothing moves by it: what stays in its register without having
 * passed on is listed firearm by firearm until it is placed.
 */
export const dealerCeased = defineEvent({
  type: 'DealerCeased',
  schemaVersion: 1,
  meaning: 'A dealer, maker or broker gave up the business. All stock needs a destination.',
  payload: record({
    ceasedOn: date('last day of business', '2025-12-31'),
    stockList: list(
      record({
        firearmId: firearmRef('firearm in stock on that day'),
        destination: oneOf(stockDestinations, 'where it goes'),
      }),
      0,
      10_000,
      'what was in stock on that day and where each goes',
    ),
  }),
  recordedBy: ['CLK', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'ITI:13'],
  byHolder: true,
  check: ({ payload, state, now, metadata }) => {
    if (state.kind !== undefined && !state.capacities.includes('TRADE'))
      return refusal('R17', 'The party is not registered as a trader. Name the party that gave up.');
    if (state.dealer.ceased !== undefined)
      return refusal('R19', 'The end of this business is recorded already.', {
        eventIds: [state.dealer.ceased.eventId],
      });
    return startOfDate(payload.ceasedOn, metadata.effectiveAt.zone) > now
      ? refusal('R70', 'The last day of business lies in the future. Record it when it has come.', {
          pointer: '/payload/ceasedOn',
        })
      : undefined;
  },
  apply: (state, { payload, eventId }) => ({
    ...state,
    dealer: { ...state.dealer, ceased: { eventId, on: payload.ceasedOn, stock: payload.stockList } },
  }),
});
