import { partyId } from '../../shared/commonFields.ts';
import { oneOf, personal, record, verbatim } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { checkRegistered } from '../owner.ts';
import { checkScope, scopeFields, scopeOf } from '../scope.ts';
import { rightKinds } from '../state.ts';

export const authorisationApplied = defineEvent({
  type: 'AuthorisationApplied',
  schemaVersion: 1,
  meaning: 'A party applied for a right to acquire, have, make or trade firearms.',
  payload: record({
    applicantId: partyId('who applies'),
    kind: oneOf(rightKinds, 'kind of right'),
    ...scopeFields,
    purpose: personal(
      verbatim(2000, 'reason given', 'Hunting'),
      'reason given, in the words of the applicant',
    ),
  }),
  recordedBy: ['CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:9', '2021/555:10', '2021/555:11'],
  personalSubject: (payload) => payload.applicantId,
  looksAt: ({ applicantId }) => [{ kind: 'party', id: applicantId }],
  check: ({ payload, around, now }) =>
    checkRegistered(around, payload.applicantId, now, '/payload/applicantId') ??
    checkScope(payload.kind, payload),
  apply: (state, { payload }) => ({
    ...state,
    matter: 'RIGHT',
    partyId: payload.applicantId,
    applied: { kind: payload.kind, ...scopeOf(payload) },
  }),
});
