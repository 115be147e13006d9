import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { CommandFailed, exitCode, type Output } from '../api/cli/output.ts';
import { createProgram } from '../api/cli/program.ts';
import { ProblemError } from '../api/http/problem.ts';
import type { Role } from '../domain/event/envelope.ts';
import { accessRetentionCommand } from './cli/accessRetentionCommand.ts';
import { auditCommand } from './cli/auditCommand.ts';
import { bookCommand } from './cli/bookCommand.ts';
import { currentReadModels } from './cli/currentReadModels.ts';
import {
  beginLogAnewCommand,
  createLogKeyCommand,
  rotateLogKeyCommand,
  showLogKeysCommand,
  trustLogHeadCommand,
} from './cli/logKeyCommands.ts';
import { doctorCommand, rebuildCommand } from './cli/maintenanceCommands.ts';
import { adoptPolicyCommand, showPolicyCommand } from './cli/policyCommands.ts';
import { exportLogCommand, proofCommand } from './cli/proofCommands.ts';
import { chainCommand, searchCommand } from './cli/readCommands.ts';
import { rebuildLogCommand } from './cli/rebuildLogCommand.ts';
import { recategoriseCommand } from './cli/recategoriseCommand.ts';
import { retentionDueCommand, retentionPreviewCommand } from './cli/retentionCommands.ts';
import { serve } from './cli/serve.ts';
import { goneAdvice } from './cli/storeGone.ts';
import { tasksCommand } from './cli/tasksCommand.ts';
import { rotateVaultKeyCommand, showVaultKeysCommand } from './cli/vaultKeyCommands.ts';
import { verifyCommand } from './cli/verifyCommand.ts';
import { witnessCommands } from './cli/witnessCommands.ts';
import { work } from './cli/work.ts';
import { type Ledger, type LedgerWithoutVault, openLedger, openLedgerWithoutVault } from './composition.ts';
import { ConfigError, readConfig } from './config.ts';
import { StoreFailure } from './eventstore/eventStoreDb/failure.ts';
import { LogElsewhere } from './eventstore/logPlace.ts';
import { openEvaluationIssuer } from './identity/evaluationIssuer.ts';
import { DatabaseNotAvailable } from './openDatabase.ts';
import { MigrationError } from './postgres/migrate.ts';
import { isOutage, outageReason } from './postgres/outage.ts';

const terminal = process.stderr.isTTY;
let progressShown = false;
const clear = (): void => {
  if (progressShown) process.stderr.write('\r\u001b[K');
  progressShown = false;
};
const output: Output = {
  print: (text) => {
    clear();
    process.stdout.write(`${text}\n`);
  },
  note: (text) => {
    clear();
    process.stderr.write(`${text}\n`);
  },
  progress: (text) => {
    if (!terminal) return;
    process.stderr.write(`\r\u001b[K${text}`);
    progressShown = true;
  },
};

/** Longest wait for connections and threads to close: a command that has said its last word ends. */
const closeMs = 15_000;
let hanging = false;

const withOpened = async <L extends LedgerWithoutVault>(
  ledger: L,
  work: (ledger: L) => Promise<void>,
): Promise<void> => {
  try {
    await work(ledger);
  } finally {
    const closed = ledger.close().then(
      () => true,
      () => true,
    );
    // A database that hangs holds its connections; nothing of the command waits for them any more.
    if (!(await Promise.race([closed, sleep(closeMs, false, { ref: false })]))) hanging = true;
  }
};

const withLedger = async (work: (ledger: Ledger) => Promise<void>): Promise<void> =>
  withOpened(await openLedger(readConfig(process.env), { allowEmbedded: true }), work);

/** For commands that open no personal data: they run where the vault's key is not. */
const withoutVault = async (
  work: (ledger: LedgerWithoutVault) => Promise<void>,
  options: { readonly inBackground?: boolean } = {},
): Promise<void> =>
  withOpened(
    await openLedgerWithoutVault(readConfig(process.env), { allowEmbedded: true, ...options }),
    work,
  );

/** For commands that read lists and search, which must not answer from what was known yesterday. */
const withReadModels = (work: (ledger: Ledger) => Promise<void>): Promise<void> =>
  withLedger(async (ledger) => {
    await currentReadModels(ledger, output);
    await work(ledger);
  });

const program = createProgram({
  ...witnessCommands(output),
  proof: (id, options) => withoutVault((ledger) => proofCommand(ledger, id, options, output)),
  exportLog: (options) => withoutVault((ledger) => exportLogCommand(ledger, options, output)),
  serve: (options) => serve(readConfig(process.env), options, output),
  // What reads files and invents registers is loaded when it is asked for: a server has no use for it.
  import: async (file, options) => {
    const { importCommand } = await import('./cli/importCommand.ts');
    await withLedger((ledger) => importCommand(ledger, file, options, output));
  },
  search: (serial, options) => withReadModels((ledger) => searchCommand(ledger, serial, options, output)),
  chain: (id, options) => withLedger((ledger) => chainCommand(ledger, id, options, output)),
  book: (dealer, options) => withReadModels((ledger) => bookCommand(ledger, dealer, options, output)),
  tasks: (options) => withReadModels((ledger) => tasksCommand(ledger, options, output)),
  showPolicy: (options) => withLedger((ledger) => showPolicyCommand(ledger, options, output)),
  adoptPolicy: (file, options) => withLedger((ledger) => adoptPolicyCommand(ledger, file, options, output)),
  recategorise: (file, options) => withLedger((ledger) => recategoriseCommand(ledger, file, options, output)),
  simulate: async (options) => {
    const { simulateCommand } = await import('./cli/simulateCommand.ts');
    await withLedger((ledger) => simulateCommand(ledger, options, output));
  },
  work: (options) => work(readConfig(process.env), options, output),
  moveLog: async (options) => {
    const { moveLogCommand } = await import('./cli/moveLogCommand.ts');
    await moveLogCommand(readConfig(process.env), options, output);
  },
  rebuild: (names, options) =>
    withoutVault((ledger) => rebuildCommand(ledger, names, options, output), { inBackground: true }),
  retentionDue: (options) => withReadModels((ledger) => retentionDueCommand(ledger, options, output)),
  retentionPreview: (options) => withReadModels((ledger) => retentionPreviewCommand(ledger, options, output)),
  accessRetention: (options) => withReadModels((ledger) => accessRetentionCommand(ledger, options, output)),
  rebuildLog: (options) => withoutVault((ledger) => rebuildLogCommand(ledger, options, output)),
  showLogKeys: (options) => withoutVault((ledger) => showLogKeysCommand(ledger, options, output)),
  createLogKey: () => withoutVault((ledger) => createLogKeyCommand(ledger, output)),
  rotateLogKey: (options) => withoutVault((ledger) => rotateLogKeyCommand(ledger, options, output)),
  trustLogHead: (options) => withoutVault((ledger) => trustLogHeadCommand(ledger, options, output)),
  beginLogAnew: (options) => withoutVault((ledger) => beginLogAnewCommand(ledger, options, output)),
  audit: (list, options) => withReadModels((ledger) => auditCommand(ledger, list, options, output)),
  verify: (options) => withoutVault((ledger) => verifyCommand(ledger, options, output)),
  showVaultKeys: (options) => withLedger((ledger) => showVaultKeysCommand(ledger, options, output)),
  rotateVaultKey: (options) => withLedger((ledger) => rotateVaultKeyCommand(ledger, options, output)),
  doctor: (options) => withLedger((ledger) => doctorCommand(ledger, options, output)),
  token: async (role, { actor, organisation, minutes }) => {
    const config = readConfig(process.env);
    if (config.oidc !== undefined)
      throw new CommandFailed('Tokens come from the configured issuer; the evaluation issuer is off.');
    const issuer = await openEvaluationIssuer(config.dataDirectory, config.audience);
    output.print(
      await issuer.issue({ role: role as Role, actorId: actor, organisationId: organisation }, minutes * 60),
    );
  },
});

try {
  await program.parseAsync();
} catch (error) {
  clear();
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCode.usage;
  else if (error instanceof CommandFailed) {
    output.note(error.message);
    process.exitCode = error.exitCode;
  } else if (
    error instanceof ConfigError ||
    error instanceof DatabaseNotAvailable ||
    error instanceof StoreFailure ||
    error instanceof LogElsewhere ||
    error instanceof MigrationError
  ) {
    output.note(error.message);
    process.exitCode = error instanceof ConfigError ? exitCode.usage : exitCode.unavailable;
  } else if (
    isOutage(error) ||
    (error instanceof ProblemError && error.problem.code === 'STORE_UNAVAILABLE')
  ) {
    output.note(goneAdvice(outageReason(error)));
    process.exitCode = exitCode.unavailable;
  } else {
    output.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = exitCode.internal;
  }
}
if (hanging) process.exit();
