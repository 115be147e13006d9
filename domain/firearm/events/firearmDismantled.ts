import { componentRef } from '../../component/fitting.ts';
import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, optional, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { fittedIn } from '../fittedComponents.ts';
import { endsBeforeLaterEvents } from './componentChecks.ts';

/** The firearm is no more, its parts go on: each surviving part is loose by the same command (catalogue 5.5). */
export const firearmDismantled = defineEvent({
  type: 'FirearmDismantled',
  schemaVersion: 1,
  meaning: 'The firearm was taken apart for good; its essential components are loose.',
  payload: record({
    survivingComponentIds: list(componentRef('a component that goes on'), 1, 40, 'components that go on'),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
  }),
  recordedBy: ['DLR', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(d)'],
  lift: (code, { legalOrderRef }) => (code === 'R23' && legalOrderRef !== undefined ? 'DSM' : undefined),
  check: (context) => {
    const { payload, state } = context;
    const surviving = new Set(payload.survivingComponentIds);
    const pointer = { pointer: '/payload/survivingComponentIds' };
    const foreign = payload.survivingComponentIds.findIndex((part) => fittedIn(state, part) === undefined);
    if (foreign >= 0 || surviving.size < payload.survivingComponentIds.length)
      return refusal(
        'R17',
        'Each surviving part must be registered and fitted in this firearm, and is named once.',
        foreign >= 0 ? { pointer: `${pointer.pointer}/${foreign}` } : pointer,
      );
    return state.fitted.every(({ componentId }) => surviving.has(componentId))
      ? endsBeforeLaterEvents(context)
      : refusal(
          'R17',
          'Name all recorded parts; one that does not go on is removed and destroyed on its own record.',
          pointer,
        );
  },
  halves: ({ survivingComponentIds }) =>
    survivingComponentIds.map((part) => ({ kind: 'component', id: part })),
  spreads: ({ payload, id }) =>
    payload.survivingComponentIds.map((componentId) => ({
      stream: { kind: 'component', id: componentId },
      type: 'ComponentRemoved',
      payload: {
        componentId,
        firearmId: id,
        reason: 'DISMANTLED',
        ...(payload.legalOrderRef === undefined ? {} : { legalOrderRef: payload.legalOrderRef }),
      },
    })),
  apply: (state) => ({ ...state, fitted: [] }),
});
