import { sha256 } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, integer, moment, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** What the hash was made over: the exported book up to a day, as the register knew it at a moment. */
export type Handover = {
  readonly asOf: string;
  readonly knownAt: string;
  readonly registerSha256: string;
  readonly count: number;
};

/**
 * The register of a trader that gave up goes to the authority (REQ-DLR-03, ITI 13). Whether the hash is that of the
 * book is proved before the event comes here (`api/http/handover.ts`): the book is a read model.
 */
export const registerHandedOver = defineEvent({
  type: 'RegisterHandedOver',
  schemaVersion: 1,
  meaning: 'The register of a trader that gave up was handed to the authority.',
  payload: record({
    asOf: date('last day that the book covers', '2025-12-31'),
    knownAt: moment('moment of the export, as it was asked for', '2026-01-05T10:00:00Z'),
    registerSha256: sha256('SHA-256 of the exported book (text/csv, view=both, from the beginning)'),
    count: integer(0, 100_000_000, 'lines of the book without its header'),
  }),
  recordedBy: ['CLK', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'ITI:13'],
  byHolder: true,
  check: ({ payload, state }) => {
    if (state.dealer.ceased === undefined)
      return refusal('R17', 'The business goes on. Record DealerCeased first.');
    return payload.asOf < state.dealer.ceased.on
      ? refusal('R33', 'The book ends before the business did. Export it up to the last day of business.', {
          pointer: '/payload/asOf',
        })
      : undefined;
  },
  apply: (state, { payload, eventId }) => ({
    ...state,
    dealer: { ...state.dealer, handedOver: { eventId, ...payload } },
  }),
});
