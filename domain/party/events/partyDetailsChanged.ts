import { partyRole } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, list, oneOf, optional, record } from '../../shared/shape.ts';
import { startOfDate } from '../../time/calendarDate.ts';
import { defineEvent } from '../definition.ts';
import { partyDetails, withDetails } from '../details.ts';

/**
 * Details of a party are other ones from a day on. What was true before that day stays for that time: a custody
 * interval of 2019 shows the address of 2019 (REQ-REC-05). A wrong detail is stated again for its own day with
 * `cause` WRONG_RECORD, or the event that stated it is corrected.
 */
export const partyDetailsChanged = defineEvent({
  type: 'PartyDetailsChanged',
  schemaVersion: 1,
  meaning: 'Details of a party changed from a day on; what was true before stays true for its time.',
  payload: record({
    validFrom: date('day from which the new details are true', '2022-05-01'),
    cause: oneOf(['CHANGED', 'WRONG_RECORD'], 'whether the world changed, or the record was wrong'),
    details: partyDetails,
    capacities: optional(list(partyRole, 0, 3, 'in which capacities it may have firearms from now on')),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  check: ({ payload, state }) => {
    const given = Object.keys(payload.details);
    if (given.length === 0 && payload.capacities === undefined)
      return refusal('R31', 'State at least one detail that changed.', { pointer: '/payload/details' });
    return payload.capacities?.includes('STATE') === true &&
      state.kind !== 'AUTHORITY' &&
      state.kind !== 'STATE_BODY'
      ? refusal('R31', 'Only an authority or a State body has State stock.', {
          pointer: '/payload/capacities',
        })
      : undefined;
  },
  apply: (state, { payload, eventId, metadata }) => ({
    ...state,
    ...(payload.capacities === undefined ? {} : { capacities: payload.capacities }),
    profile: withDetails(state.profile, payload.details, {
      from: startOfDate(payload.validFrom, metadata.effectiveAt.zone),
      validFrom: payload.validFrom,
      recordedBy: eventId,
    }),
  }),
});
