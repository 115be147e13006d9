import { defineEvent } from '../definition.ts';
import { answer, checkAnswer } from './transferAnswer.ts';

export const transferConfirmed = defineEvent({
  type: 'TransferConfirmed',
  schemaVersion: 1,
  meaning: 'The other side, or the authority that decided a dispute, confirms a transfer.',
  payload: answer,
  // Police as well: HC-09 leaves a sale against an alert to CLK or POL.
  recordedBy: ['DLR', 'HLD', 'STO', 'CLK', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  aboutRecord: true,
  check: checkAnswer,
});
