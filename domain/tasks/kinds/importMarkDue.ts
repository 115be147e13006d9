import type { Custody, FirearmState } from '../../firearm/state.ts';
import { isAbsent } from '../../shared/shape.ts';
import { dueAfter } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineFirearmTask, ofType } from '../task.ts';

const partyOf = ({ holder }: FirearmState) =>
  holder === undefined || isAbsent(holder.party) ? {} : { party: holder.party };
const gone: ReadonlySet<Custody> = new Set(['EXP', 'DSM', 'DST']);

/** Imported firearms are marked without delay (Protocol 8(1)(b), ITI 8(b); REQ-MRK-08). */
export const importMarkDue = defineFirearmTask({
  kind: 'IMPORT_MARK_DUE',
  meaning: 'An imported firearm does not bear its import mark yet.',
  ownerRole: 'DLR',
  closes: 'ImportMarkApplied, or the firearm is destroyed, dismantled or left again',
  opensWith: ofType('FirearmImported'),
  find: ({ timeline }) =>
    whileState(timeline, ({ importMarkDue: due, custody }) => due && !gone.has(custody)).map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, 'importMark'),
      ...partyOf(span.opened.state),
    })),
});
