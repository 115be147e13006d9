import { type Command, Option } from 'commander';

export type VerifyOptions = {
  readonly logOnly: boolean;
  readonly readModelsOnly: boolean;
  readonly readModel?: ReadonlyArray<string>;
  readonly checkpoint?: string;
  readonly json: boolean;
};

/** Commands of the auditor. */
export type AuditCommands = {
  readonly verify: (options: VerifyOptions) => Promise<void>;
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
};
