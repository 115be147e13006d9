import { policyFaults } from '../../policy/policyFaults.ts';
import { policyDocumentShape, policyOf } from '../../policy/policyFrom.ts';
import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { date, integer, record } from '../../shared/shape.ts';
import { boundsOf } from '../../time/effectiveTime.ts';
import { defineEvent } from '../definition.ts';

/**
 * A version of the jurisdiction profile (legal-basis section 7). Version 0 is the profile of the configuration; every
 * event names the version it was decided by, so that an old decision is explained by the policy of its day.
 */
export const policyAdopted = defineEvent({
  type: 'PolicyAdopted',
  schemaVersion: 1,
  meaning: 'The competent authority adopted a version of the jurisdiction profile.',
  payload: record({
    version: integer(1, 1_000_000, 'number of the version: one more than the last', 1),
    document: policyDocumentShape,
    validFrom: date('first day on which it decides', '2026-07-01'),
    decisionRef: docRef('the decision'),
  }),
  recordedBy: ['CLK', 'SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:3'],
  check: ({ payload, stateNow }) => {
    const last = stateNow.policies.reduce((most, { version }) => Math.max(most, version), 0);
    if (payload.version !== last + 1)
      return refusal('POLICY_INVALID', `Version ${last} is the last one: give ${last + 1}.`, {
        pointer: '/payload/version',
      });
    const fault = policyFaults(policyOf(payload.document))[0];
    return fault === undefined
      ? undefined
      : refusal('POLICY_INVALID', fault.detail, { pointer: `/payload/document${fault.pointer}` });
  },
  apply: (state, { payload, eventId, metadata, recordedAt }) => {
    const day = { precision: 'DAY' as const, value: payload.validFrom, zone: metadata.effectiveAt.zone };
    return {
      ...state,
      policies: [
        ...state.policies,
        {
          version: payload.version,
          validFrom: payload.validFrom,
          from: boundsOf(day, recordedAt).earliest,
          document: payload.document,
          adoptedBy: eventId,
        },
      ],
    };
  },
});
