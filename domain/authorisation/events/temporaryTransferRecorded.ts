import { country, firearmRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, oneOf, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { isLawfulJourney } from '../journey.ts';

/** A journey with a firearm of the pass (REQ-PAS-03). It is recorded whatever its basis; one without basis is flagged. */
export const temporaryTransferRecorded = defineEvent({
  type: 'TemporaryTransferRecorded',
  schemaVersion: 1,
  meaning: 'A firearm of a pass was taken on a journey to another Member State.',
  payload: record({
    firearmId: firearmRef('firearm'),
    destinationState: country('State visited'),
    basis: oneOf(['PRIOR_AUTHORISATION', 'HUNTER', 'REENACTOR', 'TARGET_SHOOTER'], 'on what basis (Dir. 17)'),
    departedOn: date('day of departure', '2026-03-10'),
    returnedOn: optional(date('day of return', '2026-03-15')),
  }),
  recordedBy: ['CLK', 'HLD', 'CUS', 'POL'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:17'],
  looksAt: ({ firearmId }) => [{ kind: 'firearm', id: firearmId }],
  byHolder: true,
  check: ({ payload, state, phase }) =>
    phase === 'NOW' || state.pass?.entries.some(({ firearmId }) => firearmId === payload.firearmId) === true
      ? undefined
      : refusal('R17', 'The pass does not list this firearm.', { pointer: '/payload/firearmId' }),
  flags: ({ payload, state, around, moment }) => {
    const identity = around.statesIn('firearm', payload.firearmId, moment)?.[1].identity;
    return isLawfulJourney(state, payload, identity, moment) ? [] : ['LICENCE_NOT_VALID'];
  },
});
