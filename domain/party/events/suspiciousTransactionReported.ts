import { reference } from '../../shared/commonFields.ts';
import { date, flag, oneOf, optional, personal, record, verbatim } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** The only touch point of ammunition (REQ-DLR-06, Dir. 13(2)): stored in the stream of the trader, no firearm is affected. */
export const suspiciousTransactionReported = defineEvent({
  type: 'SuspiciousTransactionReported',
  schemaVersion: 1,
  meaning: 'A trader reports a transaction that it refused or found suspicious.',
  payload: record({
    subject: oneOf(['AMMUNITION', 'COMPONENTS_OF_AMMUNITION', 'FIREARM', 'COMPONENT'], 'what it was about'),
    on: date('day of the attempt'),
    attempted: flag('whether it was refused and so only attempted'),
    ground: oneOf(['NATURE', 'SCALE', 'BUYER_UNFAMILIAR', 'PAYMENT', 'OTHER'], 'what was suspicious'),
    ownRef: optional(reference('own reference of the trader')),
    account: optional(
      personal(verbatim(2000, 'what happened', 'asked for 4,000 rounds'), 'what happened, in own words'),
    ),
  }),
  recordedBy: ['DLR', 'BRK'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['2021/555:13(2)'],
  byHolder: true,
});
