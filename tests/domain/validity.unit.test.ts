import { describe, expect, test } from 'vitest';
import { type AuthorisationState, initialAuthorisation } from '../../domain/authorisation/state.ts';
import { covers, type LicenceAsked, licenceFor, throughout } from '../../domain/authorisation/validity.ts';

const at = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const on = (from: string, to = from) => ({ earliest: at(from), latest: at(to) + 86_399_999 });
const reasonOf = (judged: ReturnType<typeof covers>): string =>
  judged.kind === 'COVERED' ? 'COVERED' : judged.reason;

const granted: AuthorisationState = {
  ...initialAuthorisation,
  status: 'GRANTED',
  partyId: 'F-1',
  matter: 'EXPORT',
  periods: [{ from: at('2026-01-01'), until: at('2026-07-01') }],
  licence: {
    movement: 'EXPORT',
    licenceNo: 'X',
    categories: ['B'],
    subcategories: ['B5'],
    firearmIds: [],
    quantity: 2,
    exportCountry: 'ME',
    importCountry: 'CH',
    transitCountries: [],
  },
};
const asked: LicenceAsked = {
  movement: 'EXPORT',
  firearmId: 'W-1',
  category: 'B',
  subcategory: 'B5',
  on: on('2026-03-01'),
  country: 'CH',
  partyId: 'F-1',
};
const listed = (firearmIds: ReadonlyArray<string>): AuthorisationState =>
  granted.licence === undefined ? granted : { ...granted, licence: { ...granted.licence, firearmIds } };

describe('REQ-IMP-01 REQ-IMP-02 a licence for one firearm on one day', () => {
  const cases: ReadonlyArray<readonly [string, AuthorisationState, Partial<LicenceAsked>]> = [
    ['COVERED', granted, {}],
    ['COVERED', granted, { on: on('2026-06-30') }],
    ['NO_LONGER_VALID', granted, { on: on('2026-07-01') }],
    ['NO_LONGER_VALID', granted, { on: on('2026-06-30', '2026-07-01') }],
    ['NOT_YET_VALID', granted, { on: on('2025-12-31') }],
    ['SUSPENDED', { ...granted, status: 'SUSPENDED' }, {}],
    ['WITHDRAWN', { ...granted, status: 'WITHDRAWN' }, {}],
    ['REFUSED', { ...granted, status: 'REFUSED' }, {}],
    ['NOT_GRANTED', { ...granted, status: 'APPLIED' }, {}],
    ['WRONG_KIND', granted, { movement: 'IMPORT' }],
    ['OTHER_PARTY', granted, { partyId: 'F-2' }],
    ['COVERED', granted, { partyId: 'F-2', sameParty: () => true }],
    ['CATEGORY_NOT_COVERED', granted, { category: 'A', subcategory: 'A2' }],
    ['SUBCATEGORY_NOT_COVERED', granted, { subcategory: 'B1' }],
    ['CATEGORY_UNKNOWN', granted, { category: { absent: 'UNKNOWN' } }],
    ['CATEGORY_UNKNOWN', granted, { subcategory: { absent: 'UNKNOWN' } }],
    ['CATEGORY_UNKNOWN', granted, { category: 'LEGACY_D' }],
    ['OTHER_DESTINATION', granted, { country: 'AT' }],
    ['USED_UP', { ...granted, used: ['W-2', 'W-3'] }, {}],
    ['COVERED', { ...granted, used: ['W-1', 'W-3'] }, {}],
    ['COVERED', listed(['W-1']), { category: undefined }],
    ['FIREARM_NOT_LISTED', listed(['W-2']), {}],
  ];
  test.each(cases)('%s', (expected, state, more) => {
    expect(reasonOf(licenceFor(state, { ...asked, ...more }))).toBe(expected);
  });
});

describe('REQ-CAT-05 a right to have firearms', () => {
  const { licence: _licence, ...rest } = granted;
  const right: AuthorisationState = {
    ...rest,
    matter: 'RIGHT',
    right: { kind: 'PERMIT', categories: ['B', 'C'], subcategories: ['B5'] },
    reviewDue: at('2026-02-01'),
  };
  const acquiring = { partyId: 'F-1', category: 'B', subcategory: 'B5', on: on('2026-03-01') };
  test('an overdue review blocks only where the policy says so', () => {
    expect(reasonOf(covers(right, acquiring))).toBe('COVERED');
    expect(reasonOf(covers(right, { ...acquiring, reviewBlocks: true }))).toBe('REVIEW_OVERDUE');
  });
  test('a category of which no subcategory is listed is covered whole; a licence of export is no right', () => {
    expect(reasonOf(covers(right, { ...acquiring, category: 'C', subcategory: 'C3' }))).toBe('COVERED');
    expect(reasonOf(covers(granted, acquiring))).toBe('NO_RIGHT');
    expect(reasonOf(covers(right, { ...acquiring, capacity: 'TRADE' }))).toBe('WRONG_KIND');
  });
  test('it must cover at both ends of a period', () => {
    const suspended = { ...right, status: 'SUSPENDED' as const };
    expect(reasonOf(throughout(covers, [right, suspended], acquiring))).toBe('SUSPENDED');
    expect(reasonOf(throughout(covers, [suspended, right], acquiring))).toBe('SUSPENDED');
    expect(reasonOf(throughout(covers, [right, right], acquiring))).toBe('COVERED');
  });
});
