import { categoryOf } from '../../category/classify.ts';
import { isOldPaper, type Receiving, receivingLooksAt } from '../../firearm/receivingRight.ts';
import { authorisationRef, partyRef, partyRole } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { coded, isAbsent, oneOf, optional, record, text, type ValueOf } from '../../shared/shape.ts';
import { type ComponentCheck, defineEvent } from '../definition.ts';
import { categoryOfIntended, idOf } from '../identity.ts';
import {
  componentCalibre,
  componentKindCode,
  componentSerial,
  intendedFor,
  matchesFrame,
} from '../particulars.ts';
import { receivedUnknown, receiverFault } from '../receiver.ts';
import type { ComponentState } from '../state.ts';

const payload = record({
  kind: componentKindCode,
  mark: record({ serialRaw: componentSerial, matchesFrame }, 'number on the component', 'ComponentMark'),
  make: coded(text(120, 'maker or brand as read', 'Zastava')),
  calibre: optional(componentCalibre),
  category: coded(oneOf(['B', 'A', 'C'], 'category, that of the firearm it is meant for'), ['UNKNOWN']),
  intendedFor: optional(intendedFor),
  responsiblePartyId: partyRef('who answers for it while it is loose'),
  partyRole,
  responsibleAuthorisationId: optional(
    authorisationRef('right under which he may have it; where none is named his rights are looked through'),
  ),
});
type Registration = ValueOf<typeof payload>;

const receiverOf = (
  {
    responsiblePartyId,
    partyRole: capacity,
    responsibleAuthorisationId,
    category,
    intendedFor: meant,
  }: Registration,
  state: ComponentState,
): Receiving => ({
  partyId: responsiblePartyId,
  capacity,
  authorisationId: responsibleAuthorisationId,
  category,
  subcategory: meant?.subcategory ?? state.subcategory,
});

/** A part of a firearm is held with it, its maker has it already, and old papers do not say under which right. */
const receives = ({ payload: stated, state, metadata }: ComponentCheck<Registration>): boolean =>
  state.parent === undefined &&
  !(state.status === 'LOOSE' && state.holder?.party === stated.responsiblePartyId) &&
  (stated.responsibleAuthorisationId !== undefined || !isOldPaper(metadata));

export const componentRegistered = defineEvent({
  type: 'ComponentRegistered',
  schemaVersion: 1,
  meaning:
    'An essential component entered the register as an object of its own, with its number and category.',
  payload,
  recordedBy: ['MFR', 'DLR', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(b)'],
  parties: ({ responsiblePartyId }) => [responsiblePartyId],
  looksAt: ({ responsiblePartyId: partyId, partyRole: capacity, responsibleAuthorisationId }) =>
    receivingLooksAt({ partyId, capacity, authorisationId: responsibleAuthorisationId }),
  flags: (context) =>
    receives(context) && receivedUnknown(receiverOf(context.payload, context.state))
      ? ['RECEIVER_NOT_ENTITLED']
      : [],
  check: (context) => {
    const { payload, state } = context;
    if (state.registered) return refusal('R01', 'This component is registered already.');
    // What a barrel makes of a firearm is its calibre: a coded absence says at least that nobody could read it.
    if (payload.kind === 'BARREL' && payload.calibre === undefined)
      return refusal('R31', 'A barrel needs its calibre; state {"absent":"UNKNOWN"} if it cannot be read.', {
        pointer: '/payload/calibre',
      });
    if (state.kind !== undefined && state.kind !== payload.kind)
      return refusal('R31', `The component is recorded as ${state.kind}. Correct the record that is wrong.`, {
        pointer: '/payload/kind',
      });
    const subcategory = payload.intendedFor?.subcategory ?? state.subcategory;
    return subcategory !== undefined &&
      !isAbsent(subcategory) &&
      !isAbsent(payload.category) &&
      categoryOf(subcategory) !== payload.category
      ? refusal(
          'CATEGORY_CONTRADICTS_FACTS',
          `A component takes the category of the firearm it is meant for: ${subcategory} is category ${categoryOf(subcategory)}.`,
          { pointer: '/payload/category' },
        )
      : receives(context)
        ? receiverFault(context, receiverOf(payload, state))
        : undefined;
  },
  apply: (state, { payload, streamId }) => ({
    ...state,
    componentId: idOf(streamId),
    kind: payload.kind,
    make: payload.make,
    serialRaw: payload.mark.serialRaw,
    matchesFrame: payload.mark.matchesFrame,
    ...(payload.calibre === undefined ? {} : { calibre: payload.calibre }),
    ...(payload.intendedFor === undefined ? {} : categoryOfIntended(payload.intendedFor)),
    category: payload.category,
    registered: true,
    ...(state.parent === undefined
      ? { holder: { party: payload.responsiblePartyId, role: payload.partyRole } }
      : {}),
  }),
});
