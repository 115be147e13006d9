import type { Custody } from '../../firearm/state.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

const ended: ReadonlySet<Custody> = new Set(['DSM', 'DST']);

/** A deactivation counts only with the certificate of a verifying entity (2015/2403 art. 3; REQ-DEA-01). */
export const deactivationToCertify = defineFirearmTask({
  kind: 'DEACTIVATION_TO_CERTIFY',
  meaning: 'A deactivation was performed; a verifying entity checks and certifies it, or rejects it.',
  ownerRole: 'VER',
  closes: 'DeactivationCertified or DeactivationRejected',
  opensWith: ofType('DeactivationPerformed'),
  find: ({ timeline }) =>
    whileState(timeline, ({ condition, custody }) => condition === 'DEACT_DONE' && !ended.has(custody)).map(
      spanOf,
    ),
});
