import * as E from 'fp-ts/lib/Either.js';
import type { Output } from '../../api/cli/output.ts';
import { asJson, CommandFailed, exitCode, table } from '../../api/cli/output.ts';
import { projections } from '../../projections/catalogue.ts';
import type { Ledger, LedgerWithoutVault } from '../composition.ts';
import { readGuarantees } from '../postgres/guarantees.ts';
import { rebuildProjections } from '../projections/rebuild.ts';
import { BuildsElsewhere } from '../projections/whileBuilding.ts';
import { hashing } from '../system/hashing.ts';
import { createPublishedLog } from '../transparency/publishedLog.ts';

export const rebuildCommand = async (
  ledger: LedgerWithoutVault,
  names: ReadonlyArray<string>,
  options: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  const known = projections.map((projection) => projection.name);
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length > 0)
    throw new CommandFailed(
      `There is no read model ${wrong.join(', ')}. There are: ${known.join(', ')}.`,
      exitCode.usage,
    );
  const asked = projections.filter(({ name }) => names.length === 0 || names.includes(name));
  const started = performance.now();
  const rebuilt = await rebuildProjections(ledger.rebuildPorts, asked, (position, head) => {
    const rate = Number(position) / ((performance.now() - started) / 1000);
    output.progress(
      `position ${position} of ${head}, about ${Math.ceil(Number(head - position) / Math.max(1, rate))} s left`,
    );
  }).catch((error: unknown) => {
    throw error instanceof BuildsElsewhere
      ? new CommandFailed(`${error.message} Nothing was changed.`, exitCode.unavailable)
      : error;
  });
  const seconds = (performance.now() - started) / 1000;
  const comparedSeconds = rebuilt.reduce((sum, { comparedMs }) => sum + comparedMs / 1000, 0);
  const results = asked.flatMap(({ name }, index) => {
    const result = rebuilt[index];
    return result === undefined ? [] : [{ name, seconds, comparedSeconds, ...result }];
  });
  if (options.json) output.print(asJson(results));
  else
    output.print(
      table(
        ['READ MODEL', 'POSITION', 'SECONDS', 'EQUAL TO LIVE', 'SHA-256'],
        results.map((each) => [
          each.name,
          String(each.position),
          each.seconds.toFixed(1),
          each.equal === undefined ? 'live was behind' : each.equal ? 'yes' : 'NO',
          each.rebuiltHash.slice(0, 16),
        ]),
      ),
    );
  if (results.some((each) => each.equal === false))
    throw new CommandFailed(
      'A rebuilt read model differed from the live one, which had been altered or was faulty. The rebuilt one is in place now.',
    );
};

export const doctorCommand = async (
  ledger: Ledger,
  options: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  const database = await readGuarantees(ledger.pool);
  const head = await ledger.eventStore.head()();
  const { rows } = await ledger.pool.query<{ name: string; position: bigint; version: number }>(
    'select name, version, position from projection.checkpoint order by name',
  );
  const migrations = await ledger.pool.query<{ name: string }>(
    'select name from ledger.migration order by number',
  );
  const transparencyLog = await createPublishedLog(ledger.pool, hashing, ledger.logOrigin).status();
  const witnessed = transparencyLog.witnesses.flatMap(({ name, status, reason }) =>
    reason === null
      ? []
      : [
          {
            contradicts: status === 'INCONSISTENT' || status === 'AHEAD',
            says: `the witness ${name} does not cosign: ${reason}`,
          },
        ],
  );
  const last = E.isRight(head) ? head.right : 0n;
  const report = {
    node: process.versions.node,
    database: ledger.database.description,
    serverVersion: database.serverVersion,
    settings: database.settings,
    faults: [
      ...database.faults,
      ...(E.isLeft(head) ? [`the log cannot be read: ${head.left.reason}`] : []),
      ...transparencyLog.parts.flatMap(({ reason }) => (reason === null ? [] : [reason])),
      ...witnessed.filter(({ contradicts }) => contradicts).map(({ says }) => says),
    ],
    warnings: [
      ...database.warnings,
      ...ledger.log.warnings,
      ...witnessed.filter(({ contradicts }) => !contradicts).map(({ says }) => says),
    ],
    migrations: migrations.rows.map((row) => row.name),
    log: ledger.log.description,
    ...(ledger.log.origin === undefined ? {} : { logOrigin: ledger.log.origin }),
    head: last,
    transparencyLog: {
      origin: transparencyLog.origin,
      size: transparencyLog.size,
      signedSize: transparencyLog.checkpoint?.size ?? null,
      publishedSize: transparencyLog.publication.published,
    },
    readModels: rows.map((row) => ({ ...row, lag: last - row.position })),
  };
  if (options.json) output.print(asJson(report));
  else
    output.print(
      [
        table(
          ['CHECK', 'FOUND'],
          [
            ['Node', report.node],
            ['Database', `${report.database}, version ${report.serverVersion}`],
            ...Object.entries(report.settings).map(([name, value]) => [`  ${name}`, value]),
            ['Log', report.log],
            ['Migrations', String(report.migrations.length)],
            ['Last position', String(report.head)],
            [
              'Transparency log',
              `${report.transparencyLog.origin}, ${report.transparencyLog.size} events, signed ${report.transparencyLog.signedSize ?? 'none'}, published ${report.transparencyLog.publishedSize}`,
            ],
            ...report.readModels.map((each) => [
              `  ${each.name}`,
              each.lag === 0n ? `at ${each.position}, up to date` : `at ${each.position}, ${each.lag} behind`,
            ]),
          ],
        ),
        ...report.warnings.map((warning) => `warning: ${warning}`),
        ...report.faults.map((fault) => `FAULT: ${fault}`),
        report.faults.length === 0 ? 'No fault found.' : '',
      ].join('\n'),
    );
  if (report.faults.length > 0) throw new CommandFailed('The ledger must not be used like this.');
};
