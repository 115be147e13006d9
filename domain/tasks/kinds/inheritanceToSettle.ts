import { lastDayOf } from '../../time/calendarDate.ts';
import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

type Opened = { readonly executorId?: unknown; readonly dateOfDeath?: string };

/** What is still with the estate: every firearm ends with a lawful holder (HC-17, users-and-jobs 2). */
export const inheritanceToSettle = defineFirearmTask({
  kind: 'INHERITANCE_TO_SETTLE',
  meaning: 'The holder died; the firearm is with the estate until a lawful holder has it.',
  ownerRole: 'CLK',
  closes: 'a transfer to an heir or buyer, surrender, or another end of temporary custody',
  opensWith: ofType('InheritanceOpened'),
  find: ({ timeline }) =>
    whileState(timeline, ({ custody }) => custody === 'TMP')
      .filter(({ opened }) => opened.event.type === 'InheritanceOpened')
      .map((span) => {
        const { executorId, dateOfDeath } = span.opened.event.payload as Opened;
        const due = dueAfter(span.opened.event, 'inheritanceSettled');
        return {
          ...spanOf(span),
          due: typeof dateOfDeath === 'string' ? { ...due, from: lastDayOf(dateOfDeath) } : due,
          ...(typeof executorId === 'string' ? { party: executorId } : {}),
        };
      }),
});
