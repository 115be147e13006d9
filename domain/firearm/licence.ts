import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import type { FirearmCheck } from './definition.ts';

type Licence = { readonly licenceId: string; readonly licenceNo: string };

/** Whether the licence named is in force over the whole period in which the event may have happened (R18). */
export const licenceFault = (
  { around, moment }: Pick<FirearmCheck<unknown>, 'around' | 'moment'>,
  { licenceId }: Licence,
): Refusal | undefined => {
  const pointer = { pointer: '/payload/licenceId' };
  const states = around.statesIn('authorisation', licenceId, moment);
  if (states === undefined)
    return refusal(
      'R18',
      'No licence with this id is recorded. Have it recorded and granted first.',
      pointer,
    );
  return states.every((state) => state.status === 'GRANTED')
    ? undefined
    : refusal('R18', 'The licence was not in force at that time. Apply for a valid one first.', pointer);
};
