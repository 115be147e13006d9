import { type Absent, isAbsent } from '../shared/shape.ts';
import type { Calibre } from './identity.ts';

type Calibres = ReadonlyArray<Calibre> | Absent;
type Known = Calibre | Absent | undefined;

const calibresMax = 4;

const same = (a: Calibre, b: Calibre): boolean =>
  a.barrelPosition !== undefined && b.barrelPosition !== undefined
    ? a.barrelPosition === b.barrelPosition
    : a.code !== undefined && b.code !== undefined
      ? a.code === b.code
      : a.raw === b.raw;

/** Whether two lists say the same, however it is written: `9 Para` and `9 mm Luger` of one code are no change. */
export const sameCalibres = (a: Calibres, b: Calibres): boolean =>
  isAbsent(a) || isAbsent(b)
    ? isAbsent(a) && isAbsent(b)
    : a.length === b.length && a.every((each) => b.some((other) => same(each, other)));

/** Without the calibre that a barrel took with it; a calibre that another fitted barrel has stays. */
const without = (
  calibres: ReadonlyArray<Calibre>,
  out: Known,
  others: ReadonlyArray<Known>,
): ReadonlyArray<Calibre> => {
  if (out === undefined || isAbsent(out)) return calibres;
  const remains = others.some((other) => other !== undefined && !isAbsent(other) && same(other, out));
  return remains ? calibres : calibres.filter((each) => !same(each, out));
};

/** The stated list of calibres; one that is nowhere stated is unknown, never left out. */
const listed = (calibres: ReadonlyArray<Calibre>): Calibres =>
  calibres.length === 0 ? { absent: 'UNKNOWN' } : calibres.slice(-calibresMax);

/**
 * Calibres of a firearm after a barrel went in (identification 5.2 rule 5). `others` are the calibres of the barrels
 * that are fitted beside it: with none, the new barrel is the firearm's only one and its calibre the firearm's.
 */
export const withBarrel = (calibres: Calibres, fitted: Known, others: ReadonlyArray<Known>): Calibres => {
  const recorded = isAbsent(calibres) ? [] : calibres;
  // A list of several calibres says that there are barrels which are no objects of their own.
  const alone = others.length === 0 && recorded.length <= 1;
  if (fitted === undefined || isAbsent(fitted)) return alone ? { absent: 'UNKNOWN' } : calibres;
  if (alone) return [fitted];
  return listed([...recorded.filter((each) => !same(each, fitted)), fitted]);
};

/** Calibres after a barrel came out; a firearm without barrel keeps the calibre it was made for. */
export const withoutBarrel = (calibres: Calibres, out: Known, others: ReadonlyArray<Known>): Calibres => {
  if (isAbsent(calibres)) return calibres;
  const left = without(calibres, out, others);
  return left.length === 0 ? calibres : left;
};

/** Calibres after one barrel took the place of another. */
export const withBarrelReplaced = (
  calibres: Calibres,
  out: Known,
  fitted: Known,
  others: ReadonlyArray<Known>,
): Calibres => {
  const recorded = isAbsent(calibres) ? [] : calibres;
  const left = without(recorded, out, others);
  // The old barrel's calibre is not among the recorded ones: where there is one entry only, it was that barrel's.
  const rest = left.length === recorded.length && recorded.length === 1 && others.length === 0 ? [] : left;
  if (fitted === undefined || isAbsent(fitted)) return listed(rest);
  return listed([...rest.filter((each) => !same(each, fitted)), fitted]);
};
