import { partyRef, partyRole, sha256 } from '../../shared/commonFields.ts';
import { list, oneOf, optional, record, text, verbatim } from '../../shared/shape.ts';
import { bornInTradeFault } from '../bornInTrade.ts';
import { defineEvent } from '../definition.ts';
import { identity } from '../identity.ts';
import { alertForbids, identityMark, withMarks } from './shared.ts';

export const legacyRecordDigitised = defineEvent({
  type: 'LegacyRecordDigitised',
  schemaVersion: 1,
  meaning: 'A record of an older register was taken over, as it was written and as it was understood.',
  payload: record({
    identity,
    responsiblePartyId: partyRef('who answered for it by the old record'),
    partyRole,
    sourceRegister: text(64, 'name of the old register', 'DEALER-BOOKS-2017'),
    sourceRef: text(128, 'page, line or number in it', 'R000002'),
    scanSha256: sha256(
      'SHA-256 of the scanned page or of the source record; of a record that names parties HMAC-SHA-256 under a secret of the ledger, because names could be tried against a plain one',
    ),
    asWritten: verbatim(
      10_000,
      'the source record word for word: a JSON object of its columns, without those that may hold personal data',
      '{"Make":"Crvena Zastava","Model":"M57"}',
    ),
    confidence: list(
      record(
        {
          field: text(60, 'field', 'make'),
          level: oneOf(['HIGH', 'MEDIUM', 'LOW'], 'how sure the reading is'),
        },
        '',
        'FieldConfidence',
      ),
      0,
      60,
      'confidence by field; a field not named is HIGH',
    ),
    findings: optional(
      list(text(40, 'code of a data-quality finding', 'SERIAL_UNKNOWN'), 1, 20, 'data-quality findings'),
    ),
  }),
  recordedBy: ['MIG', 'CLK'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)', 'PoA:II.9'],
  parties: (payload) => [payload.responsiblePartyId],
  receivedAs: (payload) => payload.partyRole,
  // Whether the holder of then had a right is not asked: the old register says that he had the firearm.
  check: ({ payload, state }) => alertForbids(state) ?? bornInTradeFault(state, payload.partyRole),
  remains: (state, { payload, eventId }) =>
    withMarks(state, identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId)),
  apply: (state, { payload, eventId }) =>
    withMarks(
      {
        ...state,
        identity: payload.identity,
        registered: true,
        markState:
          state.markState === 'UNMARKED' && typeof payload.identity.serialRaw === 'string'
            ? 'MARKED'
            : state.markState,
        holder: { party: payload.responsiblePartyId, role: payload.partyRole },
        findings: payload.findings ?? [],
      },
      identityMark(payload.identity, { absent: 'UNKNOWN' }, eventId),
    ),
});
