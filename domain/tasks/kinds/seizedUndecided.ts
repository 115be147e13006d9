import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

/** Seized arms are disposed of as soon as possible (ITI 9, Protocol 6(2); REQ-MRK-09). */
export const seizedUndecided = defineFirearmTask({
  kind: 'SEIZED_UNDECIDED',
  meaning: 'A seized firearm is neither released, forfeited nor destroyed yet.',
  ownerRole: 'POL',
  closes: 'FirearmReleased, FirearmForfeited, or FirearmDestroyed by order',
  opensWith: ofType('FirearmSeized'),
  find: ({ timeline }) =>
    whileState(timeline, ({ custody }) => custody === 'SZD').map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, 'seizedUndecided'),
    })),
});
