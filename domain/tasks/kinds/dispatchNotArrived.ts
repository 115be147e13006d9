import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

/** Dispatched and never arrived is an indicator of diversion (users-and-jobs 7, catalogue 5.4). */
export const dispatchNotArrived = defineFirearmTask({
  kind: 'DISPATCH_NOT_ARRIVED',
  meaning: 'A firearm left for abroad and its arrival is not proven yet.',
  ownerRole: 'CLK',
  closes: 'FirearmArrivedAbroad or DispatchAborted',
  opensWith: ofType('FirearmDispatched'),
  find: ({ timeline }) =>
    whileState(timeline, ({ custody }) => custody === 'TRN').map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, 'arrivalAbroad'),
    })),
});
