import { idPattern } from '../shared/ids.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { alertCatalogue } from './catalogue.ts';
import { type AlertStatus, alertStatuses, initialAlert } from './state.ts';

/** One alert of loss or theft with its entries in SIS and iARMS (catalogue 1, 5.6). */
export const alertKind = createStreamKind({
  name: 'alert',
  plural: 'alerts',
  idPattern: idPattern.alert,
  prefixFor: () => 'L',

  statuses: alertStatuses,
  initial: initialAlert,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as AlertStatus }),
  catalogue: alertCatalogue,
  rules: {},
  responsible: () => undefined,
});
