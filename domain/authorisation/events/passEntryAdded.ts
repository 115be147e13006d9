import { country, firearmRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { checkHeld } from '../held.ts';
import { checkPeriod, periodOf } from '../periods.ts';

/** A firearm, or the prior authorisation of a journey with it, enters the pass (REQ-PAS-01, REQ-PAS-03). */
export const passEntryAdded = defineEvent({
  type: 'PassEntryAdded',
  schemaVersion: 1,
  meaning: 'A firearm, or a State’s authorisation of journeys with one, was entered on a pass.',
  payload: record({
    firearmId: firearmRef('firearm'),
    journey: optional(
      record(
        {
          state: country('State that authorises journeys'),
          validFrom: date('first day', '2026-03-01'),
          validTo: date('last day, at most a year later', '2027-02-28'),
        },
        'prior authorisation of another State (Dir. 17(1))',
        'JourneyAuthorisation',
      ),
    ),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:17', '2021/555:Annex II'],
  looksAt: ({ firearmId }) => [{ kind: 'firearm', id: firearmId }],
  check: (context) => {
    const { payload, state, phase } = context;
    if (phase === 'NOW') return undefined;
    if (state.pass === undefined) return refusal('R17', 'This is no pass.');
    const { journey } = payload;
    const listed = state.pass.entries.some(({ firearmId }) => firearmId === payload.firearmId);
    if (journey === undefined)
      return listed
        ? refusal('R19', 'The pass lists this firearm already.', { pointer: '/payload/firearmId' })
        : checkHeld(context, state.partyId ?? '', [payload.firearmId], '/payload/firearmId');
    return listed
      ? checkPeriod(journey.validFrom, journey.validTo, 1, '/payload/journey/validTo')
      : refusal('R17', 'Enter the firearm first, then journeys with it.', { pointer: '/payload/firearmId' });
  },
  apply: (state, { payload: { firearmId, journey }, eventId, metadata }) => {
    const { pass } = state;
    if (pass === undefined) return state;
    if (journey === undefined)
      return {
        ...state,
        pass: { ...pass, entries: [...pass.entries, { firearmId, addedBy: eventId, journeys: [] }] },
      };
    const added = {
      state: journey.state,
      period: periodOf(journey.validFrom, journey.validTo, metadata.effectiveAt.zone),
    };
    return {
      ...state,
      pass: {
        ...pass,
        entries: pass.entries.map((entry) =>
          entry.firearmId === firearmId ? { ...entry, journeys: [...entry.journeys, added] } : entry,
        ),
      },
    };
  },
});
