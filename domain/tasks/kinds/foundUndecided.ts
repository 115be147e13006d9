import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

/** Found arms are disposed of as soon as possible; the victim gets his only if he may have it today (HC-01, REQ-MRK-09). */
export const foundUndecided = defineFirearmTask({
  kind: 'FOUND_UNDECIDED',
  meaning: 'A found or surrendered firearm is neither released nor forfeited yet.',
  ownerRole: 'POL',
  closes: 'FirearmReleased or FirearmForfeited; a seizure opens a task of its own',
  opensWith: ofType('FirearmFound', 'FirearmSurrendered'),
  find: ({ timeline }) =>
    whileState(timeline, ({ custody }) => custody === 'AUT').map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, 'seizedUndecided'),
    })),
});
