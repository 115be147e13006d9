import type { Command } from 'commander';
import { day, lines } from './optionForms.ts';

export type RetentionOptions = { readonly until?: string; readonly json: boolean };

/** Commands that show what may be erased; erasing is done by two persons over HTTP. */
export type RetentionCommands = {
  readonly retentionDue: (options: RetentionOptions & { readonly limit: number }) => Promise<void>;
  readonly retentionPreview: (options: RetentionOptions) => Promise<void>;
};

export const addRetentionCommands = (program: Command, commands: RetentionCommands): void => {
  const retention = program
    .command('retention')
    .description('what may be erased when; a run is proposed and approved by two persons over HTTP');
  retention
    .command('due')
    .description(
      'firearms, components and trace requests in the order of the day from which erasure is lawful',
    )
    .option('--until <date>', 'erasable on this day or before', day)
    .option('--limit <number>', 'most lines', lines, 100)
    .option('--json', 'print JSON', false)
    .action((options: RetentionOptions & { limit: number }) => commands.retentionDue(options));
  retention
    .command('preview')
    .description('whose data and which trace requests a run would erase, and what is kept for what')
    .option('--until <date>', 'erasable on this day or before; default today', day)
    .option('--json', 'print JSON', false)
    .action((options: RetentionOptions) => commands.retentionPreview(options));
};
