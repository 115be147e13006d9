import { country, reference } from '../../shared/commonFields.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { beforeLaterMovement, notItsHolder } from '../guards.ts';

/** A loose component left for good; one that is in a firearm goes abroad with it (catalogue 6.3). */
export const componentExported = defineEvent({
  type: 'ComponentExported',
  schemaVersion: 1,
  meaning: 'A loose essential component left the territory for good.',
  payload: record({
    destinationState: country('where it went'),
    licenceNo: reference('transfer or export licence', 'EXP-2026-0042'),
  }),
  recordedBy: ['DLR', 'CUS', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:16', '2025/41'],
  check: (context) => notItsHolder(context) ?? beforeLaterMovement(context),
});
