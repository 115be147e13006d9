import { createStreamKind } from '../stream/streamKind.ts';
import { systemCatalogue } from './catalogue.ts';
import { initialSystem, type SystemStatus, systemStatuses } from './state.ts';

/** The stream of the ledger itself: policy, holds, retention runs, checkpoints (catalogue 1). */
export const systemKind = createStreamKind({
  name: 'system',
  plural: 'system',
  idPattern: '^$',
  prefixFor: () => '',
  alwaysExists: true,
  statuses: systemStatuses,
  initial: initialSystem,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as SystemStatus }),
  catalogue: systemCatalogue,
  rules: {},
  responsible: () => undefined,
});
