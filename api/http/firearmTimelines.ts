import * as E from 'fp-ts/lib/Either.js';
import { firearmKind } from '../../domain/firearm/kind.ts';
import type { FirearmState } from '../../domain/firearm/state.ts';
import { unionOfStreams } from '../../domain/firearm/unionOfStreams.ts';
import { type Timeline, timelineOf } from '../../domain/time/bitemporalFold.ts';
import type { Instant } from '../../domain/time/zone.ts';
import { loadFamily } from '../../domain/usecases/firearmHistory.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** Histories of firearms up to a moment of valid time, as known at another; merged ones under the id asked for. */
export const firearmTimelines = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  ids: ReadonlyArray<string>,
  { validAt, knownAt }: { readonly validAt: Instant; readonly knownAt: Instant },
): Promise<ReadonlyMap<string, Timeline<FirearmState>>> =>
  new Map(
    await Promise.all(
      ids.map(async (id) => {
        const family = await loadFamily(deps, id)();
        if (E.isLeft(family))
          throw problem(
            503,
            'STORE_UNAVAILABLE',
            'the ledger cannot be reached',
            'Repeat the request later.',
          );
        const { events } = unionOfStreams(id, family.right, knownAt);
        const timeline = timelineOf(firearmKind.fold, events, knownAt);
        const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
        return [id, { ...timeline, steps }] as const;
      }),
    ),
  );
