import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import type { FirearmState } from './state.ts';

/** A seized firearm is not made inoperable before its traces are kept, or a decision waives them (HC-04). */
export const seizedEvidenceFault = (
  state: Pick<FirearmState, 'custody' | 'ballistics'>,
  waiver: unknown,
): Refusal | undefined =>
  state.custody !== 'SZD' ||
  waiver !== undefined ||
  (state.ballistics.testFires.length > 0 && state.ballistics.images.length > 0)
    ? undefined
    : refusal(
        'R23',
        'Record BallisticTestFired and BallisticImageFiled first, or name the decision that waives them.',
        { pointer: '/payload/evidenceWaiver' },
      );
