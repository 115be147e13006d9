import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { firearmStatement, statementRestsOn } from '../../domain/firearm/firearmStatement.ts';
import type { BundleSubject } from '../../domain/integrity/bundle/format.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { type LifeTold, lifeOf } from '../../domain/simulation/life.ts';
import type { Plan } from '../../domain/simulation/plan.ts';
import { districtOf, nationOf } from '../../domain/simulation/population.ts';
import { nationalPart, requestOf, roundsOf } from '../../domain/simulation/rounds.ts';
import { type BundlePorts, type BundleRequest, makeBundle } from '../../domain/usecases/makeBundle.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { memoryTransparencyLog, type TestLogKey, testLogKey } from '../harness/memoryLog.ts';
import { createMemoryPorts } from '../harness/memoryPorts.ts';
import { right } from '../harness/right.ts';

export const verifying = { sha256: hashing.sha256, verifyEd25519 };
export const origin = 'ledger.invalid/sample';

const plan: Plan = {
  seed: 7,
  firearms: 400,
  from: '2005-01-01',
  until: '2026-05-31',
  zone: 'Europe/Belgrade',
  territory: 'ME',
  ids: derivedIds,
};

/** A small register in memory with the most eventful of invented lives, and its signed transparency log. */
export const sampleRegister = async (lives = 8) => {
  const nation = nationOf(plan);
  const town = districtOf(plan, 0);
  const variety = ({ life }: LifeTold): number => new Set(life.steps.map(({ type }) => type)).size;
  const chosen = Array.from({ length: 400 }, (_, index) => lifeOf(plan, nation, town, index))
    .sort((a, b) => variety(b) - variety(a))
    .slice(0, lives);
  const met = new Set(chosen.flatMap((told) => [...told.met]));
  const ports = createMemoryPorts();
  for (const part of [
    nationalPart(nation).lives,
    [...town.dealers, ...town.persons].filter((party) => met.has(party)).map(({ life }) => life),
    chosen.map(({ life }) => life),
  ])
    for (const steps of roundsOf(part))
      await right(recordMany(ports)(steps.map((step) => requestOf(step, plan.zone))));
  const events = await right(ports.eventStore.readAll(0n, 100_000));
  const byStream = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const own = byStream.get(event.streamId) ?? [];
    own.push(ports.codec.decode(event));
    byStream.set(event.streamId, own);
  }
  const firearms = [...byStream.keys()]
    .filter((stream) => stream.startsWith('firearm-'))
    .map((stream) => stream.slice('firearm-'.length));
  return { ports, events, byStream, firearms, ...bundling(events, ports, byStream) };
};
export type SampleRegister = Awaited<ReturnType<typeof sampleRegister>>;

const bundling = (
  events: ReadonlyArray<StoredEvent>,
  ports: ReturnType<typeof createMemoryPorts>,
  byStream: ReadonlyMap<string, ReadonlyArray<RecordedEvent>>,
) => {
  const portsFor = (key: TestLogKey, upTo = events.length): BundlePorts => ({
    eventStore: ports.eventStore,
    codec: ports.codec,
    hashing,
    transparencyLog: memoryTransparencyLog(events.slice(0, upTo), key, origin),
    policy: async () => `log ${key.vkey}\nquorum none\n`,
    timestamp: async () => undefined,
  });
  const key = testLogKey(origin);
  const standard = portsFor(key);
  const made = async (request: BundleRequest, from = standard): Promise<string> => {
    const bundle = await makeBundle(from, request);
    if (E.isLeft(bundle)) throw new Error(JSON.stringify(bundle.left));
    return bundle.right;
  };
  const end = events.at(-1)?.recordedAt ?? 0;
  const firearmBundle = (
    firearmId: string,
    more: Partial<BundleRequest> & { readonly validAt?: number } = {},
    from = standard,
  ): Promise<string> => {
    const { validAt = end, knownAt = end, ...rest } = more;
    const own = (id: string) =>
      (byStream.get(`firearm-${id}`) ?? []).filter(({ recordedAt }) => recordedAt <= knownAt);
    const statement = firearmStatement(own, firearmId, { validAt, knownAt });
    if (E.isLeft(statement)) throw new Error(JSON.stringify(statement.left));
    const subject: BundleSubject = {
      kind: 'FIREARM',
      firearmId,
      validAt: new Date(validAt).toISOString(),
      knownAt: new Date(knownAt).toISOString(),
    };
    return made(
      {
        subject,
        streams: statementRestsOn(own, firearmId, { validAt, knownAt }).firearms.map((id) => `firearm-${id}`),
        knownAt,
        madeAt: end,
        statement: () => statement.right,
        ...rest,
      },
      from,
    );
  };
  return { key, portsFor, made, firearmBundle, end };
};
