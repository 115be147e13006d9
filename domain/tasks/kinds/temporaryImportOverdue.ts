import type { Custody } from '../../firearm/state.ts';
import { dueAfter } from '../due.ts';
import { spanOf } from '../spans.ts';
import { defineFirearmTask } from '../task.ts';

type Import = { readonly kind: string; readonly licenceNo?: string };
const isTemporary = ({ type, payload }: { readonly type: string; readonly payload: unknown }): boolean =>
  type === 'FirearmImported' && (payload as Import).kind === 'TEMPORARY';
/** On its way out, out, or no longer what was admitted: an authority has it, or it is no more. */
const settled: ReadonlySet<Custody> = new Set(['TRN', 'EXP', 'SZD', 'FRF', 'DSM', 'DST']);

/** A temporary import needs no import mark because it leaves again (HC-23, REQ-MRK-08). */
export const temporaryImportOverdue = defineFirearmTask({
  kind: 'TEMPORARY_IMPORT_OVERDUE',
  meaning: 'A firearm was admitted for a time and has not left yet.',
  ownerRole: 'CUS',
  closes: 'FirearmDispatched, or seizure, forfeiture or destruction; a definitive import is recorded anew',
  opensWith: isTemporary,
  find: ({ timeline }) =>
    timeline.steps.flatMap((opened, index) => {
      if (opened.status !== 'EFFECTIVE' || !isTemporary(opened.event)) return [];
      const closed = timeline.steps
        .slice(index + 1)
        .find(({ status, state }) => status === 'EFFECTIVE' && settled.has(state.custody));
      const { licenceNo } = opened.event.payload as Import;
      return [
        {
          ...spanOf({ opened, ...(closed === undefined ? {} : { closed }) }),
          due: dueAfter(opened.event, 'temporaryImportExit'),
          ...(licenceNo === undefined ? {} : { data: { licenceNo } }),
        },
      ];
    }),
});
