import type { FastifyInstance } from 'fastify';
import type { Output } from '../../api/cli/output.ts';
import { CommandFailed, exitCode } from '../../api/cli/output.ts';
import type { ServeOptions } from '../../api/cli/program.ts';
import { collectGarbage } from '../collectGarbage.ts';
import { openLedger } from '../composition.ts';
import type { Config } from '../config.ts';
import { loadExample } from '../example/loadExample.ts';
import { createLedgerApp } from '../serveLedger.ts';

/** When what is only needed at the start has been used. */
const settledMs = 3_000;

/** Serves until SIGINT or SIGTERM, then finishes running requests and stops what it started, in opposite order. */
export const serve = async (config: Config, options: ServeOptions, output: Output): Promise<void> => {
  const ledger = await openLedger(config, { allowEmbedded: options.allowEmbedded });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  let app: FastifyInstance | undefined;
  try {
    app = await createLedgerApp(ledger);
    if (options.example) {
      const loaded = await loadExample(ledger);
      if (loaded > 0)
        output.note(`The ledger was empty: loaded an invented example register of ${loaded} firearms.`);
    }
    const port = options.port ?? config.port;
    await app.listen({ host: config.host, port }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE'
        ? new CommandFailed(
            `Port ${port} on ${config.host} is in use. Choose another: --port 0 takes a free one.`,
            exitCode.unavailable,
          )
        : error;
    });
    const address = app.addresses().find((each) => typeof each !== 'string');
    const base = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${address?.port ?? port}`;
    output.print(
      [
        'The ledger is running.',
        `  API          ${base}/v1`,
        `  Reference    ${base}/docs`,
        `  Readiness    ${base}/health/ready`,
        `  Data         ${ledger.database.description}${ledger.database.how === 'adopted' ? ' (already running, adopted)' : ''}`,
        ...(ledger.database.embedded
          ? ['               embedded: for evaluation and a single seat; DATABASE_URL names another']
          : []),
        `  Log          ${ledger.log.description}`,
        ...ledger.log.warnings.map((warning) => `               warning: ${warning}`),
        `  Signed log   ${base}/log/checkpoint as ${ledger.logOrigin}`,
        ...(config.logKeyFile === undefined && !ledger.database.embedded
          ? ['               not signed by this process: LEDGER_LOG_KEY_FILE names no key']
          : []),
        ...(config.oidc === undefined
          ? [`  Access       evaluation issuer, loopback only: npm run -s ledger -- token POL`]
          : [`  Access       ${config.oidc.issuer}`]),
        '  Next         npm run -s ledger -- search "BG 4711"',
        '               npm run -s ledger -- import FILE --mapping examples/dealer-transfers.mapping.json',
        '               npm run -s ledger -- doctor',
        'Ctrl+C stops it.',
      ].join('\n'),
    );
    setTimeout(collectGarbage, settledMs).unref();
    await stopped;
    output.note('Stopping.');
  } finally {
    await app?.close();
    await ledger.close();
  }
};
