import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { authorisationKind } from '../../domain/authorisation/kind.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import type { Instant } from '../../domain/time/zone.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';

/** A right, application or pass of a party as it is shown. */
export const rightSchema = z
  .object({
    authorisationId: z.string(),
    matter: z.string(),
    kind: z.string().nullable(),
    number: z.string().nullable(),
    status: z.string(),
    categories: z.array(z.string()),
    subcategories: z.array(z.string()),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
  })
  .meta({ id: 'HeldRight' });

/** A licence, permit, pass or declaration of a party as it stands at a moment. */
export type HeldRight = {
  readonly authorisationId: string;
  readonly matter: string;
  readonly kind: string | null;
  readonly number: string | null;
  readonly status: string;
  readonly categories: ReadonlyArray<string>;
  readonly subcategories: ReadonlyArray<string>;
  readonly validFrom: string | null;
  readonly validTo: string | null;
};

type Stated = {
  readonly licenceNo?: string;
  readonly passNo?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
};

/** What is known of authorisations, in the order of their ids; one round trip for all. */
export const rightsOf = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  ids: ReadonlyArray<string>,
  { validAt, knownAt }: { readonly validAt: Instant; readonly knownAt: Instant },
): Promise<ReadonlyArray<HeldRight>> => {
  if (ids.length === 0) return [];
  const stored = await deps.eventStore.readStreams(
    ids.map((id) => streamOfKey({ kind: 'authorisation', id })),
  )();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const byStream = Map.groupBy(stored.right.map(deps.codec.decode), ({ streamId }) => streamId);
  return ids.flatMap((authorisationId): ReadonlyArray<HeldRight> => {
    const events = byStream.get(streamOfKey({ kind: 'authorisation', id: authorisationId })) ?? [];
    const timeline = timelineOf(authorisationKind.fold, events, knownAt);
    const state = stateAt(timeline, validAt);
    if (state.status === 'NEW') return [];
    const stated = timeline.steps
      .filter(({ status, bounds }) => status === 'EFFECTIVE' && bounds.earliest <= validAt)
      .reduce<Stated>((before, { event }) => {
        const { licenceNo, passNo, validFrom, validTo } = event.payload as Stated;
        return {
          ...before,
          ...(licenceNo === undefined ? {} : { licenceNo }),
          ...(passNo === undefined ? {} : { passNo }),
          // The entry of a journey has a period of its own inside; only the right's stands at the top.
          ...(validFrom === undefined || before.validFrom !== undefined ? {} : { validFrom }),
          ...(validTo === undefined ? {} : { validTo }),
        };
      }, {});
    return [
      {
        authorisationId,
        matter: state.matter ?? 'RIGHT',
        kind: state.right?.kind ?? state.applied?.kind ?? null,
        number: stated.licenceNo ?? stated.passNo ?? null,
        status: state.status,
        categories: [...(state.right?.categories ?? state.licence?.categories ?? [])],
        subcategories: [...(state.right?.subcategories ?? state.licence?.subcategories ?? [])],
        validFrom: stated.validFrom ?? null,
        validTo: stated.validTo ?? null,
      },
    ];
  });
};
