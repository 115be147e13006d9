import { country } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { integer, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { markLocations } from '../identity.ts';
import { importMarkFault } from '../markRules.ts';

export const importMarkApplied = defineEvent({
  type: 'ImportMarkApplied',
  schemaVersion: 1,
  meaning: 'The mark of import (country, year) was applied.',
  payload: record({
    importCountry: country('country of import'),
    // The Protocol asks for the year "where possible" (REQ-MRK-08).
    importYear: optional(integer(1900, 2200, 'year of import, where possible', 2025)),
    location: oneOf(markLocations, 'part that carries the mark'),
    importer: optional(text(120, 'importer as marked', 'Adria Arms')),
    raw: optional(text(120, 'the mark as stamped', 'ME 25')),
  }),
  recordedBy: ['DLR', 'CUS', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['UNFP:8(1)(b)', 'ITI:8(b)'],
  check: ({ payload, state, metadata }) => {
    const paper = metadata.source.kind === 'LEGACY_IMPORT' || metadata.source.kind === 'PAPER';
    return state.importedOn === undefined && !paper
      ? refusal('R17', 'No import of this firearm is recorded. Record FirearmImported first.')
      : importMarkFault(state, payload);
  },
  apply: (state, { payload }) => ({
    ...state,
    importMarkDue: false,
    importMark: {
      country: payload.importCountry,
      ...(payload.importYear === undefined ? {} : { year: payload.importYear }),
    },
  }),
});
