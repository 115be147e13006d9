import { partyRole } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, list, oneOf, record } from '../../shared/shape.ts';
import { startOfDate } from '../../time/calendarDate.ts';
import { defineEvent } from '../definition.ts';
import { partyDetails, withDetails } from '../details.ts';
import { partyKinds } from '../state.ts';

/** Capacities that a kind of party cannot have: a person is no State stock, an authority no trader. */
const impossible = (kind: string, capacity: string): boolean =>
  capacity === 'STATE'
    ? kind !== 'AUTHORITY' && kind !== 'STATE_BODY'
    : capacity === 'TRADE' && (kind === 'AUTHORITY' || kind === 'STATE_BODY');

/** A person, firm, authority or other body enters the register of parties (catalogue 5.3, REQ-REC-05). */
export const partyRegistered = defineEvent({
  type: 'PartyRegistered',
  schemaVersion: 1,
  meaning: 'A person, firm or authority entered the register of parties.',
  payload: record({
    kind: oneOf(partyKinds, 'what the party is; decides whether its id begins with P or F'),
    capacities: list(partyRole, 0, 3, 'in which capacities it may have firearms'),
    validFrom: date('day from which the details are known to be true', '2015-01-01'),
    details: partyDetails,
  }),
  // The migration job takes over the parties of an older register.
  recordedBy: ['CLK', 'MIG'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(c)'],
  check: ({ payload, id }) => {
    const wanted = payload.kind === 'NATURAL_PERSON' ? 'P' : 'F';
    if (!id.startsWith(wanted))
      return refusal('R31', `The id of this kind of party begins with ${wanted}.`, {
        pointer: '/payload/kind',
      });
    for (const name of ['name', 'address', 'residenceState'] as const)
      if (payload.details[name] === undefined)
        return refusal('R31', `The register holds names and addresses of parties: give ${name}.`, {
          pointer: `/payload/details/${name}`,
        });
    const wrong = payload.capacities.findIndex((capacity) => impossible(payload.kind, capacity));
    return wrong < 0
      ? undefined
      : refusal('R31', `A party of the kind ${payload.kind} cannot have this capacity.`, {
          pointer: `/payload/capacities/${wrong}`,
        });
  },
  apply: (state, { payload, eventId, streamId, metadata }) => ({
    ...state,
    partyId: streamId.slice('party-'.length),
    kind: payload.kind,
    capacities: payload.capacities,
    profile: withDetails(state.profile, payload.details, {
      from: startOfDate(payload.validFrom, metadata.effectiveAt.zone),
      validFrom: payload.validFrom,
      recordedBy: eventId,
    }),
  }),
});
