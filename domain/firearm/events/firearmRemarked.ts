import { locationFaults } from '../../marking/location.ts';
import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { type Absent, coded, isAbsent, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { appliedMark, markLocations, primaryLocations } from '../identity.ts';
import { appliedMarkFault } from '../markRules.ts';
import { carriesSerial } from '../serials.ts';
import type { FirearmState, Mark } from '../state.ts';
import { withMarks } from './shared.ts';

const serial = (meaning: string, example: string) => text(40, meaning, example);

/** The old number read off it is none that the register has for it. */
export const oldSerialDiffers = (
  { oldSerial }: { readonly oldSerial: string | Absent },
  state: FirearmState,
): boolean => !(isAbsent(oldSerial) || state.marks.length === 0 || carriesSerial(state, oldSerial));

export const firearmRemarked = defineEvent({
  type: 'FirearmRemarked',
  schemaVersion: 1,
  meaning: 'By decision of the authority the firearm got a new mark, which identifies it from now on.',
  payload: record({
    reason: oneOf(
      ['OBLITERATED', 'ILLEGIBLE', 'DUPLICATE', 'UNMARKED', 'STATE_STOCK'],
      'why it was marked again',
    ),
    oldSerial: coded(serial('serial number before, as restored or read', '12345')),
    newSerial: serial('serial number from now on', 'ME26-000117'),
    location: oneOf(markLocations, 'part that carries the new mark'),
    orderRef: docRef('decision of the competent authority'),
    method: oneOf(['STAMP', 'LASER', 'DOT_PEEN', 'ENGRAVE', 'CAST', 'PLATE', 'OTHER'], 'how it was applied'),
    mark: optional(appliedMark),
    identityProof: optional(docRef('finding that proves which firearm this is')),
  }),
  recordedBy: ['CLK', 'LAB', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(2)', 'ITI:9', 'ITI:10'],
  check: (context) => {
    const { reason, newSerial, location, mark } = context.payload;
    if (!primaryLocations.has(location))
      return refusal(
        'R32',
        'The mark that identifies a firearm is on its frame or receiver (Dir. 4(5)(a)). Mark that part.',
        { pointer: '/payload/location' },
      );
    if (mark === undefined)
      return reason === 'STATE_STOCK'
        ? refusal(
            'R32',
            'A mark of transfer from State stock names who gave it away: state the whole mark.',
            {
              pointer: '/payload/mark',
            },
          )
        : locationFaults(location, '/payload/location')[0];
    if (mark.elements.serialRaw !== newSerial || mark.location !== location)
      return refusal('R32', 'The mark described is not the new mark: serial number or location differ.', {
        pointer: '/payload/mark',
      });
    if ((reason === 'STATE_STOCK') !== (mark.purpose === 'STATE_TRANSFER'))
      return refusal('R32', 'Reason STATE_STOCK goes with a mark of purpose STATE_TRANSFER, and only it.', {
        pointer: '/payload/mark/purpose',
      });
    return appliedMarkFault(context, mark);
  },
  // Another old number than the recorded one may mean another firearm: a person looks at it.
  flags: ({ payload, state }) => (oldSerialDiffers(payload, state) ? ['PARTICULARS_DIFFER'] : []),
  apply: (state, { payload, eventId }) => {
    const { oldSerial, newSerial, location, mark } = payload;
    const current: Mark = {
      serialRaw: newSerial,
      location,
      origin: 'REMARK',
      recordedBy: eventId,
      ...(mark === undefined ? {} : { depthMm: mark.depthMm }),
    };
    const old: ReadonlyArray<Mark> = isAbsent(oldSerial)
      ? []
      : [{ serialRaw: oldSerial, location, origin: 'RECOVERED', recordedBy: eventId }];
    const { identity } = state;
    return withMarks(
      {
        ...state,
        markState: 'REMARKED',
        stateTransferMark: state.stateTransferMark || payload.reason === 'STATE_STOCK',
        identityLink: payload.identityProof === undefined ? state.identityLink : 'PROVEN',
        ...(identity === undefined ? {} : { identity: { ...identity, serialRaw: newSerial } }),
        // The new mark comes first: it stands for the firearm where no identity was ever recorded.
        marks: [current, ...state.marks],
      },
      old,
    );
  },
});
