import { place, reference } from '../../shared/commonFields.ts';
import { date, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { identity } from '../identity.ts';
import { reporterIsLicensed } from './acquirer.ts';
import { identityMark, withMarks } from './shared.ts';

export const firearmManufactured = defineEvent({
  type: 'FirearmManufactured',
  schemaVersion: 1,
  meaning: 'A licensed maker completed a firearm; it is not marked yet.',
  payload: record({
    identity,
    placeOfManufacture: place('where it was made'),
    completedOn: date('day of completion'),
    batch: optional(reference('production batch', 'B-2025-07')),
    licenceId: optional(reference('licence of the maker')),
  }),
  recordedBy: ['MFR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)'],
  // It exists, licensed or not: reports without a valid licence are accepted and flagged (REQ-DLR-01).
  flags: (context) => (reporterIsLicensed(context, ['MANUFACTURER']) ? [] : ['LICENCE_NOT_VALID']),
  remains: (state, { payload, eventId }) =>
    withMarks(state, identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId)),
  apply: (state, event) =>
    withMarks(
      {
        ...state,
        identity: event.payload.identity,
        manufacturedOn: event.payload.completedOn,
        holder: { party: event.metadata.recordedBy.organisationId, role: 'TRADE' },
      },
      identityMark(event.payload.identity, { absent: 'UNKNOWN' }, event.eventId),
    ),
});
