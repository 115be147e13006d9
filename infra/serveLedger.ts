import type { FastifyInstance } from 'fastify';
import * as E from 'fp-ts/lib/Either.js';
import { buildApp } from '../api/http/buildApp.ts';
import type { HttpDeps } from '../api/http/deps.ts';
import { projections } from '../projections/catalogue.ts';
import type { Ledger } from './composition.ts';
import { watchDatabase } from './databaseWatch.ts';
import { readPeers } from './federation/readPeers.ts';
import { createRecordAccess } from './identity/accessLog.ts';
import { evaluationIssuerName, openEvaluationIssuer } from './identity/evaluationIssuer.ts';
import { createVerifyToken, remoteKeys } from './identity/verifyToken.ts';
import { createMetrics } from './observability/metrics.ts';
import { createStoreFailures } from './observability/storeFailures.ts';
import { readGuarantees } from './postgres/guarantees.ts';
import { isOutage, isShortage } from './postgres/outage.ts';
import { storedPosition } from './projections/storedPosition.ts';
import { hashing } from './system/hashing.ts';
import { createBundling } from './transparency/bundling.ts';
import { createPublishedLog } from './transparency/publishedLog.ts';
import { createVerificationJobs } from './verification/verificationJobs.ts';

/** The HTTP application over an opened ledger, with its read models running. Listening is the caller's. */
export const createLedgerApp = async (ledger: Ledger): Promise<FastifyInstance> => {
  const { config, pool } = ledger;
  const holder: { app?: FastifyInstance } = {};
  const log = (message: string, details: Record<string, unknown>): void =>
    holder.app?.log.error(details, message);
  const { revive } = ledger.database;
  const watch = watchDatabase({
    probe: () => pool.query('select 1'),
    ...(revive === undefined ? {} : { revive }),
    log,
  });
  const storeFailures = createStoreFailures(log, ledger.record.clock.now);
  ledger.onStoreFailure(storeFailures.failed);
  const workers = ledger.startWorkers(
    (message, details) => {
      // The outage is one for requests and read models; the watch tells its begin and its end.
      if (details['outage'] === undefined) log(message, details);
      else if (details['outage'] === 'BEGIN') watch.suspect(message);
    },
    undefined,
    true,
  );
  const readModels = () => workers.map((worker) => ({ ...worker.state }));
  const head = async (): Promise<bigint> => {
    const position = await ledger.eventStore.head()();
    return E.isRight(position) ? position.right : 0n;
  };
  const recordedAfter = async (position: bigint): Promise<number | undefined> => {
    const events = await ledger.eventStore.readAll(position, 1)();
    return E.isRight(events) ? events.right[0]?.recordedAt : undefined;
  };
  const verifyToken =
    config.oidc === undefined
      ? createVerifyToken(
          (await openEvaluationIssuer(config.dataDirectory, config.audience)).keys,
          evaluationIssuerName,
          config.audience,
        )
      : createVerifyToken(remoteKeys(config.oidc.jwksUrl), config.oidc.issuer, config.audience);
  const transparencyLog = createPublishedLog(pool, hashing, ledger.logOrigin);
  const deps: HttpDeps = {
    record: ledger.record,
    eventStore: ledger.eventStore,
    knownUntil: ledger.knownUntil,
    codec: ledger.codec,
    sql: pool,
    zone: config.zone,
    authorityId: config.authorityId,
    peers: readPeers(config.peersFile),
    verifyToken,
    recordAccess: createRecordAccess(pool),
    transparencyLog,
    bundling: createBundling(pool, transparencyLog, config.witnesses.policyFile),
    readModels,
    storedPosition: (names) => storedPosition(pool, names),
    reached: async (position, timeoutMs, names) => {
      const asked = workers.filter(({ state }) => names === undefined || names.includes(state.name));
      const all = await Promise.all(asked.map((worker) => worker.reached(position, timeoutMs)));
      return all.every((reached) => reached);
    },
    databaseFaults: () => readGuarantees(pool),
    storeWarning: storeFailures.warning,
    outage: { is: isOutage, suspect: watch.suspect, isShortage, shortage: storeFailures.failed },
    metrics: createMetrics(readModels, head, recordedAfter, ledger.record.clock.now, transparencyLog.status),
    readModelNames: projections.map(({ name }) => name),
    verification: createVerificationJobs(ledger, ledger.record.clock.now, (reason) =>
      log('a verification was broken off', { reason }),
    ),
    logLevel: config.logLevel,
    requestsPerMinute: config.requestsPerMinute,
  };
  const app = await buildApp(deps);
  app.addHook('preClose', async () => watch.cancel());
  app.addHook('onClose', watch.stop);
  holder.app = app;
  return app;
};
