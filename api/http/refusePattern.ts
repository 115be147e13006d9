import { patternRefusal } from '../../domain/identification/serialLadder.ts';
import { problem } from './problem.ts';

/** Refuses an incomplete number that comes without the attributes that make it a question about one firearm. */
export const refusePattern = (
  serial: string,
  { make, model, calibre }: { readonly [name in 'make' | 'model' | 'calibre']?: string | undefined },
): void => {
  const given = [make, model, calibre].filter((attribute) => attribute !== undefined);
  const reason = patternRefusal(serial, given.length);
  if (reason !== undefined)
    throw problem(422, 'R31', 'incomplete serial number', reason, {
      errors: [{ pointer: '/serial', message: reason }],
    });
};
