import { Command, InvalidArgumentError, Option } from 'commander';
import { type Role, roles } from '../../domain/event/envelope.ts';
import { type Rung, rungs } from '../../domain/identification/serialLadder.ts';
import { isFirearmId } from '../../domain/shared/ids.ts';
import { type AuditCommands, addAuditCommands } from './auditProgram.ts';
import { addBookCommand, type BookOptions } from './bookProgram.ts';
import { complaint, explain } from './help.ts';
import { addVaultKeyCommands, type VaultKeyCommands } from './keysProgram.ts';
import { addLogKeyCommands, type LogKeyCommands } from './logKeysProgram.ts';
import { day, lines, moment, port, wholeNumber } from './optionForms.ts';
import { CommandFailed, exitCode } from './output.ts';
import { addProofCommands, type ProofCommands } from './proofProgram.ts';
import { purposeOption, type WithPurpose } from './purposeOption.ts';
import { addRetentionCommands, type RetentionCommands } from './retentionProgram.ts';
import { addWitnessCommands, type WitnessCommands } from './witnessProgram.ts';

export type ServeOptions = {
  readonly port?: number;
  readonly allowEmbedded: boolean;
  readonly example: boolean;
};
export type ImportOptions = {
  readonly mapping: string;
  readonly dryRun: boolean;
  readonly report?: string;
  readonly parties?: string;
  readonly propose?: string;
  readonly makers?: string;
  readonly organisation: string;
  readonly json: boolean;
};
export type AsOf = WithPurpose & {
  readonly validAt?: string;
  readonly knownAt?: string;
  readonly json: boolean;
};

export type SearchOptions = WithPurpose & {
  readonly make?: string;
  readonly model?: string;
  readonly calibre?: string;
  readonly rung: Rung;
  readonly limit: number;
  readonly json: boolean;
};
export type TasksOptions = {
  readonly role?: Role;
  readonly dueBefore?: string;
  readonly limit: number;
  readonly json: boolean;
};
export type AdoptOptions = {
  readonly validFrom: string;
  readonly decision: string;
  readonly issuer: string;
  readonly date: string;
  readonly organisation: string;
};

export type AccessRetentionOptions = {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly organisation: string;
};

export type RecategoriseOptions = {
  readonly confirm: boolean;
  readonly report?: string;
  readonly organisation: string;
  readonly json: boolean;
};

export type SimulateOptions = {
  readonly seed: number;
  readonly firearms: number;
  readonly from: string;
  readonly until?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
};

type OwnCommands = {
  readonly serve: (options: ServeOptions) => Promise<void>;
  readonly import: (file: string, options: ImportOptions) => Promise<void>;
  readonly search: (serial: string, options: SearchOptions) => Promise<void>;
  readonly chain: (firearmId: string, options: AsOf) => Promise<void>;
  readonly tasks: (options: TasksOptions) => Promise<void>;
  readonly book: (dealerId: string, options: BookOptions) => Promise<void>;
  readonly showPolicy: (options: { readonly json: boolean }) => Promise<void>;
  readonly adoptPolicy: (file: string, options: AdoptOptions) => Promise<void>;
  readonly recategorise: (file: string, options: RecategoriseOptions) => Promise<void>;
  readonly simulate: (options: SimulateOptions) => Promise<void>;
  readonly work: (options: { readonly allowEmbedded: boolean }) => Promise<void>;
  readonly moveLog: (options: { readonly json: boolean }) => Promise<void>;
  readonly rebuild: (names: ReadonlyArray<string>, options: { readonly json: boolean }) => Promise<void>;
  readonly rebuildLog: (options: { readonly anew: boolean; readonly json: boolean }) => Promise<void>;
  readonly token: (
    role: string,
    options: { readonly actor: string; readonly organisation: string; readonly minutes: number },
  ) => Promise<void>;
  readonly accessRetention: (options: AccessRetentionOptions) => Promise<void>;
  readonly doctor: (options: { readonly json: boolean }) => Promise<void>;
};
/** What the commands do; the composition provides it. */
export type Commands = OwnCommands &
  LogKeyCommands &
  AuditCommands &
  VaultKeyCommands &
  RetentionCommands &
  WitnessCommands &
  ProofCommands;

const firearm = (text: string): string => {
  if (!isFirearmId(text)) throw new InvalidArgumentError('must be a firearm id, W- and 26 characters');
  return text;
};

/** The command line: arguments and help only. Exit codes: 0 done, 1 refused or found faulty, 2 wrong use, 69 database not available, 70 fault of the program. */
export const createProgram = (commands: Commands): Command => {
  const program = new Command('ledger')
    .description('Firearm lifecycle ledger: record, trace and check the life of every firearm.')
    .configureOutput({ outputError: (text, write) => write(complaint(text)) })
    .configureHelp({ sortSubcommands: true })
    .addHelpText(
      'after',
      '\nBegin with: npm start. Each command explains itself: npm run -s ledger -- import --help' +
        '\nExit codes: 0 done, 1 refused or faulty, 2 wrong use, 69 database not available, 70 fault of the program.',
    )
    .exitOverride();
  const serve = (name: string, description: string, example: boolean): void => {
    program
      .command(name)
      .description(description)
      .option(
        '--port <number>',
        'port on LEDGER_HOST; 0 takes a free one (default: LEDGER_PORT or 8080)',
        port,
      )
      .option('--allow-embedded', 'use the embedded database although NODE_ENV=production', false)
      .action((options: { port?: number; allowEmbedded: boolean }) =>
        commands.serve({ ...options, example }),
      );
  };
  serve('serve', 'serve the HTTP API and run the read models', false);
  serve('start', 'like serve, and load the example register when the ledger is empty', true);
  program
    .command('work')
    .description(
      'run the read models only, beside the processes that serve; of several, each takes what is free',
    )
    .option('--allow-embedded', 'use the embedded database although NODE_ENV=production', false)
    .action((options: { allowEmbedded: boolean }) => commands.work(options));
  program
    .command('import')
    .description(
      'digitise a CSV or NDJSON file of an older register; run again after an interruption, nothing is doubled',
    )
    .argument('<file>', 'file to read')
    .requiredOption('--mapping <file>', 'how its columns are read (see examples/)')
    .option('--dry-run', 'decide every record, write nothing', false)
    .option(
      '--report <file>',
      'NDJSON line for each refused or flagged record (default: <file>.report.ndjson in the working directory)',
    )
    .option('--parties <file>', 'write party ids and the names they stand for; holds personal data')
    .option('--propose <file>', 'write makers that the list does not have, for a person to confirm')
    .option('--makers <file>', 'confirmed additions to the maker list, as written by --propose')
    .option('--organisation <id>', 'organisation that digitises', 'REGISTRY')
    .option('--json', 'print the summary as JSON', false)
    .action((file: string, options: ImportOptions) => commands.import(file, options));
  program
    .command('search')
    .description(
      'find firearms by a serial number as read; ? stands for a character that could not be read, * for any number of them',
    )
    .argument('<serial>', 'serial number')
    .option('--make <name>', 'maker; what agrees comes first')
    .option('--model <name>', 'model')
    .option('--calibre <name>', 'calibre')
    .addOption(
      new Option('--rung <rung>', 'rung to begin at, from certain to weak').choices(rungs).default('EXACT'),
    )
    .option('--limit <number>', 'most candidates', wholeNumber(1, 100), 20)
    .addOption(purposeOption())
    .option('--json', 'print JSON', false)
    .action((serial: string, options: SearchOptions) => commands.search(serial, options));
  program
    .command('chain')
    .description('chain of custody of one firearm')
    .argument('<firearm>', 'firearm id, W-…', firearm)
    .option('--valid-at <moment>', 'state of the world at this moment', moment)
    .option('--known-at <moment>', 'as the register knew it at this moment', moment)
    .addOption(purposeOption())
    .option('--json', 'print JSON', false)
    .action((id: string, options: AsOf) => commands.chain(id, options));
  program
    .command('tasks')
    .description('what the law or a mismatch leaves to be done, in the order of deadlines')
    .addOption(new Option('--role <role>', 'only tasks of this role').choices(roles))
    .option('--due-before <date>', 'only those whose last day is earlier', day)
    .option('--limit <number>', 'most tasks', lines, 100)
    .option('--json', 'print JSON', false)
    .action((options: TasksOptions) => commands.tasks(options));
  addBookCommand(program, commands.book);
  addAuditCommands(program, commands);
  program
    .command('recategorise')
    .description(
      'put the firearms that an act concerns into their new category; shows what would happen and records only with --confirm; run again after an interruption, nothing is doubled',
    )
    .argument(
      '<file>',
      'JSON file of the act: which firearms, into which category, since when (see examples/)',
    )
    .option('--confirm', 'record it; without this nothing is written', false)
    .option(
      '--report <file>',
      'NDJSON line for each firearm (default: <file>.report.ndjson in the working directory)',
    )
    .option('--organisation <id>', 'registry that records it', 'REGISTRY')
    .option('--json', 'print the summary as JSON', false)
    .action((file: string, options: RecategoriseOptions) => commands.recategorise(file, options));
  program
    .command('simulate')
    .description(
      'record invented lives of firearms, parties and rights, for tests of load and of a whole register; run again it goes on',
    )
    .requiredOption('--seed <number>', 'the same seed tells the same lives', wholeNumber(0, 4_294_967_295))
    .requiredOption('--firearms <number>', 'how many', wholeNumber(1, 10_000_000))
    .option('--from <date>', 'first day of the register', day, '2005-01-01')
    .option('--until <date>', 'last day on which anything happens (default: today)', day)
    .option('--dry-run', 'decide in memory, write nothing', false)
    .option('--json', 'print the summary as JSON', false)
    .action((options: SimulateOptions) => commands.simulate(options));
  program
    .command('rebuild')
    .description('build read models anew from the log beside the live ones, compare, and swap')
    .argument('[names...]', 'read models (default: all)')
    .option('--log', 'compare the transparency log with the events, byte for byte, instead', false)
    .addOption(new Option('--anew', 'with --log: take it away, to be made anew').default(false))
    .option('--json', 'print JSON', false)
    .action(
      (names: ReadonlyArray<string>, { log, ...options }: { json: boolean; log: boolean; anew: boolean }) => {
        if (log && names.length > 0)
          throw new CommandFailed('--log goes without names of read models.', exitCode.usage);
        if (!log && options.anew) throw new CommandFailed('--anew goes with --log only.', exitCode.usage);
        return log ? commands.rebuildLog(options) : commands.rebuild(names, options);
      },
    );
  program
    .command('move-log')
    .description(
      'copy the log from PostgreSQL to EVENT_STORE_URL, compare every event, and let it be there; interrupted, run it again',
    )
    .option('--json', 'print the summary as JSON', false)
    .action((options: { json: boolean }) => commands.moveLog(options));
  const keys = program.command('keys').description('keys of the ledger');
  addLogKeyCommands(keys, commands);
  const policy = program
    .command('policy')
    .description('the jurisdiction profile by which the ledger decides');
  policy
    .command('show')
    .description('the policy in force now, and the versions adopted')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => commands.showPolicy(options));
  policy
    .command('adopt')
    .description('record the next version of the policy; it decides from its first day on')
    .argument('<file>', 'JSON file: `profile` names the base, the rest is what differs from it')
    .requiredOption('--valid-from <date>', 'first day on which it decides', day)
    .requiredOption('--decision <number>', 'number of the decision')
    .requiredOption('--issuer <name>', 'authority that decided')
    .requiredOption('--date <date>', 'day of the decision', day)
    .option('--organisation <id>', 'organisation that records it', 'REGISTRY')
    .action((file: string, options: AdoptOptions) => commands.adoptPolicy(file, options));
  addRetentionCommands(program, commands);
  program
    .command('access-retention')
    .description(
      'remove the entries of the access log whose period by the policy (accessLog.retention) is over, and record it',
    )
    .option('--dry-run', 'count them, remove nothing', false)
    .option('--organisation <id>', 'organisation that records it', 'REGISTRY')
    .option('--json', 'print JSON', false)
    .action((options: AccessRetentionOptions) => commands.accessRetention(options));
  program
    .command('token')
    .description('issue a token of the evaluation issuer, for trying the API on loopback')
    .addArgument(program.createArgument('<role>', 'role of the catalogue').choices(roles))
    .option('--actor <id>', 'who acts', 'demo')
    .addOption(
      new Option('--organisation <id>', 'for which organisation; a dealer is named by his party id').default(
        'REGISTRY',
      ),
    )
    .option('--minutes <number>', 'validity', wholeNumber(1, 1440), 60)
    .action((role: string, options: { actor: string; organisation: string; minutes: number }) =>
      commands.token(role, options),
    );
  program
    .command('doctor')
    .description('check Node, database, settings, migrations and read models')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => commands.doctor(options));
  addWitnessCommands(program, commands);
  addVaultKeyCommands(program, commands);
  addProofCommands(program, commands);
  explain(program);
  return program;
};
