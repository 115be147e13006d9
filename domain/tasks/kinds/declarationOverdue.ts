import { isAbsent } from '../../shared/shape.ts';
import { dueAfter } from '../due.ts';
import { spanOf } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

type Transfer = { readonly acquirerId?: unknown; readonly acquirerAuthorisationId?: unknown };

/** Firearms of category C, deactivated ones included, are declared by whoever acquires them (Dir. 11; REQ-CAT-04). */
export const declarationOverdue = defineFirearmTask({
  kind: 'DECLARATION_OVERDUE',
  meaning: 'A firearm of category C was acquired, and no declaration of its holder is recorded.',
  ownerRole: 'CLK',
  closes: 'correcting the transfer with the declaration, or the firearm leaving its holder',
  opensWith: ofType('FirearmTransferred'),
  find: ({ timeline }) =>
    timeline.steps.flatMap((opened, index) => {
      const { event, state, status } = opened;
      if (event.type !== 'FirearmTransferred' || status !== 'EFFECTIVE') return [];
      const { acquirerId, acquirerAuthorisationId } = event.payload as Transfer;
      if (state.identity?.category !== 'C' || state.holder?.role !== 'HOLDER') return [];
      if (!isAbsent(acquirerAuthorisationId) || typeof acquirerId !== 'string') return [];
      const closed = timeline.steps
        .slice(index + 1)
        .find(
          (step) =>
            step.status === 'EFFECTIVE' &&
            (step.state.holder?.party !== acquirerId ||
              step.state.custody === 'DST' ||
              step.state.custody === 'DSM' ||
              step.state.custody === 'EXP'),
        );
      return [
        {
          ...spanOf({ opened, ...(closed === undefined ? {} : { closed }) }),
          due: dueAfter(event, 'report.private'),
          party: acquirerId,
        },
      ];
    }),
});
