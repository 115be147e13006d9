import type { AuthorisationState, Movement } from '../authorisation/state.ts';
import { licenceFor, throughout } from '../authorisation/validity.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import type { Spread } from '../stream/definition.ts';
import type { FirearmCheck } from './definition.ts';

type Crossing = Pick<FirearmCheck<unknown>, 'around' | 'moment' | 'state' | 'id'>;
type Named = { readonly licenceId: string; readonly licenceNo: string };

const noLicence = refusal('R18', 'No licence with this id is recorded. Have it recorded and granted first.', {
  pointer: '/payload/licenceId',
});

const coverFault = (
  { moment, state, id }: Crossing,
  states: readonly [AuthorisationState, AuthorisationState],
  movement: Movement,
  named: Named,
  country: string | undefined,
): Refusal | undefined => {
  const judged = throughout(licenceFor, states, {
    movement,
    firearmId: id,
    category: state.identity?.category,
    subcategory: state.identity?.subcategory,
    on: moment,
    ...(country === undefined ? {} : { country }),
  });
  if (judged.kind === 'NOT_COVERED')
    return refusal('R18', `The licence does not allow this: ${judged.sentence}`, {
      pointer: '/payload/licenceId',
    });
  return states[0].licence?.licenceNo === named.licenceNo
    ? undefined
    : refusal('R18', 'The licence recorded under this id has another number.', {
        pointer: '/payload/licenceNo',
      });
};

/** A dealer's general permission lets him send what he notified before departure (Dir. 16(3), REQ-TRF-04). */
const generalPermissionFault = (
  { id, moment }: Crossing,
  states: readonly [AuthorisationState, AuthorisationState],
): Refusal | undefined => {
  const inForce = states.every(
    ({ status, periods }) =>
      status === 'GRANTED' &&
      periods.some(
        ({ from, until }) => from <= moment.earliest && (until === undefined || moment.latest < until),
      ),
  );
  if (!inForce)
    return refusal('R18', 'The general permission was not in force at that time.', {
      pointer: '/payload/licenceId',
    });
  return states[0].dealerNotices.some(({ firearmIds }) => firearmIds.includes(id))
    ? undefined
    : refusal('R34', 'The transfer was not notified before departure. Record DealerTransferNotified first.', {
        pointer: '/payload/licenceId',
      });
};

/** Whether the firearm may leave under the licence named (Dir. 16(2)-(3), 258/2012 art. 4; REQ-IMP-01). */
export const dispatchFault = (
  context: Crossing,
  named: Named & {
    readonly route: ReadonlyArray<string>;
    readonly importAuthorisationRef?: string;
  },
): Refusal | undefined => {
  const states = context.around.statesIn('authorisation', named.licenceId, context.moment);
  if (states === undefined) return noLicence;
  if (states[0].right?.kind === 'DEALER_TRANSFER') return generalPermissionFault(context, states);
  const movement = states[0].licence?.movement === 'EXPORT' ? 'EXPORT' : 'TRANSFER';
  const fault = coverFault(context, states, movement, named, named.route.at(-1));
  if (fault !== undefined) return fault;
  return movement === 'EXPORT' && named.importAuthorisationRef === undefined
    ? refusal('R18', 'An export needs the import authorisation of the State of destination. Name it.', {
        pointer: '/payload/importAuthorisationRef',
      })
    : undefined;
};

/** Whether the firearm may come in under the import licence named (2025/41; REQ-IMP-04). */
export const importLicenceFault = (
  context: Crossing,
  named: Named & { readonly fromCountry: string },
): Refusal | undefined => {
  const states = context.around.statesIn('authorisation', named.licenceId, context.moment);
  return states === undefined ? noLicence : coverFault(context, states, 'IMPORT', named, named.fromCountry);
};

/**
 * What a movement uses up of a licence for a number of firearms, as its half in the licence's stream: partial shipments
 * count against the licence (users-and-jobs 5). A general permission has no number.
 */
export const licenceUse = (
  { around, moment, id }: Pick<Crossing, 'around' | 'moment' | 'id'>,
  licenceId: string | undefined,
  use: 'DISPATCH' | 'IMPORT',
  type: 'AuthorisationUsed' | 'AuthorisationUseReturned' = 'AuthorisationUsed',
): ReadonlyArray<Spread> =>
  licenceId !== undefined && around.statesIn('authorisation', licenceId, moment)?.[0].licence !== undefined
    ? [{ stream: { kind: 'authorisation', id: licenceId }, type, payload: { firearmId: id, use } }]
    : [];
