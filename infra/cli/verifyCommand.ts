import { existsSync, readFileSync } from 'node:fs';
import type { VerifyOptions } from '../../api/cli/auditProgram.ts';
import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import { presentVerification } from '../../api/http/presentVerification.ts';
import { checkpointIn } from '../../domain/verification/broughtCheckpoint.ts';
import type { BroughtCheckpoint, Verification } from '../../domain/verification/report.ts';
import { projections } from '../../projections/catalogue.ts';
import type { LedgerWithoutVault } from '../composition.ts';
import { SignedHeadLost } from '../transparency/signedHead.ts';
import { type VerificationStep, verifyLedger } from '../verification/verifyLedger.ts';
import { logged } from './readCommands.ts';

const readCheckpoint = (file: string): BroughtCheckpoint => {
  if (!existsSync(file)) throw new CommandFailed(`There is no file ${file}.`, exitCode.usage);
  const checkpoint = checkpointIn(readFileSync(file, 'utf8'));
  if (checkpoint === undefined)
    throw new CommandFailed(`${file} holds no signed checkpoint.`, exitCode.usage);
  return checkpoint;
};

const readModelsNamed = (names: ReadonlyArray<string> | undefined) => {
  const known = projections.map(({ name }) => name);
  const wrong = (names ?? []).filter((name) => !known.includes(name));
  if (wrong.length > 0)
    throw new CommandFailed(
      `There is no read model ${wrong.join(', ')}. There are: ${known.join(', ')}.`,
      exitCode.usage,
    );
  return projections.filter(({ name }) => names === undefined || names.includes(name));
};

const logLines = ({ log }: Verification): ReadonlyArray<string> => {
  if (log === undefined) return [];
  const counts = `${log.events} events, ${log.leaves} entries, ${log.checkpoints} checkpoints compared, ${log.signatures} of them with a valid signature, ${log.waiting} events wait for their entry`;
  return [
    `Log: ${log.status === 'INTACT' ? 'intact' : 'FAULTY'}. ${counts}.`,
    `Root of ${log.leaves} entries: ${log.root}`,
    ...log.faults.map(
      ({ kind, position, leafIndex, streamId, revision, detail }) =>
        `FAULT ${kind} at ${position === null ? `entry ${leafIndex ?? '-'}` : `position ${position}`}${streamId === null ? '' : ` (${streamId} revision ${revision})`}: ${detail}`,
    ),
    ...(log.further === 0 ? [] : [`and ${log.further} faults more`]),
  ];
};

const readModelLines = ({ readModels }: Verification): ReadonlyArray<string> =>
  readModels.length === 0
    ? []
    : [
        table(
          ['READ MODEL', 'POSITION', 'ROWS', 'EQUAL TO THE EVENTS', ''],
          readModels.map(({ name, position, rows, status, fault, reason }) => [
            name,
            String(position),
            String(rows),
            status === 'EQUAL' ? 'yes' : status === 'FAULTY' ? 'NO' : 'not compared',
            fault === undefined
              ? (reason ?? '')
              : fault.fault === 'AHEAD_OF_LOG'
                ? 'it stands beyond the end of the log'
                : `${fault.first.kind} in ${fault.first.table} ${JSON.stringify(fault.first.key)} ${fault.first.columns.join(', ')}`.trim(),
          ]),
        ),
      ];

/**
 * Checks the stored events against the transparency log and every read model against the events. Exit code 0: all was
 * checked and nothing found; 1: a fault; 2: nothing found, and something could not be checked.
 */
export const verifyCommand = async (
  ledger: LedgerWithoutVault,
  options: VerifyOptions,
  output: Output,
): Promise<void> => {
  const readModels = options.logOnly ? [] : readModelsNamed(options.readModel);
  const checkpoint = options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint);
  await logged(ledger, 'verification');
  const started = performance.now();
  const progress = (step: VerificationStep, position: bigint, head: bigint): void => {
    const seconds = Math.round((performance.now() - started) / 1000);
    output.progress(
      `${step === 'LOG' ? 'log' : 'read models'}: position ${position} of ${head}, ${seconds} s so far`,
    );
  };
  const verification = await verifyLedger(
    ledger,
    {
      log: !options.readModelsOnly,
      readModels,
      ...(checkpoint === undefined ? {} : { checkpoint }),
    },
    progress,
  ).catch((error: unknown) => {
    throw error instanceof SignedHeadLost ? new CommandFailed(error.message, exitCode.unverified) : error;
  });
  if (options.json) output.print(asJson(presentVerification(verification)));
  else output.print([...logLines(verification), ...readModelLines(verification)].join('\n'));
  if (verification.outcome === 'FAULTY')
    throw new CommandFailed('A fault was found: keep the database as it is, and a copy of it, as evidence.');
  if (verification.outcome === 'INCOMPLETE')
    throw new CommandFailed(
      'Nothing wrong was found, and not everything could be checked.',
      exitCode.unverified,
    );
};
