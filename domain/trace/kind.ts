import { idPattern } from '../shared/ids.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { traceCatalogue } from './catalogue.ts';
import { initialTrace, type TraceStatus, traceStatuses } from './state.ts';

/** One trace request and its answers (catalogue 5.6; ITI 17 to 23). */
export const traceKind = createStreamKind({
  name: 'trace',
  plural: 'traces',
  idPattern: idPattern.trace,
  prefixFor: () => 'R',

  statuses: traceStatuses,
  initial: initialTrace,
  statusOf: (state) => state.status,
  withStatus: (state, status) => ({ ...state, status: status as TraceStatus }),
  catalogue: traceCatalogue,
  rules: {
    EXTENT: (_definition, payload) =>
      (payload as { readonly extent: string }).extent === 'FULL' ? 'ANSWERED' : 'PARTIAL',
    BACK: (definition, _payload, state) => definition.returnsTo?.(state) ?? 'ACKNOWLEDGED',
  },
  responsible: () => undefined,
});
