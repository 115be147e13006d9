import { idPattern } from '../shared/ids.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { componentCatalogue } from './catalogue.ts';
import { type ComponentStatus, componentStatuses, initialComponent } from './state.ts';

/** The life of one essential component, fitted or loose (catalogue 5.1, 5.5, 6.3). */
export const componentKind = createStreamKind({
  name: 'component',
  plural: 'components',
  idPattern: idPattern.component,
  prefixFor: () => 'T',

  statuses: componentStatuses,
  initial: initialComponent,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as ComponentStatus }),
  catalogue: componentCatalogue,
  rules: {},
  responsible: () => undefined,
});
