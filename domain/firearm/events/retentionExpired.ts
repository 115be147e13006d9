import { expiredRetention } from '../../shared/erasure.ts';
import { defineEvent } from '../definition.ts';
import { erasureFault } from '../retention.ts';

/** The period to keep is over and nothing holds the records (REQ-REC-11); what was personal in them is erased next. */
export const retentionExpired = defineEvent({
  type: 'RetentionExpired',
  schemaVersion: 1,
  meaning: 'The period to keep the records of the firearm is over and no hold is in force.',
  payload: expiredRetention,
  recordedBy: ['SYS', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  check: erasureFault,
});
