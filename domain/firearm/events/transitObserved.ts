import { country, reference } from '../../shared/commonFields.ts';
import { list, moment, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { identity, markSeen } from '../identity.ts';
import { seenMarks, withMarks } from './shared.ts';

const crossing = (meaning: string) =>
  record(
    { at: moment(meaning, '2026-03-01'), office: text(120, 'customs office', 'Debeli Brijeg') },
    meaning,
  );

export const transitObserved = defineEvent({
  type: 'TransitObserved',
  schemaVersion: 1,
  meaning: 'Customs saw the firearm pass through the territory; recorded where a trace needs it.',
  payload: record({
    marksSeen: list(markSeen, 0, 20, 'marks as seen'),
    licenceNo: reference('licence under which it passes', 'EXP-2026-0042'),
    entry: crossing('where and when it came in'),
    // It is seen coming in before anybody knows where it goes out.
    exit: optional(crossing('where and when it went out')),
    fromCountry: optional(country('where it came from')),
    toCountry: optional(country('where it goes')),
    identityAsSeen: optional(identity),
  }),
  recordedBy: ['CUS'],
  assertionKind: 'FACT',
  legalBasis: ['UNFP:10', '258/2012'],
  physical: true,
  apply: (state, { payload, eventId }) =>
    withMarks(
      {
        ...state,
        ...(state.identity === undefined && payload.identityAsSeen !== undefined
          ? { identity: payload.identityAsSeen }
          : {}),
      },
      seenMarks(payload.marksSeen, eventId),
    ),
});
