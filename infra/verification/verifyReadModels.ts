import * as E from 'fp-ts/lib/Either.js';
import type { PoolClient } from 'pg';
import type { VerifiedReadModel } from '../../domain/verification/report.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { isOutage } from '../postgres/outage.ts';
import { withTransaction } from '../postgres/withTransaction.ts';
import { buildAnew, type RebuildPorts } from '../projections/buildAnew.ts';
import type { Shadow } from '../projections/builder.ts';
import type { Checkpoint } from '../projections/outdated.ts';
import { catchUpSize } from '../projections/rebuild.ts';
import { createTurns } from '../projections/turns.ts';
import { BuildsElsewhere, whileBuilding } from '../projections/whileBuilding.ts';
import { writeChanges } from '../projections/writeChanges.ts';
import { contentOf, firstDifference, rowsIn } from './compareTables.ts';

/** Brings a shadow from one position to exactly another, in the order of recording. */
const catchUpTo = async (ports: RebuildPorts, shadow: Shadow, from: bigint, to: bigint): Promise<void> => {
  let position = from;
  while (position < to) {
    const read = await ports.store.readAll(position, catchUpSize)();
    if (E.isLeft(read)) throw new Error(read.left.reason);
    const events = read.right.filter((event) => event.position <= to);
    if (events.length === 0) return;
    const batch = await ports.history.follow(events);
    await withTransaction(ports.owner, (client) =>
      writeChanges(client, shadow.schema, shadow.projection.fold(batch)),
    );
    position = events.at(-1)?.position ?? to;
  }
};

/** Reads the live content as of one moment, without a lock that anybody waits for. */
const inSnapshot = async <T>({ owner }: RebuildPorts, work: (client: PoolClient) => Promise<T>): Promise<T> =>
  withTransaction(owner, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    await client.query('set local idle_in_transaction_session_timeout = 0');
    return work(client);
  });

const compare = (ports: RebuildPorts, shadow: Shadow, builtTo: bigint): Promise<VerifiedReadModel> =>
  inSnapshot(ports, async (client) => {
    const { projection, schema } = shadow;
    const { name } = projection;
    const { rows } = await client.query<Checkpoint>(
      'select version, position from projection.checkpoint where name = $1',
      [name],
    );
    const position = rows[0]?.position ?? 0n;
    const live = { client, schema: name, content: await contentOf({ client, schema: name }, projection) };
    await catchUpTo(ports, shadow, builtTo, position);
    const own = { client: ports.owner, schema };
    const rebuilt = { ...own, content: await contentOf(own, projection) };
    const difference = await firstDifference(projection, live, rebuilt);
    return {
      name,
      position,
      rows: rowsIn(live.content),
      ...(difference === undefined
        ? { status: 'EQUAL' as const }
        : { status: 'FAULTY' as const, fault: { fault: 'DIFFERS' as const, ...difference } }),
    };
  });

type Standing = Checkpoint & { readonly projection: Projection };

/** Which can be compared, and what is to be said of the others. */
const sorted = (
  standing: ReadonlyArray<Standing>,
  head: bigint,
): {
  readonly comparable: ReadonlyArray<Standing>;
  readonly others: ReadonlyArray<VerifiedReadModel>;
} => {
  const isAhead = ({ position }: Standing): boolean => position > head;
  const isOther = ({ version, projection }: Standing): boolean => version !== projection.version;
  return {
    comparable: standing.filter((each) => !isAhead(each) && !isOther(each)),
    others: standing
      .filter((each) => isAhead(each) || isOther(each))
      .map((each) => ({
        name: each.projection.name,
        position: each.position,
        rows: 0,
        ...(isOther(each)
          ? {
              status: 'NOT_COMPARED' as const,
              reason: `its tables are of version ${each.version}, this program makes version ${each.projection.version}`,
            }
          : { status: 'FAULTY' as const, fault: { fault: 'AHEAD_OF_LOG' as const } }),
      })),
  };
};

const compareAll = async (
  ports: RebuildPorts,
  projections: ReadonlyArray<Projection>,
  onProgress: (position: bigint, head: bigint) => void,
): Promise<ReadonlyArray<VerifiedReadModel>> => {
  const { rows } = await ports.owner.query<Checkpoint & { readonly name: string }>(
    'select name, version, position from projection.checkpoint',
  );
  // After the checkpoints: what is recorded and taken in between the two would stand beyond an end that was read before.
  const head = await ports.store.head()();
  if (E.isLeft(head)) throw new Error(head.left.reason);
  const standing = projections.map((projection) => ({
    projection,
    version: 0,
    position: 0n,
    ...rows.find(({ name }) => name === projection.name),
  }));
  const { comparable, others } = sorted(standing, head.right);
  const shadows = comparable.map(({ projection }) => ({ projection, schema: `${projection.name}_verify` }));
  const builtTo = comparable.reduce(
    (lowest, { position }) => (position < lowest ? position : lowest),
    head.right,
  );
  const turns = createTurns(
    ports.owner,
    comparable.map(({ projection }) => projection.name),
  );
  const results: VerifiedReadModel[] = [...others];
  try {
    await buildAnew(ports, shadows, builtTo, onProgress, turns);
    for (const shadow of shadows) results.push(await turns.take(() => compare(ports, shadow, builtTo)));
  } catch (error) {
    if (isOutage(error)) throw error;
    // An event that was altered may be one that nothing can be folded from: then the log says where, and this says why.
    const reason = error instanceof Error ? error.message : String(error);
    for (const { projection, position } of comparable.slice(results.length - others.length))
      results.push({ name: projection.name, position, rows: 0, status: 'NOT_COMPARED', reason });
  } finally {
    for (const { schema } of shadows) await ports.owner.query(`drop schema if exists ${schema} cascade`);
  }
  const order = projections.map(({ name }) => name);
  return results.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
};

/**
 * Folds the log anew into tables beside the live ones and compares each read model, at the position where it stands, by
 * hashes of groups of rows (users-and-jobs 6: rebuild projections, compare hash). What is served is only read. Memory
 * does not grow with the log; the database needs room for a second copy of the read models meanwhile. Nothing is compared
 * while another process builds or verifies read models, which is said instead: what was found in the log is not lost by it.
 */
export const verifyReadModels = async (
  ports: RebuildPorts,
  projections: ReadonlyArray<Projection>,
  onProgress: (position: bigint, head: bigint) => void,
): Promise<ReadonlyArray<VerifiedReadModel>> => {
  try {
    return await whileBuilding(ports.owner, () => compareAll(ports, projections, onProgress));
  } catch (error) {
    if (!(error instanceof BuildsElsewhere)) throw error;
    const { message: reason } = error;
    return projections.map(({ name }) => ({ name, position: 0n, rows: 0, status: 'NOT_COMPARED', reason }));
  }
};
