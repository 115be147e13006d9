import { country } from '../../shared/commonFields.ts';
import { integer, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { markLocations } from '../identity.ts';

export const importMarkApplied = defineEvent({
  type: 'ImportMarkApplied',
  schemaVersion: 1,
  meaning: 'The mark of import (country, year) was applied.',
  payload: record({
    importCountry: country('country of import'),
    importYear: integer(1900, 2200, 'year of import', 2025),
    location: oneOf(markLocations, 'part that carries the mark'),
    importer: optional(text(120, 'importer as marked', 'Adria Arms')),
    raw: optional(text(120, 'the mark as stamped', 'ME 25')),
  }),
  recordedBy: ['DLR', 'CUS', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['UNFP:8(1)(b)', 'ITI:8(b)'],
  apply: (state) => ({ ...state, importMarkDue: false }),
});
