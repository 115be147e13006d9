import { reference } from '../../shared/commonFields.ts';
import { oneOf, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const ballisticImageFiled = defineEvent({
  type: 'BallisticImageFiled',
  schemaVersion: 1,
  meaning: 'Images of test-fired pieces were filed in a ballistic system.',
  payload: record({
    system: oneOf(['IBIN', 'NABIS', 'ARSENAL', 'EVOFINDER', 'OTHER'], 'system that holds them'),
    imageRef: reference('reference of the images', 'IB-2026-0118'),
    calibre: text(40, 'calibre', '9 mm Luger'),
  }),
  recordedBy: ['LAB'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:9'],
  apply: (state, { eventId }) => ({
    ...state,
    ballistics: { ...state.ballistics, images: [...state.ballistics.images, eventId] },
  }),
});
