import type { RecordedEvent } from '../../event/envelope.ts';
import { refusal } from '../../shared/refusal.ts';
import type { Spread } from '../../stream/definition.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { mergeFault, newFirearmOf, splitFault } from '../identityChanges.ts';
import { openedConflict, resolvedConflict } from './identityRecords.ts';

const keyOf = (streams: ReadonlyArray<string>): string => [...new Set(streams)].sort().join(' ');

/** The conflict on exactly these firearms that nobody has resolved since. */
const isOpen = (history: ReadonlyArray<RecordedEvent>, streams: ReadonlyArray<string>): boolean => {
  const about = history.filter(
    ({ type, payload }) =>
      (type === 'IdentityConflictOpened' || type === 'IdentityConflictResolved') &&
      keyOf((payload as { readonly streams: ReadonlyArray<string> }).streams) === keyOf(streams),
  );
  return about.at(-1)?.type === 'IdentityConflictOpened';
};

const others = (streams: ReadonlyArray<string>, id: string): ReadonlyArray<string> =>
  [...new Set(streams)].filter((each) => each !== id);

const half = (id: string, type: string, payload: unknown): Spread => ({
  stream: { kind: 'firearm', id },
  type,
  payload,
});

const checkStreams = ({ payload, id, around }: FirearmCheck<{ readonly streams: ReadonlyArray<string> }>) => {
  const pointer = { pointer: '/payload/streams' };
  if (!payload.streams.includes(id))
    return refusal('R71', 'Name this firearm among the streams as well.', pointer);
  return others(payload.streams, id).some(
    (each) => around.ownHistoryOf({ kind: 'firearm', id: each })?.length === 0,
  )
    ? refusal('R00', 'One of the firearms is not known.', pointer)
    : undefined;
};

/** HC-07, HC-13 to HC-15: a doubt is a task on every firearm concerned, and refuses nothing. */
export const identityConflictOpened = defineEvent({
  type: 'IdentityConflictOpened',
  schemaVersion: 1,
  meaning: 'Records may be of the same firearm, or one record of several; somebody has to find out.',
  payload: openedConflict,
  recordedBy: ['CLK', 'FFP', 'SYS'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(a)'],
  aboutRecord: true,
  looksAt: ({ streams }) => streams.map((id) => ({ kind: 'firearm' as const, id })),
  check: (context) =>
    checkStreams(context) ??
    (isOpen(context.history, context.payload.streams)
      ? refusal('R19', 'A conflict on these firearms is open already.')
      : undefined),
  spreads: ({ payload, id }) =>
    others(payload.streams, id).map((each) => half(each, 'IdentityConflictOpened', payload)),
});

export const identityConflictResolved = defineEvent({
  type: 'IdentityConflictResolved',
  schemaVersion: 1,
  meaning: 'It was found out whether the records are of one firearm.',
  payload: resolvedConflict,
  recordedBy: ['CLK', 'FFP', 'SYS'],
  assertionKind: 'ASSESSMENT',
  legalBasis: ['2021/555:4(5)(a)'],
  aboutRecord: true,
  added: ['newFirearmId'],
  looksAt: ({ streams }) => streams.map((id) => ({ kind: 'firearm' as const, id })),
  complete: ({ payload: { newFirearmId: _given, ...payload }, derive }) =>
    payload.splitEventIds === undefined ? payload : { ...payload, newFirearmId: newFirearmOf(derive) },
  check: (context) => {
    const { payload, id, history } = context;
    const wrong = checkStreams(context);
    if (wrong !== undefined) return wrong;
    if (!isOpen(history, payload.streams))
      return refusal('R71', 'No conflict on exactly these firearms is open. Record IdentityConflictOpened.', {
        pointer: '/payload/streams',
      });
    const { resolution, survivorId, splitEventIds } = payload;
    if (resolution !== 'SAME' && survivorId !== undefined)
      return refusal('R71', 'Only SAME has a survivor.', { pointer: '/payload/survivorId' });
    if (resolution !== 'DIFFERENT' && splitEventIds !== undefined)
      return refusal('R71', 'Only DIFFERENT assigns events to another firearm.', {
        pointer: '/payload/splitEventIds',
      });
    if (resolution === 'SAME') {
      const pointer = '/payload/survivorId';
      if (survivorId === undefined || !payload.streams.includes(survivorId) || payload.streams.length < 2)
        return refusal('R71', 'Name the survivor: one of at least two firearms of the conflict.', {
          pointer,
        });
      for (const mergedId of others(payload.streams, survivorId)) {
        const fault = mergeFault({ survivorId, mergedId }, context);
        if (fault !== undefined) return { ...fault, pointer };
      }
    }
    // Halves in the other streams of a conflict repeat the decision; the events are of the stream that is split.
    const mixed =
      splitEventIds !== undefined && history.some(({ eventId }) => splitEventIds.includes(eventId));
    return splitEventIds !== undefined && (mixed || payload.streams.length === 1)
      ? splitFault({ fromId: id, eventIds: splitEventIds }, context, '/payload/splitEventIds')
      : undefined;
  },
  spreads: ({ payload, id }) => {
    const { streams, evidence, survivorId, splitEventIds, newFirearmId } = payload;
    const merges =
      survivorId === undefined
        ? []
        : others(streams, survivorId).flatMap((mergedId) => {
            const merged = { survivorId, mergedId, evidence };
            return [half(survivorId, 'StreamsMerged', merged), half(mergedId, 'StreamsMerged', merged)];
          });
    const split =
      splitEventIds === undefined || newFirearmId === undefined
        ? []
        : [id, newFirearmId].map((each) =>
            half(each, 'StreamSplit', {
              fromId: id,
              intoId: newFirearmId,
              eventIds: splitEventIds,
              evidence,
            }),
          );
    return [
      ...others(streams, id).map((each) => half(each, 'IdentityConflictResolved', payload)),
      ...merges,
      ...split,
    ];
  },
});
