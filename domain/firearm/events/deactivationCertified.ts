import { country, docRef, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, integer, isAbsent, list, optional, record, text } from '../../shared/shape.ts';
import { firstDayOf, lastDayOf } from '../../time/calendarDate.ts';
import { writtenMoment } from '../../time/effectiveTime.ts';
import { certificateParticulars, particularsOf } from '../certificate.ts';
import { defineEvent } from '../definition.ts';
import { seizedEvidenceFault } from '../evidence.ts';
import { readingsAgree } from '../serials.ts';

export const deactivationCertified = defineEvent({
  type: 'DeactivationCertified',
  schemaVersion: 1,
  meaning: 'The verifying entity checked the deactivation, applied its mark and issued the certificate.',
  payload: record({
    certificateNo: reference('number of the certificate', 'DC-2026-014'),
    mark: record(
      {
        state: country('State that certified'),
        entitySymbol: text(20, 'symbol of the verifying entity', 'VE1'),
        year: integer(2015, 2200, 'year of deactivation', 2026),
      },
      'common mark: EU, State, entity and year on the frame (2015/2403 annex II; REQ-DEA-02)',
      'DeactivationMark',
    ),
    date: date('day of the certificate', '2026-02-10'),
    entity: reference('verifying entity', 'VE1'),
    deactivatedIn: optional(country('State in which it was deactivated')),
    serialsSeen: optional(
      list(
        text(40, 'serial number as seen', 'AB 12345'),
        0,
        20,
        'serial numbers seen; the original ones stay',
      ),
    ),
    remarks: optional(text(200, 'technical remarks on the certificate', 'Slide welded')),
    particulars: optional(certificateParticulars),
    separationRef: optional(docRef('declaration that both acts are separated within one organisation')),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
    evidenceWaiver: optional(docRef('decision that test fire and images are not needed (HC-04)')),
  }),
  recordedBy: ['VER'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:15', '2015/2403:3'],
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  complete: ({ payload, state }) => {
    const particulars = particularsOf(state);
    return particulars === undefined ? payload : { ...payload, particulars };
  },
  check: ({ payload, state, metadata: { recordedBy, effectiveAt } }) => {
    // The category changes on the day of the certificate, whenever it is entered (REQ-REC-07).
    const written = writtenMoment(effectiveAt);
    if (payload.date < firstDayOf(written) || payload.date > lastDayOf(written))
      return refusal(
        'R53',
        'The certificate is of another day. State the day of the certificate as effectiveAt.',
        {
          pointer: '/effectiveAt',
        },
      );
    if (state.condition !== 'DEACT_DONE' || state.deactivation === undefined)
      return refusal('R17', 'There is no deactivation that awaits certification.');
    const by = state.deactivation.performedBy;
    if (
      by?.actorId === recordedBy.actorId ||
      (by?.organisationId === recordedBy.organisationId && payload.separationRef === undefined)
    )
      return refusal(
        'R51',
        'Another actor must certify than the one who deactivated, of another organisation or with a declared separation.',
      );
    const serial = state.identity?.serialRaw;
    if (
      serial !== undefined &&
      !isAbsent(serial) &&
      payload.serialsSeen !== undefined &&
      !payload.serialsSeen.some((seen) => readingsAgree(seen, serial))
    )
      return refusal('R52', 'The original serial number must stay on the firearm. Do not certify; reject.', {
        pointer: '/payload/serialsSeen',
      });
    return seizedEvidenceFault(state, payload.evidenceWaiver);
  },
  apply: (state, { payload }) => ({
    ...state,
    condition: 'DEACT_CERT',
    ...(state.deactivation === undefined
      ? {}
      : {
          deactivation: {
            ...state.deactivation,
            certificateNo: payload.certificateNo,
            ...(state.identity === undefined
              ? {}
              : {
                  before: {
                    category: state.identity.category,
                    subcategory: state.identity.subcategory,
                  },
                }),
          },
        }),
    ...(state.identity === undefined
      ? {}
      : { identity: { ...state.identity, category: 'C' as const, subcategory: 'C6' as const } }),
  }),
});
