import { reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const ballisticHitReported = defineEvent({
  type: 'BallisticHitReported',
  schemaVersion: 1,
  meaning: 'Images of this firearm match those of a case: an assessment, not a fact.',
  payload: record({
    matchedCase: reference('case that it matches', 'KT-112/26'),
    confidence: oneOf(['HIGH', 'MEDIUM', 'LOW'], 'how sure the match is'),
  }),
  recordedBy: ['LAB', 'FFP'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['LED:7'],
  check: ({ stateNow }) =>
    stateNow.ballistics.images.length === 0
      ? refusal('R17', 'No images of this firearm are filed. Record BallisticImageFiled first.')
      : undefined,
});
