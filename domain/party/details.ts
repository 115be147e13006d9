import { address, country } from '../shared/commonFields.ts';
import type { Sealed } from '../shared/shape.ts';
import { date, optional, personal, record, text } from '../shared/shape.ts';
import type { Instant } from '../time/zone.ts';

/**
 * What is known of a party (catalogue 5.3): personal values are sealed; the State of residence stays plain, because
 * guards need it (REQ-TRF-07).
 */
export const partyDetails = record(
  {
    name: optional(personal(text(200, 'name as the register holds it', 'Holder 17'), 'name')),
    birthDate: optional(personal(date('date of birth', '1980-01-31'), 'date of birth')),
    birthPlace: optional(personal(text(120, 'place of birth', 'Podgorica'), 'place of birth')),
    nationality: optional(personal(country('nationality'), 'nationality')),
    address: optional(personal(address('home or seat'), 'home or seat')),
    contact: optional(
      personal(
        record(
          {
            email: optional(text(200, 'e-mail address', 'holder17@example.org')),
            telephone: optional(text(40, 'telephone number', '+382 20 000 000')),
          },
          'how to reach the party',
          'Contact',
        ),
        'how to reach the party',
      ),
    ),
    documentNumber: optional(
      personal(
        text(64, 'number of an identity document or of the register of firms', 'X 000017'),
        'document',
      ),
    ),
    residenceState: optional(country('State of residence, or of the seat')),
  },
  'what is known of the party',
  'PartyDetails',
);

export const detailNames = [
  'name',
  'birthDate',
  'birthPlace',
  'nationality',
  'address',
  'contact',
  'documentNumber',
  'residenceState',
] as const;
export type DetailName = (typeof detailNames)[number];

/** One value of one detail, true from a day on until another one is. */
export type DetailVersion = {
  readonly from: Instant;
  /** The day as stated. */
  readonly validFrom: string;
  readonly value: Sealed | string;
  readonly recordedBy: string;
};
export type Profile = { readonly [N in DetailName]?: ReadonlyArray<DetailVersion> };
export type GivenDetails = { readonly [N in DetailName]?: Sealed | string };

/** What a person is born with has no beginning in a register: the version known last holds for every day. */
const timeless: ReadonlySet<DetailName> = new Set(['birthDate', 'birthPlace']);

/**
 * The profile with further details from a day on. Versions before that day stay, so a chain of custody of an earlier
 * day shows what was true then; what is stated again for the same day takes the place of what was stated for it.
 */
export const withDetails = (
  profile: Profile,
  given: GivenDetails,
  stated: Omit<DetailVersion, 'value'>,
): Profile => {
  const added = detailNames.flatMap(
    (name): ReadonlyArray<readonly [DetailName, ReadonlyArray<DetailVersion>]> => {
      const value = given[name];
      if (value === undefined) return [];
      const others = (profile[name] ?? []).filter(({ from }) => from !== stated.from);
      const versions = [...others, { ...stated, value }];
      return [
        [name, timeless.has(name) ? versions : versions.toSorted((one, other) => one.from - other.from)],
      ];
    },
  );
  return { ...profile, ...Object.fromEntries(added) };
};

/** The version of a detail that is true at a moment; undefined while none is known for it. */
export const detailAt = (profile: Profile, name: DetailName, at: Instant): DetailVersion | undefined => {
  const versions = profile[name] ?? [];
  return timeless.has(name) ? versions.at(-1) : versions.filter(({ from }) => from <= at).at(-1);
};

/** The State of residence at a moment, where it is known. */
export const residenceAt = (profile: Profile, at: Instant): string | undefined => {
  const value = detailAt(profile, 'residenceState', at)?.value;
  return typeof value === 'string' ? value : undefined;
};
