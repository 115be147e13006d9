import { type Command, InvalidArgumentError } from 'commander';
import { streamKinds } from '../../domain/streamKinds.ts';
import { moment, wholeNumber } from './optionForms.ts';

export type ProofOptions = {
  readonly out?: string;
  readonly validAt?: string;
  readonly knownAt?: string;
  readonly since?: number;
};
export type ExportLogOptions = { readonly out: string };

/** What the commands do that give proofs away. */
export type ProofCommands = {
  readonly proof: (id: string, options: ProofOptions) => Promise<void>;
  readonly exportLog: (options: ExportLogOptions) => Promise<void>;
};

/** How many entries a log holds. */
const size = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const subject = (text: string): string => {
  if (!streamKinds.some(({ idPattern }) => new RegExp(idPattern).test(text)))
    throw new InvalidArgumentError(
      'must be the id of a firearm (W-…) or of another subject: its letter and 26 characters',
    );
  return text;
};

/** Commands that write files for whoever verifies without this ledger. */
export const addProofCommands = (program: Command, commands: ProofCommands): void => {
  program
    .command('proof')
    .description(
      'write the proof of a firearm’s records and chain, or of another subject’s records, as a file',
    )
    .argument('<id>', 'firearm id, W-…, or id of another subject', subject)
    .option('--out <file>', 'file to write (default: <id>.ledger-proof.json in the working directory)')
    .option('--valid-at <moment>', 'chain up to this moment of the world', moment)
    .option('--known-at <moment>', 'as the register knew it at this moment', moment)
    .option('--since <size>', 'prove that the log continues the checkpoint of this size', size)
    .action((id: string, options: ProofOptions) => commands.proof(id, options));
  program
    .command('export-log')
    .description('write the whole signed log as a file, for the offline verifier and for auditors')
    .requiredOption('--out <file>', 'file to write; it holds every record of the register')
    .action((options: ExportLogOptions) => commands.exportLog(options));
};
