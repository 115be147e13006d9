import { docRef, place, reference } from '../../shared/commonFields.ts';
import { list, oneOf, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { markLocations } from '../identity.ts';

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
});
