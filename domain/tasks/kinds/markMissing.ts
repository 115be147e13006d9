import type { Custody } from '../../firearm/state.ts';
import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

const withAuthority: ReadonlySet<Custody> = new Set(['AUT', 'SZD', 'FRF']);

/** Illicit arms found on the territory are uniquely marked, or destroyed (ITI 9; REQ-MRK-09). */
export const markMissing = defineFirearmTask({
  kind: 'MARK_MISSING',
  meaning: 'A firearm with an authority bears no mark that identifies it.',
  ownerRole: 'POL',
  closes: 'FirearmRemarked, FirearmMarked, or FirearmDestroyed',
  opensWith: ofType('FirearmFound', 'FirearmSeized', 'FirearmSurrendered'),
  find: ({ timeline }) =>
    whileState(
      timeline,
      ({ custody, markState }) =>
        withAuthority.has(custody) && (markState === 'UNMARKED' || markState === 'ALTERED'),
    ).map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, 'seizedUndecided'),
      data: { markState: span.opened.state.markState },
    })),
});
