import { partyId, reference } from '../../shared/commonFields.ts';
import { list, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { erasureFault } from '../retention.ts';

export const personalDataErased = defineEvent({
  type: 'PersonalDataErased',
  schemaVersion: 1,
  meaning: 'Personal data linked to the firearm was erased: the period to keep it is over.',
  payload: record({
    subjectRefs: list(partyId('party whose data was erased'), 1, 500, 'parties concerned'),
    ruleId: reference('rule by which it was erased', 'REQ-REC-11'),
    keyIds: list(reference('key destroyed', 'K-1'), 0, 500, 'keys destroyed'),
  }),
  recordedBy: ['SYS', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'GDPR:17'],
  check: erasureFault,
});
