import { moment, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { alertFirearmId } from './alertOpened.ts';

/**
 * The silent notice to the police of HC-03: somebody tried to dispose of a firearm under alert. Who and for whom is in
 * the envelope; nothing of what he stated about persons is kept.
 */
export const attemptedUnderAlert = defineEvent({
  type: 'AttemptedUnderAlert',
  schemaVersion: 1,
  meaning: 'A report was refused because the firearm is under alert; the police looks into it.',
  payload: record({
    firearmId: alertFirearmId,
    attempted: text(60, 'type of the refused report', 'FirearmTransferred'),
    statedFor: moment('when it is said to have happened'),
    code: text(10, 'code of the refusal', 'R11'),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(6)'],
  aboutRecord: true,
});
