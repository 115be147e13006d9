import { refusal } from '../../shared/refusal.ts';
import type { Spread } from '../../stream/definition.ts';
import { defineEvent } from '../definition.ts';
import { continuesAs, mergeFault, newFirearmOf, splitFault } from '../identityChanges.ts';
import { mergedStreams, splitStream } from './identityRecords.ts';

const half = (id: string, type: string, payload: unknown): Spread => ({
  stream: { kind: 'firearm', id },
  type,
  payload,
});
const partners = ({ survivorId, mergedId }: { readonly survivorId: string; readonly mergedId: string }) =>
  [survivorId, mergedId].map((id) => ({ kind: 'firearm' as const, id }));
const notNamed = () => refusal('R71', 'This firearm is neither of the two.', { pointer: '/payload' });

/** HC-13: no event moves; from this knowledge on, reads of the survivor unite both histories. Reversible. */
export const streamsMerged = defineEvent({
  type: 'StreamsMerged',
  schemaVersion: 1,
  meaning: 'Two records are of the same firearm; its history goes on under one id.',
  payload: mergedStreams,
  recordedBy: ['CLK', 'FFP'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(a)'],
  aboutRecord: true,
  looksAt: partners,
  check: (context) =>
    context.payload.survivorId === context.id || context.payload.mergedId === context.id
      ? mergeFault(context.payload, context)
      : notNamed(),
  spreads: ({ payload, id }) => [
    half(id === payload.survivorId ? payload.mergedId : payload.survivorId, 'StreamsMerged', payload),
  ],
});

export const streamsUnmerged = defineEvent({
  type: 'StreamsUnmerged',
  schemaVersion: 1,
  meaning: 'A merge was wrong: the records are of two firearms again.',
  payload: mergedStreams,
  recordedBy: ['CLK', 'FFP'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(a)'],
  aboutRecord: true,
  looksAt: partners,
  check: (context) => {
    const { survivorId, mergedId } = context.payload;
    if (survivorId !== context.id && mergedId !== context.id) return notNamed();
    const merges = context.around
      .ownHistoryOf({ kind: 'firearm', id: survivorId })
      ?.some(
        ({ type, payload }) =>
          type === 'StreamsMerged' && (payload as { readonly mergedId: string }).mergedId === mergedId,
      );
    return merges === true && continuesAs(mergedId, context) === continuesAs(survivorId, context)
      ? undefined
      : refusal('R71', 'These two firearms are not merged.', { pointer: '/payload/mergedId' });
  },
  spreads: ({ payload, id }) => [
    half(id === payload.survivorId ? payload.mergedId : payload.survivorId, 'StreamsUnmerged', payload),
  ],
});

/** HC-14: events of one record are assigned by reference to the firearm they are of. */
export const streamSplit = defineEvent({
  type: 'StreamSplit',
  schemaVersion: 1,
  meaning: 'One record mixed two firearms; the events named are of the other one.',
  payload: splitStream,
  recordedBy: ['CLK', 'FFP'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(a)'],
  aboutRecord: true,
  mayBegin: true,
  added: ['intoId'],
  complete: ({ payload, derive }) => ({ ...payload, intoId: newFirearmOf(derive) }),
  check: (context) => {
    const { payload, id, around } = context;
    if (payload.fromId !== id && payload.intoId !== id) return notNamed();
    if (around.ownHistoryOf({ kind: 'firearm', id: payload.fromId })?.length === 0)
      return refusal('R00', 'The firearm that is split is not known.', { pointer: '/payload/fromId' });
    return payload.fromId === id ? splitFault(payload, context, '/payload/eventIds') : undefined;
  },
  spreads: ({ payload, id }) =>
    payload.intoId === undefined || payload.fromId !== id
      ? []
      : [half(payload.intoId, 'StreamSplit', payload)],
});
