import { identity } from '../firearm/identity.ts';
import { address, country, firearmRef, partyId } from '../shared/commonFields.ts';
import type { ValueOf } from '../shared/shape.ts';
import { date, flag, integer, list, optional, personal, record, text } from '../shared/shape.ts';

/** What the State must know before a firearm leaves (Dir. 16(2), REQ-TRF-01). Names and addresses are those of the parties' profiles. */
export const transferParticulars = record(
  {
    supplierId: partyId('who sells or disposes, or the owner'),
    acquirerId: partyId('who buys or acquires, or the owner'),
    betweenDealers: flag('whether both are dealers: means of transfer and dates may then be left out'),
    destinationState: country('State of destination'),
    transitStates: list(country('State of transit'), 0, 10, 'States of transit; empty when there is none'),
    deliveryAddress: personal(address('where it is delivered'), 'where it is delivered'),
    firearms: list(
      record(
        {
          firearmId: firearmRef('firearm'),
          proofChecked: flag('whether it was checked under the CIP Convention of 1969'),
          identity: optional(identity),
        },
        'one firearm; the ledger adds its identity as recorded',
        'TransferredFirearm',
      ),
      1,
      100,
      'each firearm',
    ),
    count: integer(1, 100, 'number of firearms'),
    meansOfTransfer: optional(text(120, 'means of transfer', 'Road, own vehicle')),
    departOn: optional(date('day of departure', '2026-03-10')),
    arriveOn: optional(date('estimated day of arrival', '2026-03-12')),
  },
  'particulars of a transfer to another Member State (Dir. 16(2))',
  'TransferParticulars',
);
export type TransferParticulars = ValueOf<typeof transferParticulars>;
