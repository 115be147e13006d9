import { docRef } from '../../shared/commonFields.ts';
import { oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { markLocations } from '../identity.ts';
import { withMarks } from './shared.ts';

export const markFoundAltered = defineEvent({
  type: 'MarkFoundAltered',
  schemaVersion: 1,
  meaning: 'A mark was found obliterated, overstamped or forged, with what could be recovered of it.',
  payload: record({
    component: oneOf(markLocations, 'part that carries the mark'),
    finding: oneOf(['OBLITERATED', 'OVERSTAMPED', 'FORGED'], 'what was done to it'),
    recoveredChars: optional(
      text(40, 'characters recovered; ? stands for one that could not be read', '12?45'),
    ),
    identityProof: optional(docRef('finding that proves which firearm this is')),
  }),
  recordedBy: ['POL', 'LAB', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['UNFP:5(1)(c)', 'ITI:8(e)'],
  // Whose mark it was is a conclusion from now on, until it is proven (HC-08).
  apply: (state, { payload, eventId }) =>
    withMarks(
      {
        ...state,
        markState: 'ALTERED',
        identityLink: payload.identityProof === undefined ? 'ASSESSMENT' : 'PROVEN',
      },
      payload.recoveredChars === undefined
        ? []
        : [
            {
              serialRaw: payload.recoveredChars,
              location: payload.component,
              origin: 'RECOVERED',
              recordedBy: eventId,
              ...(payload.recoveredChars.includes('?') ? { partial: true as const } : {}),
            },
          ],
    ),
});
