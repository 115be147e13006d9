import { partyNow } from '../authorisation/owner.ts';
import { covers, throughout } from '../authorisation/validity.ts';
import type { RecordedBy, Source } from '../event/envelope.ts';
import { currentIdOf, samePartyIn } from '../party/sameParty.ts';
import type { PartyRole } from '../shared/commonFields.ts';
import { type Refusal, refusal } from '../shared/refusal.ts';
import { type Absent, isAbsent } from '../shared/shape.ts';
import type { CheckContext, Spread } from '../stream/definition.ts';
import type { StreamKey } from '../stream/surroundings.ts';
import { checkEntitled, checkNumber } from './events/acquirer.ts';
import type { Identity } from './identity.ts';

type Context = Pick<CheckContext<unknown, unknown>, 'around' | 'moment' | 'now' | 'policy' | 'id'>;

/** Who comes to have an object, in which capacity, of which category, and the right he names, if he names one. */
export type Receiving = {
  readonly category: Identity['category'] | undefined;
  readonly subcategory: Identity['subcategory'] | undefined;
  readonly partyId: string | Absent;
  readonly capacity: PartyRole;
  readonly authorisationId?: string | undefined;
  /** Where the payload names the right; default: where reports that begin a life do. */
  readonly pointer?: string;
};

const rightPointer = '/payload/responsibleAuthorisationId';

/** What is looked at to find the right; nothing where nobody or the State receives. */
export const receivingLooksAt = ({
  partyId,
  capacity,
  authorisationId,
}: Pick<Receiving, 'partyId' | 'capacity' | 'authorisationId'>): ReadonlyArray<StreamKey> =>
  isAbsent(partyId) || capacity === 'STATE'
    ? []
    : [
        { kind: 'party', id: partyId },
        ...(authorisationId === undefined ? [] : [{ kind: 'authorisation' as const, id: authorisationId }]),
      ];

const ownAccount: ReadonlySet<string> = new Set(['MFR', 'DLR', 'BRK', 'HLD']);

/**
 * Old papers say what happened and not under which right; a right that they name is looked at all the same. Only an
 * authority takes them over: who reports on his own account names the right, on paper or not.
 */
export const isOldPaper = ({
  source,
  recordedBy,
}: {
  readonly source: Pick<Source, 'kind'>;
  readonly recordedBy: Pick<RecordedBy, 'role'>;
}): boolean =>
  (source.kind === 'PAPER' || source.kind === 'LEGACY_IMPORT') && !ownAccount.has(recordedBy.role);

/** Rights of a party under every id that it is known by (PartyMerged keeps both). */
const rightsOf = ({ around, now }: Context, partyId: string): ReadonlyArray<string> => {
  const current = currentIdOf(around, partyId, now);
  const ids = new Set([partyId, current, ...(partyNow(around, current, now)?.aliases ?? [])]);
  return [...ids].flatMap((id) =>
    (partyNow(around, id, now)?.rights ?? []).map(({ authorisationId }) => authorisationId),
  );
};

/** Whether the category is known: without it nobody can tell who may have it. */
export const isEstablished = (value: Identity['category'] | undefined): boolean =>
  value !== undefined && !isAbsent(value) && value !== 'LEGACY_D';

const unknown = { absent: 'UNKNOWN' } as const;

type Found = { readonly right?: string } | Refusal;
export const isRefused = (found: Found): found is Refusal => 'code' in found;

/** A right of the party that nobody named: the first that covers; the refusal says why none does. */
const searched = (
  context: Context,
  { category, subcategory, capacity, pointer = rightPointer }: Receiving,
  partyId: string,
): Found => {
  const { around, moment, now, policy } = context;
  const reasons: string[] = [];
  for (const authorisationId of rightsOf(context, partyId)) {
    const states = around.statesIn('authorisation', authorisationId, moment);
    if (states === undefined) continue;
    const judged = throughout(covers, states, {
      partyId,
      category,
      subcategory,
      on: moment,
      ...(capacity === 'STATE' ? {} : { capacity }),
      reviewBlocks: policy.reviewBlocksTransfers,
      sameParty: samePartyIn(around, now),
    });
    if (judged.kind === 'NOT_COVERED') {
      if (judged.reason !== 'WRONG_KIND') reasons.push(judged.sentence);
      continue;
    }
    const number = checkNumber({ ...context, state: {} }, { partyId, authorisationId, capacity, pointer });
    if (number === undefined) return { right: authorisationId };
    reasons.push(number.detail);
  }
  const [only] = reasons;
  return refusal(
    'R41',
    only !== undefined && reasons.length === 1
      ? `The right of the receiving party does not allow it. ${only}`
      : 'No right of the receiving party covers this category on that day. Have one granted, or name the right.',
    { pointer },
  );
};

/**
 * The right under which a party comes to have a firearm or component, or why it has none (REQ-CAT-02, -03, REQ-DLR-01,
 * REQ-CMP-03): the same rule as for a transfer, at the moment of the effective date. A right that is named is the one
 * that counts; otherwise the rights granted to the party are looked through. The State needs none.
 */
export const receivingRight = (context: Context, receiving: Receiving): Found => {
  const { partyId, capacity, authorisationId, category, subcategory, pointer = rightPointer } = receiving;
  if (capacity === 'STATE' || isAbsent(partyId)) return {};
  if (!isEstablished(category))
    return refusal('R41', 'Without its category nobody can tell whether the party may have it. State it.', {
      pointer,
    });
  const state = context.around.statesIn('party', partyId, context.moment)?.[1];
  if (state?.status === 'DECEASED' || state?.status === 'CEASED')
    return refusal('R41', 'The receiving party has died or given up its business by then.', {
      pointer,
    });
  if (authorisationId === undefined) return searched(context, receiving, partyId);
  const named = { partyId, authorisationId, capacity, pointer };
  const identity = { category: category ?? unknown, subcategory: subcategory ?? unknown };
  const asked = { ...context, state: { identity } };
  return checkEntitled(asked, named) ?? checkNumber(asked, named) ?? { right: authorisationId };
};

/** What receiving uses up of a right to a limited number of acquisitions, as its half in the right's stream. */
export const acquisitionUse = (
  { around, moment, id }: Pick<Context, 'around' | 'moment' | 'id'>,
  authorisationId: string | undefined,
): ReadonlyArray<Spread> =>
  authorisationId !== undefined &&
  around.statesIn('authorisation', authorisationId, moment)?.[1].right?.acquisitions !== undefined
    ? [
        {
          stream: { kind: 'authorisation', id: authorisationId },
          type: 'AuthorisationUsed',
          payload: { firearmId: id, use: 'ACQUISITION' },
        },
      ]
    : [];
