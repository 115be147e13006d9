import { reference } from '../../shared/commonFields.ts';
import { date, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

export const crimeGunRecovered = defineEvent({
  type: 'CrimeGunRecovered',
  schemaVersion: 1,
  meaning: 'The firearm was recovered in connection with a crime; time-to-crime is counted to that day.',
  payload: record({
    recoveryDate: date('day of recovery', '2026-03-01'),
    crimeType: text(60, 'code of the crime', 'ROBBERY'),
    caseRef: reference('case', 'KT-112/26'),
  }),
  recordedBy: ['POL'],
  assertionKind: 'FACT',
  legalBasis: ['SDG:16.4.2'],
  physical: true,
});
