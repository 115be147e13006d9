import { defineEvent } from '../definition.ts';
import { answer, checkAnswer } from './transferAnswer.ts';

export const transferDisputed = defineEvent({
  type: 'TransferDisputed',
  schemaVersion: 1,
  meaning: 'The other side states that the transfer did not happen, or not so.',
  payload: answer,
  // Police as well: HC-09 leaves a sale against an alert to CLK or POL.
  recordedBy: ['DLR', 'HLD', 'STO', 'CLK', 'POL'],
  assertionKind: 'ALLEGATION',
  legalBasis: ['2021/555:4(5)'],
  aboutRecord: true,
  check: checkAnswer,
});
