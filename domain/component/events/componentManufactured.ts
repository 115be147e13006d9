import { reporterIsLicensed } from '../../firearm/events/acquirer.ts';
import { partyRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { coded, isAbsent, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { categoryOfIntended, idOf } from '../identity.ts';
import { componentCalibre, componentKindCode, componentSerial, intendedFor } from '../particulars.ts';

export const componentManufactured = defineEvent({
  type: 'ComponentManufactured',
  schemaVersion: 1,
  meaning: 'A licensed maker completed an essential component.',
  payload: record({
    kind: componentKindCode,
    make: coded(text(120, 'maker or brand', 'Zastava')),
    calibre: optional(componentCalibre),
    intendedFor,
    serialRaw: optional(componentSerial),
    makerId: optional(partyRef('the maker, where he is not the recorder')),
  }),
  recordedBy: ['MFR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)', '2021/555:1(1)(2)'],
  flags: (context) => (reporterIsLicensed(context, ['MANUFACTURER']) ? [] : ['LICENCE_NOT_VALID']),
  parties: ({ makerId }) => [makerId],
  check: ({ payload }) =>
    payload.kind === 'BARREL' && (payload.calibre === undefined || isAbsent(payload.calibre))
      ? refusal('R31', 'A barrel needs its calibre.', { pointer: '/payload/calibre' })
      : undefined,
  apply: (state, { payload, streamId, metadata }) => ({
    ...state,
    componentId: idOf(streamId),
    kind: payload.kind,
    make: payload.make,
    ...(payload.serialRaw === undefined ? {} : { serialRaw: payload.serialRaw }),
    ...(payload.calibre === undefined ? {} : { calibre: payload.calibre }),
    ...categoryOfIntended(payload.intendedFor),
    holder: { party: payload.makerId ?? metadata.recordedBy.organisationId, role: 'TRADE' },
  }),
});
