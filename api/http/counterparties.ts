import type { FastifyRequest } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { type DetailVersion, detailAt, type Profile } from '../../domain/party/details.ts';
import { partyKind } from '../../domain/party/kind.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import type { BookRow } from '../../projections/dealerRegister/queries.ts';
import type { HttpDeps } from './deps.ts';
import { type Detail, openVersions } from './partyProfile.ts';
import { problem } from './problem.ts';

/** Name and address of the other side of a movement, as they were on its day (REQ-DLR-02, REQ-REC-05). */
export type Counterparty = { readonly name?: Detail; readonly address?: Detail };

export const profilesOf = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec'>,
  ids: ReadonlyArray<string>,
  knownAt: number,
): Promise<ReadonlyMap<string, Profile>> => {
  const stored = await deps.eventStore.readStreams(ids.map((id) => streamOfKey({ kind: 'party', id })))();
  if (E.isLeft(stored))
    throw problem(503, 'STORE_UNAVAILABLE', 'the ledger cannot be reached', 'Repeat the request later.');
  const byStream = Map.groupBy(stored.right.map(deps.codec.decode), ({ streamId }) => streamId);
  return new Map(
    ids.map((id) => {
      const { steps } = timelineOf(
        partyKind.fold,
        byStream.get(streamOfKey({ kind: 'party', id })) ?? [],
        knownAt,
      );
      return [id, steps.at(-1)?.state.profile ?? {}] as const;
    }),
  );
};

/** Looks up the other sides of lines; each opening of personal data is logged by the vault before it is shown. */
export const counterpartiesOf = async (
  deps: Pick<HttpDeps, 'eventStore' | 'codec' | 'record'>,
  request: FastifyRequest,
  rows: ReadonlyArray<BookRow>,
  knownAt: string,
): Promise<(row: BookRow) => Counterparty> => {
  const ids = [...new Set(rows.flatMap(({ counterparty }) => counterparty ?? []))];
  if (ids.length === 0) return () => ({});
  const profiles = await profilesOf(deps, ids, Date.parse(knownAt));
  const versionsOf = (row: BookRow): { name?: DetailVersion; address?: DetailVersion } => {
    const profile = profiles.get(row.counterparty ?? '') ?? {};
    // The last moment of a coarse date: what is known of the party by then.
    const at = row.effectiveLatest.getTime();
    const name = detailAt(profile, 'name', at);
    const address = detailAt(profile, 'address', at);
    return { ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { address }) };
  };
  const versions = new Set(rows.flatMap((row) => Object.values(versionsOf(row))));
  const shown = await openVersions(deps, request, [...versions]);
  return (row) => {
    const { name, address } = versionsOf(row);
    return {
      ...(name === undefined ? {} : { name: shown(name) }),
      ...(address === undefined ? {} : { address: shown(address) }),
    };
  };
};

const written = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.values(value)
        .filter((part) => typeof part === 'string')
        .join(', ')
    : String(value);

/** One line of text for a printed book; what is sealed or erased says so. */
export const printedCounterparty = ({ name, address }: Counterparty): ReadonlyArray<string> =>
  [name, address].flatMap((detail) => {
    if (detail === undefined) return [];
    return [detail.status === 'VALUE' ? written(detail.value) : `(${detail.status.toLowerCase()})`];
  });
