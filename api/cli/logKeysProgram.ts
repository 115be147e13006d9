import { type Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from './optionForms.ts';

export type TrustOptions = { readonly size: number; readonly root: string; readonly newKey: boolean };

export type LogKeyCommands = {
  readonly showLogKeys: (options: { readonly json: boolean }) => Promise<void>;
  readonly createLogKey: () => Promise<void>;
  readonly rotateLogKey: (options: { readonly overlapDays: number }) => Promise<void>;
  readonly trustLogHead: (options: TrustOptions) => Promise<void>;
  readonly beginLogAnew: (options: { readonly origin: string }) => Promise<void>;
};

const rootHash = (text: string): string => {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text))
    throw new InvalidArgumentError('must be the third line of a checkpoint, 32 bytes in base64');
  return text;
};

/** The commands about the key that signs the transparency log. */
export const addLogKeyCommands = (keys: Command, commands: LogKeyCommands): void => {
  const log = keys.command('log').description('the key that signs the transparency log');
  log
    .command('show')
    .description('name of the log, its keys, and what was signed last')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => commands.showLogKeys(options));
  log
    .command('create')
    .description('make the key of a new log in LEDGER_LOG_KEY_FILE')
    .action(() => commands.createLogKey());
  log
    .command('rotate')
    .description('put a new key in place of the one that signs; that one signs beside it for a time')
    .option('--overlap-days <number>', 'how long both sign', wholeNumber(0, 3650), 90)
    .action((options: { overlapDays: number }) => commands.rotateLogKey(options));
  log
    .command('trust')
    .description(
      'state the newest checkpoint that anybody has, where the file that said what was signed is lost',
    )
    .requiredOption('--size <number>', 'its second line', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .requiredOption('--root <base64>', 'its third line', rootHash)
    .option('--new-key', 'make a new key as well, where the key itself is lost', false)
    .action((options: TrustOptions) => commands.trustLogHead(options));
  log
    .command('begin-anew')
    .description('begin a log under another name, where published events are lost for good')
    .requiredOption('--origin <name>', 'the new name, as in LEDGER_LOG_ORIGIN')
    .action((options: { origin: string }) => commands.beginLogAnew(options));
};
