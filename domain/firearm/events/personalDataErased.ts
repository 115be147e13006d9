import { erasedData } from '../../shared/erasure.ts';
import { defineEvent } from '../definition.ts';
import { realErasureFault } from '../realErasure.ts';
import { erasureFault } from '../retention.ts';

export const personalDataErased = defineEvent({
  type: 'PersonalDataErased',
  schemaVersion: 1,
  meaning: 'Personal data linked to the firearm was erased: the period to keep it is over.',
  payload: erasedData,
  recordedBy: ['SYS', 'DPO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'GDPR:17'],
  check: (context) => erasureFault(context) ?? realErasureFault(context),
});
