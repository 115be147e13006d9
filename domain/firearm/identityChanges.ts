import { type Refusal, refusal } from '../shared/refusal.ts';
import type { CheckContext } from '../stream/definition.ts';
import type { FirearmState } from './state.ts';
import { familyOf, unionOfStreams } from './unionOfStreams.ts';

type Context = Pick<CheckContext<unknown, FirearmState>, 'around'>;

/** Under which id the history of a firearm goes on. */
export const continuesAs = (id: string, { around }: Context): string => {
  const { family } = familyOf(id, (each) => around.ownHistoryOf({ kind: 'firearm', id: each }));
  return unionOfStreams(id, family).id;
};

/** Whether two records can be merged: both known, different, and neither merged into another one. */
export const mergeFault = (
  { survivorId, mergedId }: { readonly survivorId: string; readonly mergedId: string },
  context: Context,
): Refusal | undefined => {
  if (survivorId === mergedId) return refusal('R71', 'A firearm is not merged with itself.');
  for (const id of [survivorId, mergedId]) {
    if (context.around.ownHistoryOf({ kind: 'firearm', id })?.length === 0)
      return refusal('R00', 'One of the firearms is not known.');
    if (continuesAs(id, context) !== id)
      return refusal('MERGED_INTO_ANOTHER', `${id} is merged already. Name ${continuesAs(id, context)}.`);
  }
  return undefined;
};

/** The id of the firearm that a split makes: one a command, the same in all its halves. */
export const newFirearmOf = (derive: CheckContext<unknown, FirearmState>['derive']): string =>
  derive('W', 'split');

/** Whether events can be assigned to another firearm: all are of this stream, not assigned yet, and not all it has. */
export const splitFault = (
  { fromId, eventIds }: { readonly fromId: string; readonly eventIds: ReadonlyArray<string> },
  { around }: Context,
  pointer: string,
): Refusal | undefined => {
  const own = around.ownHistoryOf({ kind: 'firearm', id: fromId });
  if (own === undefined) return undefined;
  const { family } = familyOf(fromId, (each) => around.ownHistoryOf({ kind: 'firearm', id: each }));
  const still = new Set(unionOfStreams(fromId, family).events.map(({ eventId }) => eventId));
  const ids = new Set(own.map(({ eventId }) => eventId));
  const unknown = eventIds.filter((id) => !ids.has(id) || !still.has(id));
  if (unknown.length > 0)
    return refusal('R71', 'Only events that this record holds can be assigned to another firearm.', {
      pointer,
      eventIds: unknown,
    });
  return own.every(({ eventId, type }) => eventIds.includes(eventId) || type.startsWith('IdentityConflict'))
    ? refusal('R71', 'Something must stay: a record that is another firearm whole is corrected, not split.', {
        pointer,
      })
    : undefined;
};
