import type { Command } from 'commander';
import { port } from './optionForms.ts';

export type WitnessOptions = {
  readonly key: string;
  readonly state: string;
  readonly log: ReadonlyArray<string>;
  readonly host: string;
  readonly port: number;
};
export type WitnessKeyOptions = { readonly name: string; readonly key: string; readonly state: string };
export type WitnessStatusOptions = { readonly state: string; readonly json: boolean };

/** What the commands of a witness do; none of them needs a database. */
export type WitnessCommands = {
  readonly runWitness: (options: WitnessOptions) => Promise<void>;
  readonly createWitness: (options: WitnessKeyOptions) => Promise<void>;
  readonly witnessStatus: (options: WitnessStatusOptions) => Promise<void>;
};

/** The commands with which a second authority runs a witness on a machine of its own. */
export const addWitnessCommands = (program: Command, commands: WitnessCommands): void => {
  const witness = program
    .command('witness')
    .description('cosign the checkpoints of a ledger, on a machine of another authority; needs no database');
  witness
    .command('run', { isDefault: true })
    .description('answer add-checkpoint (c2sp.org/tlog-witness) until it is stopped')
    .requiredOption('--key <file>', 'key of this witness, from `ledger witness key`')
    .requiredOption('--state <folder>', 'what it remembers; begun with the key, never restored from a copy')
    .requiredOption('--log <vkey...>', 'verifier keys of the logs that it watches, as /log/keys shows them')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port; 0 takes a free one', port, 7380)
    .action((options: WitnessOptions) => commands.runWitness(options));
  witness
    .command('key')
    .description('make a key and begin its memory; prints the verifier key for the policy files of others')
    .requiredOption('--name <name>', 'name of the witness, a URL without scheme: witness.example.org/1')
    .requiredOption('--key <file>', 'file to make; keep it on this machine only')
    .requiredOption('--state <folder>', 'folder to make')
    .action((options: WitnessKeyOptions) => commands.createWitness(options));
  witness
    .command('status')
    .description('what the witness has cosigned, and the evidence that it kept; exit code 1 if there is any')
    .requiredOption('--state <folder>', 'what it remembers')
    .option('--json', 'print JSON', false)
    .action((options: WitnessStatusOptions) => commands.witnessStatus(options));
};
