import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Vault, VaultFailure } from '../../domain/ports/vault.ts';

/** Subject of the vault under whose key the ledger's own secrets are. It is no person and never erased. */
export const ledgerSubject = 'LEDGER';

/**
 * A secret of this ledger for one use, the same whenever it is asked for and stored nowhere: the commitment of a sealed
 * word is a keyed hash under the subject's key, which exists only wrapped under the master key. `preview` writes nothing
 * and gives a passing secret in a ledger that has none yet.
 */
export const ledgerSecret = (
  vault: Vault,
  use: string,
  how: keyof Pick<Vault, 'seal' | 'preview'>,
): TE.TaskEither<VaultFailure, Buffer> =>
  TE.map((sealed: ReadonlyArray<{ readonly commitment: string }>) =>
    Buffer.from(sealed[0]?.commitment ?? '', 'hex'),
  )(vault[how]([{ ref: `secret of the ledger: ${use}`, subjectId: ledgerSubject, value: use }]));
