import { type KnownAttributes, patternRefusal } from '../../domain/identification/serialLadder.ts';
import { problem } from './problem.ts';

/** Refuses an incomplete number that comes without the attributes that make it a question about one firearm. */
export const refusePattern = (serial: string, attributes: KnownAttributes): void => {
  const reason = patternRefusal(serial, attributes);
  if (reason !== undefined)
    throw problem(422, 'R31', 'incomplete serial number', reason, {
      errors: [{ pointer: '/serial', message: reason }],
    });
};
