import { type Command, InvalidArgumentError } from 'commander';
import { isCalendarDate } from '../../domain/time/calendarDate.ts';

const day = (text: string): string => {
  if (!isCalendarDate(text)) throw new InvalidArgumentError('must be a date YYYY-MM-DD');
  return text;
};
const lines = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000)
    throw new InvalidArgumentError('must be a whole number from 1 to 10000');
  return value;
};

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
