import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { equalBytes } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { isVerifiable, parseCosignature } from './cosignature.ts';
import {
  type NoteFault,
  type OpenFault,
  openNote,
  type SignedNote,
  type VerifierKey,
  type VerifySignature,
} from './signedNote.ts';

/**
 * Whose word is enough (c2sp.org/tlog-policy): the logs that are accepted, the witnesses, and the quorum of them that
 * has to have cosigned a checkpoint. `policyFile.ts` reads it.
 */
export type TrustPolicy = {
  readonly logs: ReadonlyArray<PolicyLog>;
  readonly witnesses: ReadonlyArray<PolicyWitness>;
  readonly quorum: Quorum;
};

export type PolicyLog = { readonly key: VerifierKey; readonly url?: string };

export type PolicyWitness = {
  /** Its name within the policy; the key has its own. */
  readonly name: string;
  readonly key: VerifierKey;
  readonly url?: string;
};

/** What has to have cosigned: nobody, one witness, or so many of these. */
export type Quorum =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'WITNESS'; readonly witness: PolicyWitness }
  | {
      readonly kind: 'GROUP';
      readonly name: string;
      readonly threshold: number;
      readonly members: ReadonlyArray<Quorum>;
    };

/** A witness and the time, in seconds since the epoch, at which it says it saw the checkpoint as the largest one. */
export type Witnessed = { readonly witness: PolicyWitness; readonly time: bigint };

export type PolicyVerdict = {
  readonly checkpoint: Checkpoint;
  readonly log: VerifierKey;
  /** The witnesses of the policy whose cosignatures are valid. */
  readonly witnessed: ReadonlyArray<Witnessed>;
  readonly quorum: boolean;
};

export type PolicyFault =
  | NoteFault
  | Extract<OpenFault, { readonly kind: 'BAD_SIGNATURE' }>
  /** No log of the policy that has this origin signed. */
  | { readonly kind: 'NO_LOG_SIGNATURE'; readonly origin: string };

/** Whether these witnesses are enough. */
export const quorumReached = (quorum: Quorum, cosigned: (witness: PolicyWitness) => boolean): boolean => {
  switch (quorum.kind) {
    case 'NONE':
      return true;
    case 'WITNESS':
      return cosigned(quorum.witness);
    case 'GROUP':
      return quorum.members.filter((member) => quorumReached(member, cosigned)).length >= quorum.threshold;
  }
};

const keyOf = ({ key }: { readonly key: VerifierKey }): VerifierKey => key;

/** The time of the signature that `openNote` looked at: the first by this key. */
const timeOf = (note: SignedNote, key: VerifierKey): O.Option<bigint> => {
  const first = note.signatures.find(({ name, keyId }) => name === key.name && equalBytes(keyId, key.keyId));
  if (first === undefined) return O.none;
  const parsed = parseCosignature(first.signature);
  return O.isNone(parsed) ? O.none : O.some(parsed.value.time);
};

/**
 * What a policy says to a note. One bad signature of a log or witness that the policy names rejects the whole note;
 * signatures of others, and keys of types that cannot be checked here, are as if they were not there.
 */
export const evaluatePolicy = async (
  policy: TrustPolicy,
  note: SignedNote,
  verify: VerifySignature,
): Promise<E.Either<PolicyFault, PolicyVerdict>> => {
  const checkpoint = parseCheckpoint(note.text);
  if (E.isLeft(checkpoint)) return checkpoint;
  const { origin } = checkpoint.right;
  const keys = [...policy.logs.map(keyOf), ...policy.witnesses.map(keyOf)].filter(isVerifiable);
  const signers = await openNote(note, keys, verify);
  if (E.isLeft(signers))
    return signers.left.kind === 'BAD_SIGNATURE'
      ? E.left(signers.left)
      : E.left({ kind: 'NO_LOG_SIGNATURE', origin });
  const log = policy.logs.map(keyOf).find((key) => key.name === origin && signers.right.includes(key));
  if (log === undefined) return E.left({ kind: 'NO_LOG_SIGNATURE', origin });
  const witnessed = policy.witnesses.flatMap((witness): ReadonlyArray<Witnessed> => {
    if (!signers.right.includes(witness.key)) return [];
    const time = timeOf(note, witness.key);
    return O.isNone(time) ? [] : [{ witness, time: time.value }];
  });
  const quorum = quorumReached(policy.quorum, (witness) =>
    witnessed.some((each) => each.witness === witness),
  );
  return E.right({ checkpoint: checkpoint.right, log, witnessed, quorum });
};
