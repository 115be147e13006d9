import { subcategories } from '../firearm/identity.ts';
import { isMemberState } from '../policy/memberStates.ts';
import { address, country, docRef, firearmRef, partyId, reference } from '../shared/commonFields.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import {
  date,
  flag,
  integer,
  list,
  oneOf,
  optional,
  personal,
  record,
  text,
  type ValueOf,
} from '../shared/shape.ts';
import type { AuthorisationCheck } from './definition.ts';
import { checkRegistered } from './owner.ts';
import { checkPeriod, periodOf } from './periods.ts';
import { categories } from './scope.ts';
import type { AuthorisationState, Movement } from './state.ts';

/** What licences of export, import and transit show (Protocol 10(3), REQ-IMP-02, REQ-IMP-03, REQ-IMP-05). */
export const tradeLicence = record({
  licenceNo: reference('number of the licence', 'EXP-2026-0042'),
  holderId: partyId('to whom it was issued'),
  issuedAt: text(120, 'place of issue', 'Podgorica'),
  issuedOn: date('day of issue', '2026-01-15'),
  validTo: date('last day', '2026-07-14'),
  exportCountry: country('country of export'),
  importCountry: country('country of import'),
  transitCountries: list(
    country('country of transit'),
    0,
    20,
    'countries of transit; an empty list says that there is none',
  ),
  finalRecipient: personal(
    record(
      { name: text(200, 'name', 'Recipient 3'), address: address('address') },
      'final recipient',
      'FinalRecipient',
    ),
    'final recipient',
  ),
  goods: list(
    record(
      {
        description: text(200, 'description', 'Pistols'),
        category: oneOf(categories, 'category'),
        subcategory: optional(oneOf(subcategories, 'subcategory')),
        firearmId: optional(firearmRef('firearm, where it is recorded')),
        markings: optional(text(120, 'markings, where the firearm is not recorded', 'AB 12345')),
        quantity: integer(1, 100_000, 'how many'),
      },
      'goods',
      'LicensedGoods',
    ),
    1,
    200,
    'what it is for',
  ),
  militaryList: flag('whether the goods are on the Common Military List'),
  endUserCertificateRef: optional(docRef('end-user certificate (2008/944/CFSP, 2021/38/CFSP)')),
  importAuthorisationRef: optional(docRef('authorisation of the country of import (Protocol 10(2))')),
  transitNotObjected: optional(
    list(country('country of transit'), 0, 20, 'countries of transit that did not object'),
  ),
});
export type TradeLicence = ValueOf<typeof tradeLicence>;

export const checkTrade = (
  movement: Movement,
  { payload, state, around, now, policy, phase }: AuthorisationCheck<TradeLicence>,
): Refusal | undefined => {
  if (phase === 'NOW') return undefined;
  if (state.matter !== undefined)
    return refusal('R17', `This is a ${state.matter}. A licence is a record of its own.`);
  const wrong =
    checkRegistered(around, payload.holderId, now, '/payload/holderId') ??
    checkPeriod(payload.issuedOn, payload.validTo, undefined, '/payload/validTo');
  if (wrong !== undefined) return wrong;
  if (payload.exportCountry === payload.importCountry)
    return refusal('R33', 'The goods cross no border.', { pointer: '/payload/importCountry' });
  const here = {
    EXPORT: payload.exportCountry,
    IMPORT: payload.importCountry,
    TRANSIT: undefined,
    TRANSFER: undefined,
  }[movement];
  if (here !== undefined && here !== policy.territory)
    return refusal(
      'R33',
      `This State (${policy.territory}) is not the country of ${movement.toLowerCase()}.`,
      {
        pointer: movement === 'EXPORT' ? '/payload/exportCountry' : '/payload/importCountry',
      },
    );
  // An export leaves the Union (258/2012 art. 2); between Member States firearms are transferred (Dir. 16).
  if (
    movement === 'EXPORT' &&
    policy.euMovements === 'ART_16_TRANSFER' &&
    isMemberState(payload.importCountry, payload.issuedOn)
  )
    return refusal(
      'R17',
      `${payload.importCountry} is a Member State: what goes there is a transfer, no export. Record TransferAuthorisationRequested and TransferAuthorised, or DealerTransferNotified under a general permission.`,
      { pointer: '/payload/importCountry' },
    );
  if (payload.militaryList && payload.endUserCertificateRef === undefined)
    return refusal('R33', 'Goods of the military list need an end-user certificate.', {
      pointer: '/payload/endUserCertificateRef',
    });
  if (movement !== 'EXPORT') return undefined;
  if (payload.importAuthorisationRef === undefined)
    return refusal('R18', 'The country of import has to authorise first. Name its authorisation.', {
      pointer: '/payload/importAuthorisationRef',
    });
  const asked = payload.transitCountries.find((each) => payload.transitNotObjected?.includes(each) !== true);
  return asked === undefined
    ? undefined
    : refusal('R18', `${asked} has not been recorded as not objecting to the transit.`, {
        pointer: '/payload/transitNotObjected',
      });
};

export const withTrade = (
  movement: Movement,
  state: AuthorisationState,
  payload: TradeLicence,
  zone: string,
): AuthorisationState => {
  const firearmIds = payload.goods.flatMap(({ firearmId }) => firearmId ?? []);
  return {
    ...state,
    matter: movement,
    partyId: payload.holderId,
    periods: [periodOf(payload.issuedOn, payload.validTo, zone)],
    licence: {
      movement,
      licenceNo: payload.licenceNo,
      categories: [...new Set(payload.goods.map(({ category }) => category))],
      // One line for a whole category makes lines for its subcategories say nothing more.
      subcategories: payload.goods.flatMap(({ category, subcategory }) =>
        subcategory === undefined ||
        payload.goods.some((other) => other.category === category && other.subcategory === undefined)
          ? []
          : [subcategory],
      ),
      firearmIds: firearmIds.length === payload.goods.length ? firearmIds : [],
      quantity: payload.goods.reduce((sum, { quantity }) => sum + quantity, 0),
      exportCountry: payload.exportCountry,
      importCountry: payload.importCountry,
      transitCountries: payload.transitCountries,
    },
  };
};
