import type { PartyRole } from '../../shared/commonFields.ts';
import { authorisationRef, docRef, partyId, partyRole } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { optional, record } from '../../shared/shape.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import type { Identity } from '../identity.ts';
import { checkEntitled } from './acquirer.ts';
import { openLossAlert } from './shared.ts';

/** A court hands over as it decides; old papers do not say under which right. */
const exempt: ReadonlySet<string> = new Set(['COURT', 'PAPER', 'LEGACY_IMPORT']);

type Release = {
  readonly toParty: string;
  readonly partyRole: PartyRole;
  readonly receiverAuthorisationId?: string;
};

/** Only to who may have it on the day of release and today (HC-01); a court may order otherwise. */
export const releaseFault = (
  context: Pick<FirearmCheck<unknown>, 'around' | 'moment' | 'now' | 'policy' | 'id' | 'metadata'> & {
    readonly state: { readonly identity?: Pick<Identity, 'category' | 'subcategory'> };
  },
  { toParty: partyId, partyRole: capacity, receiverAuthorisationId: authorisationId }: Release,
): Refusal | undefined => {
  const pointer = '/payload/receiverAuthorisationId';
  if (authorisationId !== undefined)
    return checkEntitled(context, { partyId, authorisationId, capacity, pointer });
  return capacity === 'STATE' || exempt.has(context.metadata.source.kind)
    ? undefined
    : refusal(
        'R41',
        'Name the right under which the receiver may have it today, or record the order of a court.',
        { pointer },
      );
};

export const firearmReleased = defineEvent({
  type: 'FirearmReleased',
  schemaVersion: 1,
  meaning: 'The authority hands the firearm to a party entitled to it.',
  payload: record({
    toParty: partyId('who receives it'),
    partyRole,
    orderRef: docRef('order of release'),
    receiverAuthorisationId: optional(authorisationRef('right under which the receiver may have it')),
  }),
  recordedBy: ['POL', 'JUD', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9'],
  parties: (payload) => [payload.toParty],
  receivedAs: (payload) => payload.partyRole,
  looksAt: ({ toParty, receiverAuthorisationId: id }) => [
    { kind: 'party', id: toParty },
    ...(id === undefined ? [] : [{ kind: 'authorisation' as const, id }]),
  ],
  check: (context) => {
    const { payload, state } = context;
    const open = openLossAlert(state);
    if (open !== undefined)
      return refusal(
        open.kind === 'STOLEN' ? 'R11' : 'R10',
        'An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.',
        { eventIds: [open.openedBy] },
      );
    return releaseFault(context, payload);
  },
  apply: (state, { payload }) => ({
    ...state,
    seizureCases: [],
    holder: { party: payload.toParty, role: payload.partyRole },
  }),
});
