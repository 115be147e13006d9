import { idPattern } from '../shared/ids.ts';
import { confirmationsOf } from '../stream/confirmations.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { componentCatalogue } from './catalogue.ts';
import { parentAfter } from './events/componentReplaced.ts';
import type { Replaced } from './fitting.ts';
import { type ComponentState, type ComponentStatus, componentStatuses, initialComponent } from './state.ts';

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
  rules: {
    PLACED: (_definition, payload, state) =>
      parentAfter(payload as Replaced, state) === undefined ? 'LOOSE' : 'FITTED',
    RETURN: (_definition, _payload, state) => (state.parent === undefined ? 'LOOSE' : 'FITTED'),
    BACK: (definition, _payload, state) => definition.returnsTo?.(state) ?? state.status,
  },
  responsible: (state) => state.holder?.party,
  because: (state: ComponentState) => state.alerts.slice(0, 1).map((alert) => alert.openedBy),
  answers: confirmationsOf('ComponentTransferred'),
});
