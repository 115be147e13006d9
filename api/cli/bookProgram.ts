import { type Command, InvalidArgumentError, Option } from 'commander';
import { idPattern } from '../../domain/shared/ids.ts';
import { moment } from './optionForms.ts';
import { purposeOption, type WithPurpose } from './purposeOption.ts';

export type BookOptions = WithPurpose & {
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly struck: boolean;
  readonly csv: boolean;
  readonly json: boolean;
};

const party = new RegExp(idPattern.party);
const dealer = (text: string): string => {
  if (!party.test(text)) throw new InvalidArgumentError('must be a party id, F- or P- and 26 characters');
  return text;
};

/** The command that prints a dealer's book. */
export const addBookCommand = (
  program: Command,
  run: (dealerId: string, options: BookOptions) => Promise<void>,
): void => {
  program
    .command('book')
    .description('print what a dealer received and disposed of, with opening and closing stock')
    .argument('<dealer>', 'party id of the dealer, F-…', dealer)
    .option('--from <day>', 'first day (default: the beginning)', moment)
    .option('--to <day>', 'last day (default: today)', moment)
    .option('--known-at <moment>', 'as the register knew it at this moment', moment)
    .addOption(purposeOption())
    .option('--struck', 'with the lines that corrections and annulments struck', false)
    .addOption(
      new Option('--csv', 'print CSV, the bytes of the exported book').default(false).conflicts('json'),
    )
    .option('--json', 'print JSON', false)
    .action(run);
};
