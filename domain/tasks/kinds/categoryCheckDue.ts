import { spanOf } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

const settling: ReadonlySet<string> = new Set(['FirearmRecategorised', 'DeactivationCertified']);

/** A modification may change the category; the category is a dated assessment of the authority (Dir. 4(5)(d); REQ-REC-06). */
export const categoryCheckDue = defineFirearmTask({
  kind: 'CATEGORY_CHECK_DUE',
  meaning: 'A firearm was modified; the authority decides whether its category changes.',
  ownerRole: 'CLK',
  closes: 'FirearmRecategorised, also where the category stays, or the end of the firearm',
  opensWith: ofType('FirearmModified'),
  find: ({ timeline }) =>
    timeline.steps.flatMap((opened, index) => {
      if (opened.event.type !== 'FirearmModified' || opened.status !== 'EFFECTIVE') return [];
      const closed = timeline.steps
        .slice(index + 1)
        .find(
          ({ event, status, state }) =>
            status === 'EFFECTIVE' &&
            (settling.has(event.type) || state.custody === 'DST' || state.custody === 'DSM'),
        );
      return [spanOf({ opened, ...(closed === undefined ? {} : { closed }) })];
    }),
});
