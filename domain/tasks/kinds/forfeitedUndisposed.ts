import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

/** Forfeited arms are destroyed unless other disposal is authorised (Protocol 6(2), PoA II.16; REQ-MRK-09, REQ-TRC-09). */
export const forfeitedUndisposed = defineFirearmTask({
  kind: 'FORFEITED_UNDISPOSED',
  meaning: 'A forfeited firearm is neither destroyed nor disposed of otherwise yet.',
  ownerRole: 'STO',
  closes: 'FirearmDestroyed, or a disposal that is authorised and recorded',
  opensWith: ofType('FirearmForfeited'),
  find: ({ timeline }) =>
    whileState(timeline, ({ custody }) => custody === 'FRF').map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, 'seizedUndecided'),
    })),
});
