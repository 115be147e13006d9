import type { VaultFailure } from '../../domain/ports/vault.ts';

/** A failure of the vault on its way out of a promise. */
export class VaultError extends Error {
  readonly failure: VaultFailure;
  constructor(failure: VaultFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

export const damaged = (at: string, reason: string): VaultError =>
  new VaultError({ kind: 'VAULT_DAMAGED', at, reason });

/** Whatever was thrown, as a failure of the port. Holds no personal value: those are bytes in every statement. */
export const asVaultFailure = (error: unknown): VaultFailure =>
  error instanceof VaultError
    ? error.failure
    : { kind: 'VAULT_UNAVAILABLE', reason: error instanceof Error ? error.message : String(error) };
