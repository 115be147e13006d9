import { equalBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Sha256 } from './hashing.ts';
import { emptyRoot, isConsistent } from './merkle.ts';
import type { AddCheckpoint } from './witnessRequest.ts';

/** The latest checkpoint of a log that the witness cosigned. */
export type Held = { readonly size: number; readonly root: Uint8Array };

/**
 * What is suspicious about a checkpoint that the log signed. Two roots of one size prove that the log was forked: the
 * log signed both. A proof that does not hold is either a fork or a wrong proof, which anybody could have sent with it.
 */
export type Suspicion = 'TWO_ROOTS' | 'PROOF_FAILS';

export type WitnessDecision =
  | { readonly kind: 'COSIGN'; readonly advances: boolean }
  /** The old size is above that of the checkpoint. */
  | { readonly kind: 'OLD_ABOVE_NEW' }
  /** The old size is not the one that the witness has. */
  | { readonly kind: 'CONFLICT'; readonly size: number; readonly suspicion?: Suspicion }
  | { readonly kind: 'INCONSISTENT'; readonly reason: string; readonly suspicion?: Suspicion };

const inconsistent = (reason: string, suspicion?: Suspicion): WitnessDecision => ({
  kind: 'INCONSISTENT',
  reason,
  ...(suspicion === undefined ? {} : { suspicion }),
});

/**
 * What a witness does with a checkpoint whose signature by the log is valid (c2sp.org/tlog-witness, `add-checkpoint`),
 * in the order of the specification. `held` is absent for a log of which nothing was cosigned yet.
 */
export const decideCosigning = (
  sha256: Sha256,
  held: Held | undefined,
  { old, proof, checkpoint }: Pick<AddCheckpoint, 'old' | 'proof'> & { readonly checkpoint: Checkpoint },
): WitnessDecision => {
  const size = held?.size ?? 0;
  const twoRoots = held !== undefined && checkpoint.size === size && !equalBytes(checkpoint.root, held.root);
  if (old > checkpoint.size) return { kind: 'OLD_ABOVE_NEW' };
  if (old !== size)
    return { kind: 'CONFLICT', size, ...(twoRoots ? { suspicion: 'TWO_ROOTS' as const } : {}) };
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, emptyRoot(sha256)))
    return inconsistent('a checkpoint without leaves has the root of the empty tree');
  if (twoRoots) return inconsistent('the log signed another root for this size', 'TWO_ROOTS');
  if (size === 0 || held === undefined)
    return proof.length === 0
      ? { kind: 'COSIGN', advances: held === undefined || checkpoint.size > 0 }
      : inconsistent('no proof is needed from a tree without leaves, and none is accepted');
  return isConsistent(sha256, held, checkpoint, proof)
    ? { kind: 'COSIGN', advances: checkpoint.size > size }
    : inconsistent('the proof does not show that this checkpoint continues the one before', 'PROOF_FAILS');
};
