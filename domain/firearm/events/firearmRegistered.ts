import { firearmRef } from '../../component/fitting.ts';
import { componentSnapshot } from '../../component/particulars.ts';
import { authorisationRef, docRef, partyRef, partyRole, reference } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { flag, isAbsent, list, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { alarmFault } from '../alarmWeapon.ts';
import { bornInTradeFault } from '../bornInTrade.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { frameMark, identity } from '../identity.ts';
import { frameMarkFault } from '../markRules.ts';
import {
  acquisitionUse,
  isOldPaper,
  isRefused,
  receivingLooksAt,
  receivingRight,
} from '../receivingRight.ts';
import { deactivationStandards } from '../state.ts';
import { usedRights } from '../usedRights.ts';
import { reporterIsLicensed } from './acquirer.ts';
import { receiverOf, responsibleFault, withFoundRight } from './responsible.ts';
import { alertForbids, identityMark, withMarks } from './shared.ts';

const payload = record({
  identity,
  frameMark,
  responsiblePartyId: partyRef('who answers for it from now on'),
  partyRole,
  responsibleAuthorisationId: optional(
    authorisationRef(
      'right under which he may have it; where none is named the ledger adds the one it finds',
    ),
  ),
  kind: oneOf(
    ['NEW', 'DECLARATION', 'AMNESTY', 'FROM_OTHER_STATE', 'LEGACY', 'ALARM_CONVERTIBLE'],
    'why it is registered; ALARM_CONVERTIBLE: an alarm or signal weapon that does not meet 2019/69',
  ),
  alarmTest: optional(
    record(
      {
        report: docRef('report of the test under 2019/69'),
        meetsSpecification: {
          ...flag('whether it meets the specification: then it cannot be converted and is no firearm'),
          example: false,
        },
      },
      'test of an alarm or signal weapon (Dir. 14; REQ-ALM-01)',
      'AlarmTest',
    ),
  ),
  deactivation: optional(
    record(
      {
        standard: oneOf(deactivationStandards, 'technical rules that it followed'),
        certificateNo: optional(reference('number of the certificate', 'DC-2026-014')),
      },
      'deactivation certified before the firearm came into this register',
      'EarlierDeactivation',
    ),
  ),
  predecessorId: optional(firearmRef('firearm whose primary part was replaced, added by the ledger (HC-06)')),
  components: optional(list(componentSnapshot, 1, 41, 'its components, added by the ledger (HC-06)')),
});
type Registration = ValueOf<typeof payload>;

/**
 * Whether somebody comes to have the firearm by being registered for it. Not so a maker who registers what he made,
 * the successor of a firearm that its holder had (HC-06), and what an old register says.
 */
const receives = ({
  payload: { kind, responsiblePartyId, responsibleAuthorisationId },
  state,
  metadata,
  asHalf,
}: FirearmCheck<Registration>): boolean =>
  !asHalf &&
  kind !== 'LEGACY' &&
  !(state.custody === 'MFD' && state.holder?.party === responsiblePartyId) &&
  (responsibleAuthorisationId !== undefined || !isOldPaper(metadata));

/** The registration of a firearm of category C is its declaration, for which Dir. 11 asks no right beforehand (REQ-CAT-04). */
const isDeclaration = ({ kind, identity: { category }, partyRole: capacity }: Registration): boolean =>
  kind === 'DECLARATION' && category === 'C' && capacity === 'HOLDER';

/** Right and residence of who is registered for it, as for a transfer; what an amnesty brings to light is recorded and flagged. */
const checkReceiver = (context: FirearmCheck<Registration>): Refusal | undefined => {
  const { payload: registration, phase } = context;
  if (phase === 'NOW' || registration.kind === 'AMNESTY' || !receives(context)) return undefined;
  return registration.responsibleAuthorisationId === undefined && isDeclaration(registration)
    ? undefined
    : responsibleFault(context, { declared: registration.kind === 'DECLARATION' });
};

export const firearmRegistered = defineEvent({
  type: 'FirearmRegistered',
  schemaVersion: 1,
  meaning: 'The firearm entered the register with its identity, its frame mark and who answers for it.',
  payload,
  recordedBy: ['CLK', 'DLR', 'MFR', 'MIG'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', '2021/555:11'],
  halves: ({ responsibleAuthorisationId }) => usedRights(responsibleAuthorisationId),
  halvesFollow: true,
  ownParticulars: true,
  parties: (payload) => [payload.responsiblePartyId],
  receivedAs: (payload) => payload.partyRole,
  looksAt: (registration) =>
    registration.kind === 'LEGACY' ? [] : receivingLooksAt(receiverOf(registration)),
  added: ['responsibleAuthorisationId'],
  complete: (context) => (receives(context) ? withFoundRight(context) : context.payload),
  flags: (context) => [
    ...(context.payload.kind === 'AMNESTY' &&
    receives(context) &&
    isRefused(receivingRight(context, receiverOf(context.payload)))
      ? (['RECEIVER_NOT_ENTITLED'] as const)
      : []),
    ...(context.asHalf || reporterIsLicensed(context) ? [] : (['LICENCE_NOT_VALID'] as const)),
  ],
  spreads: (context) =>
    receives(context) ? acquisitionUse(context, context.payload.responsibleAuthorisationId) : [],
  check: (context) => {
    const { payload, state, asHalf } = context;
    const alert = alertForbids(state);
    if (alert !== undefined) return alert;
    if (!asHalf && (payload.predecessorId !== undefined || payload.components !== undefined))
      return refusal(
        'R17',
        'A successor begins by ComponentReplaced on its predecessor, components are fitted by ComponentFitted.',
        { pointer: '/payload/predecessorId' },
      );
    const made = bornInTradeFault(state, payload.partyRole);
    if (made !== undefined) return made;
    const alarm = alarmFault(payload);
    if (alarm !== undefined) return alarm;
    if (payload.kind === 'LEGACY') return undefined;
    // Dir. 4(5)(a): without these a record cannot be told from another; an old register may lack them.
    for (const name of ['make', 'model', 'calibre', 'serialRaw'] as const)
      if (isAbsent(payload.identity[name]))
        return refusal(
          'R31',
          `A ${name} is required. Read it from the firearm; only a LEGACY record may lack it.`,
          {
            pointer: `/payload/identity/${name}`,
          },
        );
    if (isAbsent(payload.frameMark.serialRaw))
      return refusal(
        'R31',
        'The mark on the frame or receiver is required; only a LEGACY record may lack it.',
        {
          pointer: '/payload/frameMark/serialRaw',
        },
      );
    if (isAbsent(payload.responsiblePartyId))
      return refusal('R31', 'The responsible party is required; only a LEGACY record may lack it.', {
        pointer: '/payload/responsiblePartyId',
      });
    if (state.custody === 'MFD' && state.markState === 'UNMARKED')
      return refusal('R03', 'The firearm is not marked. Record FirearmMarked first.');
    return frameMarkFault(context, payload.identity, payload.frameMark) ?? checkReceiver(context);
  },
  remains: (state, { payload, eventId }) =>
    withMarks(state, identityMark(payload.identity, payload.frameMark.location, eventId)),
  apply: (state, { payload, eventId }) =>
    withMarks(
      {
        ...state,
        identity: payload.identity,
        registered: true,
        ...(payload.deactivation === undefined
          ? {}
          : { condition: 'DEACT_CERT' as const, deactivation: payload.deactivation }),
        markState:
          isAbsent(payload.frameMark.serialRaw) || state.markState !== 'UNMARKED'
            ? state.markState
            : 'MARKED',
        holder: { party: payload.responsiblePartyId, role: payload.partyRole },
        ...(payload.predecessorId === undefined ? {} : { predecessorId: payload.predecessorId }),
        fitted: payload.components ?? state.fitted,
      },
      [
        ...(isAbsent(payload.frameMark.serialRaw)
          ? []
          : [
              {
                serialRaw: payload.frameMark.serialRaw,
                location: payload.frameMark.location,
                origin: 'MARK' as const,
                recordedBy: eventId,
                ...(payload.frameMark.depthMm === undefined ? {} : { depthMm: payload.frameMark.depthMm }),
              },
            ]),
        ...identityMark(payload.identity, payload.frameMark.location, eventId),
      ],
    ),
});
