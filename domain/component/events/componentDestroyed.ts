import { docRef, place, reference } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, optional, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { beforeLaterMovement, notItsHolder, parentState } from '../guards.ts';

export const componentDestroyed = defineEvent({
  type: 'ComponentDestroyed',
  schemaVersion: 1,
  meaning: 'An essential component was destroyed; its own retention clock starts (REQ-CMP-04).',
  payload: record({
    method: text(60, 'method of destruction', 'MELTED'),
    place: place('where it was destroyed'),
    witnesses: list(reference('witness, by reference to the protocol', 'W1'), 1, 10, 'witnesses'),
    protocolRef: docRef('protocol of destruction'),
    legalOrderRef: optional(docRef('order of court or prosecutor, for a seized component')),
  }),
  recordedBy: ['DLR', 'CLK', 'POL', 'STO'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(b)', 'PoA:II.16'],
  lift: (code, payload, _state, metadata) =>
    (code === 'R23' && payload.legalOrderRef !== undefined) ||
    (code === 'R14' && metadata.source.kind === 'FOREIGN_AUTHORITY')
      ? 'DESTROYED'
      : undefined,
  check: (context) => {
    // Loose, or with its firearm: a part that is in a firearm cannot be destroyed by itself (catalogue 5.7).
    if (context.state.status === 'FITTED' && parentState(context)?.custody !== 'DST')
      return refusal('R17', 'The component is fitted in a firearm. Record ComponentRemoved first.');
    return notItsHolder(context) ?? beforeLaterMovement(context);
  },
  apply: (state, { metadata }) => ({ ...state, destroyedOn: metadata.effectiveAt }),
});
