import { type Command, Option } from 'commander';
import { auditListNames } from '../audit/catalogue.ts';
import { day, lines } from './optionForms.ts';

export type VerifyOptions = {
  readonly logOnly: boolean;
  readonly readModelsOnly: boolean;
  readonly readModel?: ReadonlyArray<string>;
  readonly checkpoint?: string;
  readonly json: boolean;
};

export type AuditOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly csv: boolean;
  readonly json: boolean;
};

/** Commands of the auditor. */
export type AuditCommands = {
  readonly verify: (options: VerifyOptions) => Promise<void>;
  readonly audit: (list: string, options: AuditOptions) => Promise<void>;
};

export const addAuditCommands = (program: Command, commands: AuditCommands): void => {
  program
    .command('verify')
    .description(
      'prove that nothing was altered: events against the transparency log, and every read model against a fresh fold, beside those that serve',
    )
    .addOption(
      new Option('--log-only', 'events and log, no read models').default(false).conflicts('readModelsOnly'),
    )
    .option('--read-models-only', 'read models against the events, no log', false)
    .option('--read-model <names...>', 'only these read models')
    .option('--checkpoint <file>', 'checkpoint of the last audit, of which the log must be the continuation')
    .option('--json', 'print JSON', false)
    .action((options: VerifyOptions) => commands.verify(options));
  program
    .command('audit')
    .description(
      'the lists of the auditor, as over HTTP; each number of the overview opens to the events behind it',
    )
    .addArgument(
      program
        .createArgument('[list]', 'which list')
        .choices(['overview', 'access-review', ...auditListNames])
        .default('overview'),
    )
    .option('--from <date>', 'on this day or later', day)
    .option('--to <date>', 'before this day', day)
    .option('--limit <number>', 'most lines; --csv writes all', lines, 100)
    .addOption(new Option('--csv', 'the whole list as CSV').default(false).conflicts('json'))
    .option('--json', 'print JSON', false)
    .action((list: string, options: AuditOptions) => commands.audit(list, options));
};
