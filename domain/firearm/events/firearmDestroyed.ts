import { docRef, place, reference } from '../../shared/commonFields.ts';
import { list, oneOf, optional, record, text } from '../../shared/shape.ts';
import { addDays, lastDayOf } from '../../time/calendarDate.ts';
import type { EffectiveTime } from '../../time/effectiveTime.ts';
import { defineEvent } from '../definition.ts';
import { markLocations } from '../identity.ts';

/** The last day on which it may have happened: a clock never begins earlier than that. */
const lastDay = (time: EffectiveTime, recordedAt: number): string =>
  time.precision === 'UNKNOWN'
    ? // The local day of recording may be one ahead of the day in UTC.
      addDays(new Date(recordedAt).toISOString().slice(0, 10), 1)
    : lastDayOf(time.value);

export const firearmDestroyed = defineEvent({
  type: 'FirearmDestroyed',
  schemaVersion: 1,
  meaning: 'The firearm was destroyed; the retention clock starts.',
  payload: record({
    method: text(60, 'method of destruction', 'MELTED'),
    place: place('where it was destroyed'),
    witnesses: list(reference('witness, by reference to the protocol', 'W1'), 1, 10, 'witnesses'),
    componentsDestroyed: list(oneOf(markLocations, 'component'), 1, 9, 'components destroyed with it'),
    protocolRef: docRef('protocol of destruction'),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
  }),
  recordedBy: ['DLR', 'CLK', 'POL', 'STO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(d)', 'PoA:II.16'],
  lift: (code, payload, _state, metadata) => {
    if (code === 'R23' && payload.legalOrderRef !== undefined) return 'DST';
    return code === 'R14' && metadata.source.kind === 'FOREIGN_AUTHORITY' ? 'DST' : undefined;
  },
  apply: (state, { metadata, recordedAt }) => ({
    ...state,
    destroyedOn: lastDay(metadata.effectiveAt, recordedAt),
  }),
});
