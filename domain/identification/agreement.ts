import type { Identity } from '../firearm/identity.ts';
import type { Absent } from '../shared/shape.ts';
import { isAbsent } from '../shared/shape.ts';
import { calibreKey } from './calibre.ts';
import { makerKey } from './maker.ts';

/** How two records agree on an attribute. What one of them lacks is unknown, never different. */
export type Agreement = 'EQUAL' | 'DIFFERENT' | 'UNKNOWN';

const agreed = (equal: boolean): Agreement => (equal ? 'EQUAL' : 'DIFFERENT');

/** Codes of a list decide where both records have one; else the names as read do, by their key. */
const agreementOf = (
  codes: readonly [string | undefined, string | undefined],
  names: readonly [string | Absent, string | Absent],
  keyOf: (name: string) => string,
): Agreement => {
  const [oneCode, otherCode] = codes;
  if (oneCode !== undefined && otherCode !== undefined) return agreed(oneCode === otherCode);
  const [one, other] = names;
  return isAbsent(one) || isAbsent(other) ? 'UNKNOWN' : agreed(keyOf(one) === keyOf(other));
};

export const agreementOfMakers = (one: Identity, other: Identity): Agreement =>
  agreementOf([one.manufacturerCode, other.manufacturerCode], [one.make, other.make], makerKey);

const modelKey = (raw: string): string =>
  raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

export const agreementOfModels = (one: Identity, other: Identity): Agreement =>
  agreementOf([one.modelCode, other.modelCode], [one.model, other.model], modelKey);

export const agreementOfTypes = (one: Identity, other: Identity): Agreement =>
  agreementOf([undefined, undefined], [one.type, other.type], (type) => type);

/** Calibres agree when the records share one: exchange barrels are not always all recorded. */
export const agreementOfCalibres = (one: Identity, other: Identity): Agreement => {
  const { calibre: ours } = one;
  const { calibre: theirs } = other;
  if (isAbsent(ours) || isAbsent(theirs)) return 'UNKNOWN';
  return agreed(
    ours.some((mine) =>
      theirs.some((its) => agreementOf([mine.code, its.code], [mine.raw, its.raw], calibreKey) === 'EQUAL'),
    ),
  );
};

export const agreementOfYears = (
  { yearOfManufacture: one }: Identity,
  { yearOfManufacture: other }: Identity,
): Agreement => (one === undefined || other === undefined ? 'UNKNOWN' : agreed(one === other));
