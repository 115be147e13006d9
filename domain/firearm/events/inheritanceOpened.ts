import { partyId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, isAbsent, optional, record } from '../../shared/shape.ts';
import { writtenMoment } from '../../time/effectiveTime.ts';
import { defineEvent } from '../definition.ts';

export const inheritanceOpened = defineEvent({
  type: 'InheritanceOpened',
  schemaVersion: 1,
  meaning:
    'The holder died; the executor, or the estate, answers for the firearm until it has a lawful holder.',
  payload: record({
    deceasedPartyId: partyId('who died'),
    executorId: optional(partyId('executor, once there is one')),
    dateOfDeath: date('day of death', '2026-02-10'),
  }),
  recordedBy: ['CLK', 'HLD', 'JUD'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  parties: ({ executorId }) => [executorId],
  check: ({ payload, state, metadata }) => {
    const holder = state.holder?.party;
    if (!payload.deceasedPartyId.startsWith('P-'))
      return refusal('R17', 'Only a natural person leaves an inheritance.', {
        pointer: '/payload/deceasedPartyId',
      });
    if (holder !== undefined && !isAbsent(holder) && holder !== payload.deceasedPartyId)
      return refusal('R17', 'The deceased is not the recorded holder. Clear up who held the firearm first.', {
        pointer: '/payload/deceasedPartyId',
      });
    // The interval of the owner ends at death, whenever it is reported (HC-17).
    return writtenMoment(metadata.effectiveAt).startsWith(payload.dateOfDeath)
      ? undefined
      : refusal('R33', 'An inheritance opens on the day of death. State that day as effectiveAt.', {
          pointer: '/effectiveAt',
        });
  },
  apply: (state, { payload, eventId }, before) => {
    const party = payload.executorId ?? payload.deceasedPartyId;
    return {
      ...state,
      holder: { party, role: 'ESTATE' },
      ...(before.custody === 'HLD' ? { custodian: { party, purpose: 'ESTATE', since: eventId } } : {}),
      // What comes back from repair, loss or dispatch comes back to the estate, not to the dead.
      ...(state.custodyBeforeTemporary === 'HLD' ? { custodyBeforeTemporary: 'TMP' as const } : {}),
      ...(state.custodyBeforeLoss === 'HLD' ? { custodyBeforeLoss: 'TMP' as const } : {}),
      ...(state.custodyBeforeDispatch === 'HLD' ? { custodyBeforeDispatch: 'TMP' as const } : {}),
    };
  },
});
