import 'reflect-metadata';
import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { type DependencyContainer, instanceCachingFactory, container as root } from 'tsyringe';
import type { Policy } from '../domain/policy/policy.ts';
import type { EventCodec } from '../domain/ports/eventCodec.ts';
import type { EventStore } from '../domain/ports/eventStore.ts';
import type { KnownUntil } from '../domain/ports/knownUntil.ts';
import type { Clock } from '../domain/ports/system.ts';
import type { Vault } from '../domain/ports/vault.ts';
import type { RecordPorts } from '../domain/usecases/recording.ts';
import { projections } from '../projections/catalogue.ts';
import { createHistoryReader, type HistoryReader } from '../projections/engine/historyReader.ts';
import { createEventCodec } from './codec/eventCodec.ts';
import { type Config, ConfigError } from './config.ts';
import { StoreFailure } from './eventstore/eventStoreDb/failure.ts';
import { createKnownUntil } from './eventstore/knownUntil.ts';
import { checkLogPlace, checkNotBehind, LogElsewhere } from './eventstore/logPlace.ts';
import { type EventStoreTarget, type OpenedLog, openPostgresLog } from './eventstore/openLog.ts';
import { createRememberedStreams } from './eventstore/rememberedStreams.ts';
import { reportFailures } from './eventstore/reportFailures.ts';
import type { OpenedDatabase } from './openDatabase.ts';
import { DatabaseNotAvailable, openDatabase } from './openDatabase.ts';
import { clockFault } from './postgres/clockDifference.ts';
import { enterRuntimeRole } from './postgres/enterRuntimeRole.ts';
import { type DatabaseStep, explainFailure } from './postgres/explainFailure.ts';
import { migrate } from './postgres/migrate.ts';
import { createPool } from './postgres/pool.ts';
import { readProfile } from './profile.ts';
import type { RebuildPorts } from './projections/buildAnew.ts';
import type { Shadow } from './projections/builder.ts';
import { startBuilderThread } from './projections/builderThread.ts';
import { prepareProjections } from './projections/prepare.ts';
import { type RunningReadModel, startReadModelThread } from './projections/workerThread.ts';
import { workInBackground } from './system/backgroundPriority.ts';
import { derivedIds } from './system/derivedIds.ts';
import { sha256, systemClock, systemRandomness } from './system/system.ts';
import { openLogKeyFile, signedHeadHere } from './transparency/logKeyFile.ts';
import { openLogOrigin } from './transparency/logOrigin.ts';
import type { SignedHead } from './transparency/signedHead.ts';
import { readWitnesses } from './transparency/witnesses/readWitnesses.ts';
import type { Keyring } from './vault/masterKey.ts';
import { createPostgresVault } from './vault/postgresVault.ts';
import { checkVaultKeys } from './vault/rotateMasterKey.ts';
import { openVaultKeys } from './vault/vaultKeys.ts';

export const tokens = {
  config: Symbol('Config'),
  database: Symbol('Database'),
  ownerPool: Symbol('OwnerPool'),
  runtimePool: Symbol('RuntimePool'),
  log: Symbol('OpenedLog'),
  storeListener: Symbol('StoreListener'),
  readableLog: Symbol('ReadableLog'),
  codec: Symbol('EventCodec'),
  vault: Symbol('Vault'),
  historyReader: Symbol('HistoryReader'),
  recordPorts: Symbol('RecordPorts'),
} as const;

/** The log, and up to when what is read of it is known. */
type ReadableLog = { readonly eventStore: EventStore; readonly knownUntil: KnownUntil };
/** Who is told why the store failed; nobody, until somebody listens. */
type StoreListener = { failed: (reason: string) => void };

const ownerConnections = 3;
const runtimeConnections = 16;

const compose = (
  config: Config,
  policy: Policy,
  database: OpenedDatabase,
  /** The log in EventStoreDB, where it is there. */
  log: OpenedLog | undefined,
  /** Master keys of the vault; absent, nothing that opens or seals personal data can be asked for. */
  keyring: Keyring | undefined,
): DependencyContainer => {
  const container = root.createChildContainer();
  const once = <T>(token: symbol, factory: (from: DependencyContainer) => T): void => {
    container.register<T>(token, { useFactory: instanceCachingFactory(factory) });
  };
  container.register<Config>(tokens.config, { useValue: config });
  container.register<OpenedDatabase>(tokens.database, { useValue: database });
  once<Pool>(tokens.ownerPool, () =>
    createPool(database.owner, { role: 'owner', max: ownerConnections, statementTimeoutMs: 0 }),
  );
  once<Pool>(tokens.runtimePool, () =>
    createPool(database.runtime, { role: 'runtime', max: runtimeConnections }),
  );
  once<EventCodec>(tokens.codec, () => createEventCodec());
  once<OpenedLog>(tokens.log, (from) => log ?? openPostgresLog(from.resolve<Pool>(tokens.runtimePool)));
  once<StoreListener>(tokens.storeListener, () => ({ failed: () => undefined }));
  once<ReadableLog>(tokens.readableLog, (from) => {
    const listener = from.resolve<StoreListener>(tokens.storeListener);
    const { store } = from.resolve<OpenedLog>(tokens.log);
    return createKnownUntil(
      reportFailures(store, (reason) => listener.failed(reason)),
      systemClock,
    );
  });
  once<HistoryReader>(tokens.historyReader, (from) =>
    createHistoryReader(
      from.resolve<ReadableLog>(tokens.readableLog).eventStore,
      from.resolve<EventCodec>(tokens.codec),
    ),
  );
  if (keyring === undefined) return container;
  once<Vault>(tokens.vault, (from) => createPostgresVault(from.resolve<Pool>(tokens.runtimePool), keyring));
  once<RecordPorts>(tokens.recordPorts, (from) => ({
    eventStore: from.resolve<ReadableLog>(tokens.readableLog).eventStore,
    remembered: createRememberedStreams(),
    codec: from.resolve<EventCodec>(tokens.codec),
    vault: from.resolve<Vault>(tokens.vault),
    clock: systemClock,
    randomness: systemRandomness(),
    digest: sha256,
    ids: derivedIds,
    policy,
    authorityId: config.authorityId,
  }));
  return container;
};

/**
 * What follows, signs, verifies, copies and rebuilds the log: everything of a running ledger but the vault, so that such a
 * process need not be able to open personal data.
 */
export type LedgerWithoutVault = {
  readonly config: Config;
  readonly database: OpenedDatabase;
  readonly owner: Pool;
  readonly pool: Pool;
  readonly log: OpenedLog;
  readonly eventStore: EventStore;
  readonly knownUntil: KnownUntil;
  /** From now on this is told why the store failed, whoever asked it. */
  readonly onStoreFailure: (failed: (reason: string) => void) => void;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly history: HistoryReader;
  /** Name of the transparency log. */
  readonly logOrigin: string;
  /** The last head of it that was signed on this machine, as it is kept outside the database. */
  readonly signedHead: () => SignedHead | undefined;
  /**
   * Starts read models (all, where none are named) in a thread of this process; each shares one lock with other
   * processes.
   */
  readonly startWorkers: (
    log: (message: string, details: Record<string, unknown>) => void,
    names?: ReadonlyArray<string>,
    /** Whether the transparency log is written and signed in the same thread. */
    transparencyLog?: boolean,
  ) => ReadonlyArray<RunningReadModel>;
  /** What read models are built anew with: in threads side by side, as many as the settings say. */
  readonly rebuildPorts: RebuildPorts;
  readonly close: () => Promise<void>;
};

/** The running ledger: everything an entry point needs, wired once. */
export type Ledger = LedgerWithoutVault & {
  readonly vault: Vault;
  readonly record: RecordPorts;
};

/** The client of EventStoreDB is loaded only where the log is there. */
const openLogIn = async (target: EventStoreTarget): Promise<OpenedLog> => {
  const { openEventStoreLog } = await import('./eventstore/eventStoreDb/openEventStoreLog.ts');
  return openEventStoreLog(target);
};

const headOf = async ({ store }: OpenedLog): Promise<bigint> => {
  const head = await store.head()();
  if (E.isLeft(head)) throw new StoreFailure(head.left.reason);
  return head.right;
};

type Opening = {
  readonly allowEmbedded: boolean;
  /** Whether a ledger that serves on this machine goes first; an embedded server that this starts serves all alike. */
  readonly inBackground?: boolean;
};

const open = async (
  config: Config,
  options: Opening,
  /** Where the vault's keys come from; absent, the vault stays closed. */
  keysOf: ((database: OpenedDatabase) => Keyring) | undefined,
): Promise<{ readonly container: DependencyContainer; readonly ledger: LedgerWithoutVault }> => {
  const policy = readProfile(config.profile);
  const database = await openDatabase(config, options);
  if (options.inBackground === true) workInBackground();
  const keyring = await Promise.resolve()
    .then(() => keysOf?.(database))
    .catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
  const opened =
    config.eventStore === undefined
      ? undefined
      : await openLogIn(config.eventStore).catch(async (error: unknown) => {
          await database.close();
          throw error;
        });
  const container = compose(config, policy, database, opened, keyring);
  const owner = container.resolve<Pool>(tokens.ownerPool);
  const pool = container.resolve<Pool>(tokens.runtimePool);
  let logOrigin: string;
  let step: DatabaseStep = 'STRUCTURE';
  try {
    const clocks = await clockFault(owner, systemClock.now);
    if (clocks !== undefined)
      throw new DatabaseNotAvailable(
        `Not started: ${clocks}. Set both clocks by the network and start again. Nothing was changed.`,
      );
    await migrate(owner);
    if (keyring !== undefined) await checkVaultKeys(owner, keyring);
    await checkLogPlace(owner, opened?.origin);
    logOrigin = await openLogOrigin(owner, config.logOrigin);
    await prepareProjections(owner, projections);
    if (opened !== undefined) await checkNotBehind(owner, await headOf(opened));
    step = 'RUNTIME_ROLE';
    await enterRuntimeRole(owner, pool, config.databaseOwnerUrl === undefined);
  } catch (error) {
    await pool.end();
    await owner.end();
    await opened?.close();
    await database.close();
    const isSaid = [LogElsewhere, StoreFailure, ConfigError, DatabaseNotAvailable].some(
      (kind) => error instanceof kind,
    );
    if (isSaid) throw error;
    const login = step === 'STRUCTURE' ? database.logins?.owner : database.logins?.runtime;
    const advice = login === undefined ? undefined : explainFailure(error, step, login);
    throw advice === undefined ? error : new DatabaseNotAvailable(advice);
  }
  const { eventStore, knownUntil } = container.resolve<ReadableLog>(tokens.readableLog);
  const history = container.resolve<HistoryReader>(tokens.historyReader);
  const stops: (() => Promise<void>)[] = [];
  const ledger: LedgerWithoutVault = {
    config,
    database,
    owner,
    pool,
    log: container.resolve<OpenedLog>(tokens.log),
    eventStore,
    knownUntil,
    onStoreFailure: (failed) => {
      container.resolve<StoreListener>(tokens.storeListener).failed = failed;
    },
    codec: container.resolve<EventCodec>(tokens.codec),
    clock: systemClock,
    history,
    rebuildPorts: {
      store: eventStore,
      history,
      owner,
      ...(config.rebuildThreads === 1
        ? {}
        : {
            startBuilders: (shadows: ReadonlyArray<Shadow>) =>
              Array.from({ length: config.rebuildThreads }, () =>
                startBuilderThread(
                  {
                    owner: database.owner,
                    ...(config.eventStore === undefined ? {} : { eventStore: config.eventStore }),
                  },
                  shadows,
                ),
              ),
          }),
    },
    logOrigin,
    signedHead: () => signedHeadHere(config, database.embedded),
    startWorkers: (
      log,
      names = projections.map((projection) => projection.name),
      transparencyLog = false,
    ) => {
      const { eventStore: target } = config;
      const plan = transparencyLog ? readWitnesses(config.witnesses, logOrigin) : undefined;
      const keyFile = transparencyLog ? openLogKeyFile(config, database.embedded, logOrigin) : undefined;
      const task = {
        target: database.runtime,
        owner: database.owner,
        names,
        ...(target === undefined ? {} : { eventStore: target }),
        ...(transparencyLog
          ? {
              transparencyLog: {
                origin: logOrigin,
                intervalMs: config.checkpointSeconds * 1000,
                ...(keyFile === undefined ? {} : { keyFile }),
                ...(plan === undefined
                  ? {}
                  : { witnesses: { plan, intervalMs: config.witnessSeconds * 1000 } }),
                ...(config.timestamps === undefined
                  ? {}
                  : {
                      timestamps: {
                        url: config.timestamps.url,
                        intervalMs: config.timestamps.hours * 3_600_000,
                      },
                    }),
              },
            }
          : {}),
      };
      const thread = startReadModelThread(task, log);
      stops.push(thread.stop);
      return thread.readModels;
    },
    close: async () => {
      await Promise.all(stops.map((stop) => stop()));
      await pool.end();
      await owner.end();
      await opened?.close();
      await database.close();
      await container.dispose();
    },
  };
  return { container, ledger };
};

/** Opens the database, migrates it and wires the ledger. `close` unwinds in the opposite order. */
export const openLedger = async (config: Config, options: Opening): Promise<Ledger> => {
  const { container, ledger } = await open(config, options, ({ embedded }) =>
    openVaultKeys(config, embedded),
  );
  return {
    ...ledger,
    vault: container.resolve<Vault>(tokens.vault),
    record: container.resolve<RecordPorts>(tokens.recordPorts),
  };
};

/** The same without the vault: its master keys are neither asked for nor read, also where they are configured. */
export const openLedgerWithoutVault = async (config: Config, options: Opening): Promise<LedgerWithoutVault> =>
  (await open(config, options, undefined)).ledger;
