import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { RecordedEvent } from '../event/envelope.ts';
import { type Family, familyOf } from '../firearm/unionOfStreams.ts';
import type { EventCodec } from '../ports/eventCodec.ts';
import type { EventStore, StoreUnavailable } from '../ports/eventStore.ts';
import { streamOfKey } from '../streamKinds.ts';

type Ports = { readonly eventStore: EventStore; readonly codec: EventCodec };

/** A firearm's own history with those it is linked to: one query, and further ones only where there are links. */
export const loadFamily = (
  { eventStore, codec }: Ports,
  id: string,
): TE.TaskEither<StoreUnavailable, Family> => {
  const more = (
    loaded: ReadonlyMap<string, ReadonlyArray<RecordedEvent>>,
    missing: ReadonlyArray<string>,
  ): TE.TaskEither<StoreUnavailable, Family> =>
    pipe(
      eventStore.readStreams(missing.map((each) => streamOfKey({ kind: 'firearm', id: each }))),
      TE.flatMap((stored) => {
        const events = stored.map(codec.decode);
        const all = new Map(loaded);
        for (const each of missing)
          all.set(
            each,
            events.filter(({ streamId }) => streamId === streamOfKey({ kind: 'firearm', id: each })),
          );
        const next = familyOf(id, (each) => all.get(each));
        return next.missing.length === 0 ? TE.right(next.family) : more(all, next.missing);
      }),
    );
  return more(new Map(), [id]);
};
