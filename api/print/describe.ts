import type { Identity } from '../../domain/firearm/identity.ts';
import { isAbsent } from '../../domain/shared/shape.ts';

const word = (value: unknown): ReadonlyArray<string> =>
  value === undefined || value === null
    ? []
    : isAbsent(value)
      ? [`(${value.absent.toLowerCase()})`]
      : [String(value)];

/** A firearm in one line as papers name it: type, make, model, calibre, serial number. */
export const describeFirearm = (identity: Identity | undefined): string => {
  if (identity === undefined) return '';
  const { type, make, model, calibre, serialRaw } = identity;
  return [
    ...word(type),
    ...word(make),
    ...word(model),
    ...(isAbsent(calibre) ? word(calibre) : [calibre.map(({ raw }) => raw).join(' / ')]),
    'No.',
    ...word(serialRaw),
  ].join(' ');
};
