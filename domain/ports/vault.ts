import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Json } from '../shared/canonicalJson.ts';
import type { Sealed } from '../shared/shape.ts';
import type { AccessRecord } from './identity.ts';

export type { Sealed } from '../shared/shape.ts';

/**
 * Where personal values are: each under the key of the person or body it tells of (design section 5, REQ-DPR-07).
 * `tests/contract/vault.contract.ts` is the specification.
 */
export type Vault = {
  /**
   * Keeps the values and answers what events hold instead of them, in the order of the items; durable when it answers.
   * The salt belongs to subject and `ref`: the same value again gives the same answer, another value another one, kept
   * beside the first. So an event never refers to a value other than the one it commits to.
   */
  readonly seal: (items: ReadonlyArray<SealItem>) => TaskEither<VaultFailure, ReadonlyArray<Sealed>>;
  /** What `seal` would answer, and writes nothing. For a subject still unknown to the vault the answer is of passing validity. */
  readonly preview: (items: ReadonlyArray<SealItem>) => TaskEither<VaultFailure, ReadonlyArray<Sealed>>;
  /**
   * The values behind references, one entry for each. That the data of these subjects was opened, by whom and what for,
   * is in the access log before the answer leaves (REQ-DPR-02).
   */
  readonly open: (
    vaultRefs: ReadonlyArray<string>,
    context: OpenContext,
  ) => TaskEither<VaultFailure, ReadonlyMap<string, Opened>>;
  /** Which keys these subjects have or had; a subject that the vault does not know is left out. */
  readonly keysOf: (subjectIds: ReadonlyArray<string>) => TaskEither<VaultFailure, ReadonlyArray<VaultKey>>;
  /** Destroys key and salts of the subjects for good. Answers the ids of the keys that this call destroyed. */
  readonly erase: (
    subjectIds: ReadonlyArray<string>,
    ruleId: string,
  ) => TaskEither<VaultFailure, { readonly destroyedKeyIds: ReadonlyArray<string> }>;
};

/** A key by its id, and the rule under which it was destroyed. */
export type VaultKey = { readonly subjectId: string; readonly keyId: string; readonly destroyedBy?: string };

/** `ref` is derived by the caller from organisation, idempotency key, ordinal and path, so that a retry has it again. */
export type SealItem = { readonly ref: string; readonly subjectId: string; readonly value: Json };

/** Who opens, and for which purpose under which regime. */
export type OpenContext = Omit<AccessRecord, 'operation' | 'subject'>;

export type Opened =
  /** Commitment = SHA-256(salt || canonical JSON of the value); the salt (hex) lets a third party check it. */
  | { readonly kind: 'VALUE'; readonly value: Json; readonly salt: string; readonly commitment: string }
  | { readonly kind: 'ERASED'; readonly ruleId: string }
  | { readonly kind: 'UNKNOWN' };

export type VaultFailure =
  | { readonly kind: 'VAULT_UNAVAILABLE'; readonly reason: string }
  /** The key is wrapped under a master key that this process does not have. */
  | { readonly kind: 'WRONG_MASTER_KEY'; readonly masterKeyId: string }
  /** What is stored is not what was sealed: nothing of it is answered. */
  | { readonly kind: 'VAULT_DAMAGED'; readonly at: string; readonly reason: string }
  /** Nothing new is sealed for a subject whose key was destroyed. */
  | { readonly kind: 'SUBJECT_ERASED'; readonly subjectId: string };
