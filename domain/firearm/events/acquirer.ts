import { consentFault } from '../../authorisation/consent.ts';
import { residenceIn } from '../../authorisation/owner.ts';
import { covers, licenceFor, throughout } from '../../authorisation/validity.ts';
import { samePartyIn } from '../../party/sameParty.ts';
import type { PartyRole } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import type { FirearmCheck } from '../definition.ts';
import type { Identity } from '../identity.ts';

type Context = Pick<FirearmCheck<unknown>, 'around' | 'moment' | 'now' | 'policy' | 'id'> & {
  readonly state: { readonly identity?: Pick<Identity, 'category' | 'subcategory'> };
};

/** Who is to receive the firearm, in which capacity and under which authorisation. */
export type Receiver = {
  readonly partyId: string;
  readonly authorisationId: string;
  readonly capacity: PartyRole;
  /** Where the payload names party and authorisation. */
  readonly pointer: string;
};

/**
 * The receiver is alive or in business, and his authorisation covers the firearm's category and subcategory throughout
 * the moment (REQ-CAT-02 to -05, REQ-DLR-01). State stock needs none.
 */
export const checkEntitled = (
  { around, moment, now, policy, state }: Context,
  { partyId, authorisationId, capacity, pointer }: Receiver,
): Refusal | undefined => {
  if (capacity === 'STATE') return undefined;
  const party = around.statesIn('party', partyId, moment)?.[1];
  if (party?.status === 'DECEASED' || party?.status === 'CEASED')
    return refusal('R41', 'The receiving party has died or given up its business by then.', { pointer });
  const states = around.statesIn('authorisation', authorisationId, moment);
  if (states === undefined)
    return refusal('R41', 'The authorisation that is named is not recorded.', { pointer });
  const asked = {
    partyId,
    category: state.identity?.category,
    subcategory: state.identity?.subcategory,
    on: moment,
    capacity,
    reviewBlocks: policy.reviewBlocksTransfers,
    sameParty: samePartyIn(around, now),
  };
  const judged = throughout(covers, states, asked);
  return judged.kind === 'COVERED'
    ? undefined
    : refusal('R41', `The authorisation does not allow it. ${judged.sentence}`, { pointer });
};

/** How many more firearms may be acquired under it is counted over all that is recorded, in whatever order it came. */
export const checkNumber = (
  { around, now, id }: Context,
  { authorisationId, pointer }: Receiver,
): Refusal | undefined => {
  const state = around.statesIn('authorisation', authorisationId, { earliest: now, latest: now })?.[1];
  const limit = state?.right?.acquisitions;
  return limit !== undefined && state?.used.includes(id) === false && state.used.length >= limit
    ? refusal('R41', `All ${limit} acquisitions that the authorisation allows were made.`, { pointer })
    : undefined;
};

type AbroadAsked = Receiver & {
  readonly distance: boolean;
  readonly foreignConsentRef?: string;
  readonly transferLicenceRef?: string;
  readonly declared: boolean;
};

/**
 * Handing over to somebody who resides in another State (Dir. 12, REQ-TRF-07, REQ-CAT-07): with that State's prior
 * agreement or the licence of a transfer; for category C a declaration that justifies possession here is enough.
 * A distance sale across the border needs the licence (REQ-TRF-06).
 */
export const checkResidence = (context: Context, asked: AbroadAsked): Refusal | undefined => {
  const { around, moment, now, policy, state, id } = context;
  if (asked.capacity === 'STATE') return undefined;
  const residence = residenceIn(around, asked.partyId, moment, now);
  if (residence === undefined || residence === policy.territory) return undefined;
  const sameParty = samePartyIn(around, now);
  const licence =
    asked.transferLicenceRef === undefined
      ? undefined
      : around.statesIn('authorisation', asked.transferLicenceRef, moment);
  const licensed =
    licence !== undefined &&
    throughout(licenceFor, licence, {
      movement: policy.euMovements === 'ART_16_TRANSFER' ? 'TRANSFER' : 'EXPORT',
      firearmId: id,
      category: state.identity?.category,
      subcategory: state.identity?.subcategory,
      on: moment,
      country: residence,
    }).kind === 'COVERED';
  if (licensed) return undefined;
  const { category } = state.identity ?? {};
  if (asked.distance)
    return refusal(
      'R18',
      `A distance sale to ${residence} needs the licence of a transfer. Name it as transferLicenceRef.`,
      { pointer: '/payload/transferLicenceRef' },
    );
  if (category === 'C' && asked.declared) return undefined;
  const right = around.statesIn('authorisation', asked.authorisationId, moment)?.[1];
  const fault = consentFault(around, asked.foreignConsentRef ?? right?.foreignConsentRef, {
    state: residence,
    firearmId: id,
    partyId: asked.partyId,
    on: moment,
    sameParty,
  });
  return fault === undefined
    ? undefined
    : refusal('R42', category === 'C' ? `${fault} For category C possessionDeclaration is enough.` : fault, {
        pointer: '/payload/foreignConsentRef',
      });
};

const trades = ['DEALER', 'BROKER', 'MANUFACTURER'] as const;

/** Whether a dealer who reports holds a valid licence of his trade (REQ-DLR-01); others have none to show. */
export const reporterIsLicensed = (
  {
    around,
    moment,
    now,
    metadata: { recordedBy },
  }: Pick<FirearmCheck<unknown>, 'around' | 'moment' | 'now' | 'metadata'>,
  licences: ReadonlyArray<(typeof trades)[number]> = trades,
): boolean => {
  if (recordedBy.role !== 'DLR' && recordedBy.role !== 'BRK' && recordedBy.role !== 'MFR') return true;
  const party = around.statesIn('party', recordedBy.organisationId, { earliest: now, latest: now })?.[1];
  const sameParty = samePartyIn(around, now);
  return (
    party?.rights.some(({ authorisationId, kind }) => {
      if (!licences.some((each) => each === kind)) return false;
      const states = around.statesIn('authorisation', authorisationId, moment);
      const scope = states?.[1].right;
      return (
        states !== undefined &&
        throughout(covers, states, {
          partyId: recordedBy.organisationId,
          // In force at all: a sale of what he may not buy any more still leaves his stock.
          category: scope?.categories[0],
          subcategory: scope?.subcategories.find((each) => each.startsWith(scope.categories[0] ?? '')),
          on: moment,
          capacity: 'TRADE',
          sameParty,
        }).kind === 'COVERED'
      );
    }) === true
  );
};
