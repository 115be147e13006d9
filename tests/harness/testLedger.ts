import { createSecretKey, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Pool } from 'pg';
import { buildApp } from '../../api/http/buildApp.ts';
import type { HttpDeps, ReadModelStatus } from '../../api/http/deps.ts';
import type { Role } from '../../domain/event/envelope.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import type { PeerRegister } from '../../domain/ports/peers.ts';
import type { RememberedStreams } from '../../domain/ports/rememberedStreams.ts';
import type { RecordPorts } from '../../domain/usecases/recording.ts';
import { createEventCodec } from '../../infra/codec/eventCodec.ts';
import { createKnownUntil } from '../../infra/eventstore/knownUntil.ts';
import { createRememberedStreams } from '../../infra/eventstore/rememberedStreams.ts';
import { createRecordAccess } from '../../infra/identity/accessLog.ts';
import { createVerifyToken } from '../../infra/identity/verifyToken.ts';
import { readGuarantees } from '../../infra/postgres/guarantees.ts';
import { createFollowing } from '../../infra/projections/following.ts';
import { storedPosition } from '../../infra/projections/storedPosition.ts';
import { startWorker } from '../../infra/projections/worker.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { sha256, systemRandomness } from '../../infra/system/system.ts';
import { createBundling } from '../../infra/transparency/bundling.ts';
import { createPublishedLog } from '../../infra/transparency/publishedLog.ts';
import { masterKeyBytes, masterKeyOf } from '../../infra/vault/masterKey.ts';
import { createPostgresVault } from '../../infra/vault/postgresVault.ts';
import { createVerificationJobs } from '../../infra/verification/verificationJobs.ts';
import { projections } from '../../projections/catalogue.ts';
import { createHistoryReader } from '../../projections/engine/historyReader.ts';
import type { ClerkReport } from './entitled.ts';
import { testOrigin } from './logKeys.ts';
import { right } from './right.ts';
import { createTestDatabase } from './testDatabase.ts';
import { defaultTestLog, type TestLog } from './testLog.ts';

const issuer = 'urn:test:issuer';
const audience = 'firearm-ledger';

/** For applications whose database is not taken away. */
export const databaseIsWell: HttpDeps['outage'] = {
  is: () => false,
  suspect: () => undefined,
  isShortage: () => false,
  shortage: () => undefined,
};

/** A clock that tests set; it starts on a fixed day so that every run tells the same story. */
export const settableClock = (start = '2026-06-01T12:00:00Z') => {
  let now = Date.parse(start);
  return {
    now: () => now,
    set: (text: string): void => {
      now = Date.parse(text);
    },
  };
};

/** The whole ledger on a real database of its own, driven through `inject`: only clock and issuer are the test's. */
export const createTestLedger = async (
  options: {
    readonly pool?: (runtime: Pool) => Pool;
    readonly policy?: Policy;
    readonly peers?: ReadonlyArray<PeerRegister>;
    readonly log?: TestLog;
    readonly remembered?: RememberedStreams;
    /** What the server sees of its read models. */
    readonly seen?: (models: ReadonlyArray<ReadModelStatus>) => ReadonlyArray<ReadModelStatus>;
  } = {},
) => {
  const database = await createTestDatabase('WITH_READ_MODELS');
  const clock = settableClock();
  const pool = options.pool?.(database.runtime) ?? database.runtime;
  const log = await (options.log ?? defaultTestLog())({
    clock,
    requests: pool,
    readModels: database.runtime,
  });
  const { eventStore: store, knownUntil } = createKnownUntil(log.requests, clock);
  const codec = createEventCodec();
  const vault = createPostgresVault(pool, {
    current: masterKeyOf(createSecretKey(randomBytes(masterKeyBytes))),
  });
  // The read models have a store of their own, as in their thread: faults that a test injects are for requests alone.
  const ownStore = log.readModels;
  const history = createHistoryReader(ownStore, codec);
  const record: RecordPorts = {
    eventStore: store,
    remembered: options.remembered ?? createRememberedStreams(),
    codec,
    vault,
    clock,
    randomness: systemRandomness(),
    digest: sha256,
    ids: derivedIds,
    policy: options.policy ?? euMember,
    authorityId: 'TEST',
  };
  const stop = new AbortController();
  const failures: string[] = [];
  const following = createFollowing({ store: ownStore, history });
  const workers = projections.map((projection) =>
    startWorker(
      projection,
      {
        store: ownStore,
        history,
        following,
        pool: database.runtime,
        // A busy machine may let a connection wait too long: it is tried again, and no read model failed.
        log: (message, details) => {
          if (!('outage' in details)) failures.push(`${message} ${JSON.stringify(details)}`);
        },
      },
      stop.signal,
    ),
  );
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const verifyToken = createVerifyToken(
    createLocalJWKSet({ keys: [await exportJWK(publicKey)] }),
    issuer,
    audience,
  );
  const transparencyLog = createPublishedLog(database.runtime, hashing, testOrigin);
  const deps: HttpDeps = {
    record,
    eventStore: store,
    knownUntil,
    codec,
    sql: pool,
    zone: 'Europe/Belgrade',
    authorityId: 'TEST',
    peers: options.peers ?? [],
    verifyToken,
    recordAccess: createRecordAccess(pool),
    transparencyLog,
    bundling: createBundling(database.runtime, transparencyLog),
    readModels: () => (options.seen ?? ((models) => models))(workers.map((worker) => ({ ...worker.state }))),
    storedPosition: (names) => storedPosition(database.runtime, names),
    reached: async (position, timeoutMs, names) => {
      const asked = workers.filter(({ state }) => names === undefined || names.includes(state.name));
      const all = await Promise.all(asked.map((worker) => worker.reached(position, timeoutMs)));
      return all.every((reached) => reached);
    },
    databaseFaults: () => readGuarantees(pool),
    storeWarning: () => undefined,
    outage: databaseIsWell,
    readModelNames: projections.map(({ name }) => name),
    verification: createVerificationJobs(
      { eventStore: ownStore, codec, history, owner: database.owner, signedHead: () => undefined },
      clock.now,
      (reason) => failures.push(reason),
    ),
    metrics: async () => ({ contentType: 'text/plain', text: '' }),
    logLevel: 'silent',
    requestsPerMinute: 10_000_000,
  };
  const app: FastifyInstance = await buildApp(deps);
  const token = (
    role: Role,
    organisationId = 'REGISTRY',
    claims: { readonly expires?: string; readonly audience?: string; readonly key?: CryptoKey } = {},
  ) =>
    new SignJWT({ role, org: organisationId })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(`actor-${role}`)
      .setIssuer(issuer)
      .setAudience(claims.audience ?? audience)
      .setIssuedAt()
      .setExpirationTime(claims.expires ?? '2h')
      .sign(claims.key ?? privateKey);
  /** A token of a person of his own name, where it matters who did it. */
  const tokenOf = (role: Role, actorId: string, organisationId = 'REGISTRY') =>
    new SignJWT({ role, org: organisationId })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(actorId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(privateKey);
  const tokens = new Map<string, Promise<string>>();
  const bearer = async (role: Role, organisationId = 'REGISTRY'): Promise<string> => {
    const key = `${role} ${organisationId}`;
    const known = tokens.get(key) ?? token(role, organisationId);
    tokens.set(key, known);
    return `Bearer ${await known}`;
  };
  let keys = 0;
  return {
    app,
    database,
    clock,
    store,
    knownUntil,
    codec,
    record,
    /** The log as the read models follow it. */
    followed: ownStore,
    history,
    workers,
    failures,
    token,
    tokenOf,
    bearer,
    /** Records one event over HTTP; without an id it is the first of a new firearm. */
    post: async (
      role: Role,
      firearmId: string | undefined,
      body: unknown,
      more: {
        readonly organisation?: string;
        readonly key?: string;
        readonly headers?: Record<string, string>;
        readonly query?: string;
      } = {},
    ) => {
      keys += 1;
      const key = more.key ?? `key-${keys}`;
      return app.inject({
        method: 'POST',
        url: `${firearmId === undefined ? '/v1/firearms/events' : `/v1/firearms/${firearmId}/events`}${more.query ?? ''}`,
        headers: {
          authorization: await bearer(role, more.organisation),
          'idempotency-key': key,
          'content-type': 'application/json',
          ...more.headers,
        },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
    /** Sends a clerk's report about parties and authorisations: `entitled(ledger.asClerk, 'P', 'buyer')`. */
    asClerk: async (report: ClerkReport, organisation: string) =>
      app.inject({
        method: 'POST',
        url: `/v1/${report.plural}${report.id === undefined ? '' : `/${report.id}`}/events`,
        headers: {
          authorization: await bearer('CLK', organisation),
          'idempotency-key': report.key,
          'content-type': 'application/json',
        },
        payload: JSON.stringify(report.body),
      }),
    get: async (url: string, headers: Record<string, string> = {}) =>
      app.inject({
        url,
        headers: {
          authorization: await bearer('POL', 'POLICE'),
          'ledger-purpose': 'INVESTIGATION',
          ...headers,
        },
      }),
    head: async (): Promise<bigint> => {
      const head = await store.head()();
      return E.isRight(head) ? head.right : -1n;
    },
    /** All that is recorded, in the order of the log. */
    logged: (): Promise<ReadonlyArray<StoredEvent>> => right(store.readAll(0n, 100_000)),
    caughtUp: async (): Promise<void> => {
      const head = await ownStore.head()();
      const position = E.isRight(head) ? head.right : 0n;
      await Promise.all(workers.map((worker) => worker.reached(position, 30_000)));
    },
    close: async (): Promise<void> => {
      stop.abort();
      await Promise.all(workers.map((worker) => worker.done));
      await app.close();
      await log.close();
      await database.drop();
    },
  };
};
export type TestLedger = Awaited<ReturnType<typeof createTestLedger>>;
