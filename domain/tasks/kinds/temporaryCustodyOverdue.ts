import { isAbsent } from '../../shared/shape.ts';
import { lastDayOf } from '../../time/calendarDate.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

type Started = { readonly custodianId?: unknown; readonly purpose?: string; readonly dueBack?: string };

/** Supply includes lending: what is lent comes back or changes hands (Dir. 4(5)(c), catalogue 5.2). */
export const temporaryCustodyOverdue = defineFirearmTask({
  kind: 'TEMPORARY_CUSTODY_OVERDUE',
  meaning: 'A firearm is in temporary custody and has not come back yet.',
  ownerRole: 'CLK',
  closes: 'TemporaryCustodyEnded, a transfer that ends it, or a report of loss, theft or seizure',
  opensWith: ofType('TemporaryCustodyStarted'),
  find: ({ timeline }) =>
    whileState(timeline, ({ custody }) => custody === 'TMP')
      .filter(({ opened }) => opened.event.type === 'TemporaryCustodyStarted')
      .map((span) => {
        const { custodianId, purpose, dueBack } = span.opened.event.payload as Started;
        return {
          ...spanOf(span),
          ...(dueBack === undefined
            ? {}
            : { due: { on: lastDayOf(dueBack), zone: span.opened.event.metadata.effectiveAt.zone } }),
          ...(typeof custodianId === 'string' && !isAbsent(custodianId) ? { party: custodianId } : {}),
          ...(purpose === undefined ? {} : { data: { purpose } }),
        };
      }),
});
