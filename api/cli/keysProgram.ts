import type { Command } from 'commander';

/** Commands for the keys of the vault. */
export type VaultKeyCommands = {
  readonly showVaultKeys: (options: { readonly json: boolean }) => Promise<void>;
  readonly rotateVaultKey: (options: { readonly json: boolean }) => Promise<void>;
};

/** The command `keys`, which the transparency log has a part of as well. */
const keysOf = (program: Command): Command =>
  program.commands.find((command) => command.name() === 'keys') ??
  program.command('keys').description('keys of the ledger: what there is, and making them anew');

export const addVaultKeyCommands = (program: Command, commands: VaultKeyCommands): void => {
  const vault = keysOf(program).command('vault').description('keys that personal data is encrypted under');
  vault
    .command('show')
    .description(
      'which master key wraps how many keys, whose they are, and what destroyed the others; shows no key',
    )
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => commands.showVaultKeys(options));
  vault
    .command('rotate')
    .description(
      'wrap every key under a new master key, so that the old one can be destroyed and older backups say nothing of erased persons; interrupted, run it again',
    )
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => commands.rotateVaultKey(options));
};
