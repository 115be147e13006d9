import * as E from 'fp-ts/lib/Either.js';
import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import type { Ledger } from '../composition.ts';
import { otherPrograms } from '../postgres/otherPrograms.ts';
import { beginKeyFileRotation, endKeyFileRotation } from '../vault/keyFileRotation.ts';
import { keyInventory } from '../vault/keyInventory.ts';
import { rotateMasterKey } from '../vault/rotateMasterKey.ts';
import { createKeyFile, openVaultKeys } from '../vault/vaultKeys.ts';
import { logged } from './readCommands.ts';

const keyringOf = ({ config, database }: Ledger) => openVaultKeys(config, database.embedded);

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Which keys there are and were; none of them is shown. */
export const showVaultKeysCommand = async (
  ledger: Ledger,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  await logged(ledger, 'vault keys');
  const inventory = await keyInventory(ledger.owner, keyringOf(ledger));
  if (json) {
    output.print(asJson(inventory));
    return;
  }
  const previous =
    inventory.previousMasterKey === null
      ? ''
      : `, beside it ${inventory.previousMasterKey} until a rotation is done`;
  output.print(`Master key ${inventory.masterKey}${previous}`);
  output.print(
    table(
      ['MASTER KEY', 'SUBJECT KEYS UNDER IT'],
      inventory.wrapped.map(({ masterKeyId, keys }) => [masterKeyId, String(keys)]),
    ),
  );
  output.print(
    table(
      ['SUBJECT', 'KEYS', 'DESTROYED'],
      inventory.subjects.map(({ kind, live, destroyed }) => [kind, String(live), String(destroyed)]),
    ),
  );
  if (inventory.destroyed.length > 0)
    output.print(
      table(
        ['DESTROYED BY', 'KEYS', 'FIRST', 'LAST'],
        inventory.destroyed.map(({ ruleId, keys, first, last }) => [
          ruleId,
          String(keys),
          day(first),
          day(last),
        ]),
      ),
    );
  if (inventory.valuesWithoutKey > 0)
    throw new CommandFailed(
      `${inventory.valuesWithoutKey} values are there though their key is destroyed: somebody put them back.`,
    );
};

const farewell = (previous: string, isFile: boolean): string =>
  `Master key ${previous} wraps nothing any more${isFile ? ', and its file is removed' : ''}. Destroy every copy of it now: ` +
  'then what older backups, archived WAL and replicas hold of erased persons opens under no key that exists. ' +
  'Backups from before now can be restored only while that copy exists; make a new one.';

/**
 * The whole rotation: a new master key where the ledger keeps it itself, every subject key wrapped under it, and the old
 * one removed. Where the operator keeps the keys, he gives both, and destroys the old one himself.
 */
export const rotateVaultKeyCommand = async (
  ledger: Ledger,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  const { config, database, owner } = ledger;
  const isFile = config.vault.current === undefined && database.embedded;
  // They hold the present key in memory.
  if (isFile && (await otherPrograms(owner)) > 0)
    throw new CommandFailed(
      'Another process of this ledger is running with the present key and would go on using it. Stop it, then run this again.',
    );
  await logged(ledger, 'vault key rotation');
  if (isFile) beginKeyFileRotation(config.dataDirectory, createKeyFile);
  const keyring = keyringOf(ledger);
  if (keyring.previous === undefined)
    throw new CommandFailed(
      'There is no new key to rotate to. Make one with `openssl rand -base64 32`, start every process with it as LEDGER_VAULT_KEY and the present one as LEDGER_VAULT_PREVIOUS_KEY, then run this again.',
      exitCode.usage,
    );
  const rotated = await rotateMasterKey(owner, keyring)();
  if (E.isLeft(rotated))
    throw new CommandFailed(
      `The rotation stopped (${rotated.left.kind}). Nothing is lost while both keys are there; run it again.`,
      exitCode.unavailable,
    );
  const { rewrapped } = rotated.right;
  if (isFile) endKeyFileRotation(config.dataDirectory);
  if (json)
    output.print(
      asJson({ masterKey: keyring.current.id, previousMasterKey: keyring.previous.id, rewrapped }),
    );
  else output.print(`${rewrapped} subject keys are wrapped under master key ${keyring.current.id} now.`);
  output.note(farewell(keyring.previous.id, isFile));
};
