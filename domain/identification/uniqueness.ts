import type { Identity } from '../firearm/identity.ts';
import { isAbsent } from '../shared/shape.ts';
import type { Agreement } from './agreement.ts';
import {
  agreementOfCalibres,
  agreementOfMakers,
  agreementOfModels,
  agreementOfTypes,
  agreementOfYears,
} from './agreement.ts';
import { canonicalSerial } from './serial.ts';
import type { SerialAgreement } from './serialAgreement.ts';
import { agreementOfSerials } from './serialAgreement.ts';

export type UniquenessReason =
  | { readonly attribute: 'SERIAL'; readonly agreement: SerialAgreement }
  | {
      readonly attribute: 'MAKER' | 'MODEL' | 'CALIBRE' | 'TYPE' | 'YEAR';
      readonly agreement: Agreement;
    }
  /** Data-quality findings about the number itself. */
  | { readonly attribute: 'SERIAL_SHORT' | 'SERIAL_DUMMY'; readonly agreement: 'EQUAL' };

/** `WARN`: probably two firearms, worth a look. A conflict opens a task and refuses nothing (HC-07): both stay. */
export type Uniqueness = {
  readonly kind: 'IDENTITY_CONFLICT' | 'WARN' | 'NORMAL';
  readonly reasons: ReadonlyArray<UniquenessReason>;
};

const dummy = /^(\p{N})\1*$|^0*123456?7?8?9?0?$/u;

const qualityOf = (canonical: string): ReadonlyArray<UniquenessReason> => [
  ...(canonical.length < 3 ? [{ attribute: 'SERIAL_SHORT' as const, agreement: 'EQUAL' as const }] : []),
  ...(dummy.test(canonical) ? [{ attribute: 'SERIAL_DUMMY' as const, agreement: 'EQUAL' as const }] : []),
];

/**
 * Whether two records may be of one firearm (identification 6.5, HC-07). Equal maker, model, calibre, serial and year
 * conflict; the same with another year, prefix or script warns; anything else is normal, since makers restart their
 * series. An attribute that one record lacks neither agrees nor contradicts: it lowers a conflict to a warning, except
 * the year, when neither has it. A serial of under three characters says nothing without maker, model and calibre.
 */
export const compareIdentities = (one: Identity, other: Identity): Uniqueness => {
  if (isAbsent(one.serialRaw) || isAbsent(other.serialRaw))
    return { kind: 'NORMAL', reasons: [{ attribute: 'SERIAL', agreement: 'UNKNOWN' }] };
  const serial = agreementOfSerials(one.serialRaw, other.serialRaw);
  const attributes = [
    { attribute: 'MAKER', agreement: agreementOfMakers(one, other) },
    { attribute: 'MODEL', agreement: agreementOfModels(one, other) },
    { attribute: 'CALIBRE', agreement: agreementOfCalibres(one, other) },
    { attribute: 'TYPE', agreement: agreementOfTypes(one, other) },
  ] as const;
  const year = agreementOfYears(one, other);
  const canonical = canonicalSerial(one.serialRaw);
  const quality = qualityOf(canonical);
  const reasons: ReadonlyArray<UniquenessReason> = [
    { attribute: 'SERIAL', agreement: serial },
    ...attributes,
    { attribute: 'YEAR', agreement: year },
    ...(serial === 'EQUAL' ? quality : []),
  ];
  const named = attributes.slice(0, 3);
  const unknown = named.filter(({ agreement }) => agreement === 'UNKNOWN').length;
  const short = Math.min(canonical.length, canonicalSerial(other.serialRaw).length) < 3;
  const unlike =
    serial === 'DIFFERENT' ||
    attributes.some(({ agreement }) => agreement === 'DIFFERENT') ||
    attributes[0].agreement === 'UNKNOWN' ||
    unknown > (short ? 0 : 1);
  if (unlike) return { kind: 'NORMAL', reasons };
  const bothWithoutYear = one.yearOfManufacture === undefined && other.yearOfManufacture === undefined;
  const allEqual = serial === 'EQUAL' && unknown === 0 && (year === 'EQUAL' || bothWithoutYear);
  return { kind: allEqual ? 'IDENTITY_CONFLICT' : 'WARN', reasons };
};
