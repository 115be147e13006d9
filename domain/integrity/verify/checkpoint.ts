import * as E from 'fp-ts/lib/Either.js';
import { toBase64, toHex } from '../bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import { verifyNoteSignature } from '../cosignature.ts';
import type { Sha256, VerifyEd25519 } from '../hashing.ts';
import { evaluatePolicy, type TrustPolicy } from '../policy.ts';
import { parsePolicy } from '../policyFile.ts';
import { parseNote, parseVerifierKey, signatureTypes } from '../signedNote.ts';
import type { Findings } from './verdict.ts';

export type Verifying = { readonly sha256: Sha256; readonly verifyEd25519: VerifyEd25519 };

/** What the verifier's user brings himself: keys of the log, or a policy; with neither, a file's own are taken. */
export type OwnTrust = { readonly keys?: ReadonlyArray<string>; readonly policy?: Uint8Array };

/** The policy that decides, and whether it is only the verified file's own; undefined where it cannot be read. */
export const trustOf = (
  sha256: Sha256,
  own: OwnTrust,
  fileOwn: Uint8Array,
  findings: Findings,
): { readonly policy: TrustPolicy; readonly fromFile: boolean } | undefined => {
  const keys = own.keys ?? [];
  const fromFile = own.policy === undefined && keys.length === 0;
  let policy: TrustPolicy = { logs: [], witnesses: [], quorum: { kind: 'NONE' } };
  if (own.policy !== undefined || fromFile) {
    const read = parsePolicy(sha256, own.policy ?? fileOwn);
    if (E.isLeft(read)) {
      const { line, reason } = read.left;
      findings.fault(
        'SIGNATURE',
        'POLICY_MALFORMED',
        `The policy ${fromFile ? 'in the file' : 'that you brought'} cannot be read: line ${line}, ${reason}.`,
        { part: 'POLICY', line },
      );
      return undefined;
    }
    policy = read.right;
  }
  for (const [at, text] of keys.entries()) {
    const key = parseVerifierKey(sha256, text.trim());
    if (E.isLeft(key) || key.right.type !== signatureTypes.ed25519) {
      const reason = E.isLeft(key) ? key.left.reason : 'it is not of the kind that logs sign with';
      findings.fault('SIGNATURE', 'KEY_MALFORMED', `Key ${at + 1} that you brought is none: ${reason}.`, {
        part: 'KEY',
        line: at + 1,
      });
      return undefined;
    }
    policy = { ...policy, logs: [...policy.logs, { key: key.right }] };
  }
  return { policy, fromFile };
};

const isoOfSeconds = (time: bigint): string =>
  time < 253_402_300_800n ? new Date(Number(time) * 1000).toISOString() : `${time} s after 1970`;

/** The checkpoint in a note, if the policy accepts its signatures. `which` names it in sentences. */
export const checkedCheckpoint = async (
  { verifyEd25519 }: Verifying,
  note: string,
  policy: TrustPolicy,
  findings: Findings,
  which = 'the checkpoint',
): Promise<Checkpoint | undefined> => {
  const at = { part: 'CHECKPOINT' } as const;
  const parsed = parseNote(note);
  if (E.isLeft(parsed)) {
    findings.fault(
      'SIGNATURE',
      'CHECKPOINT_MALFORMED',
      `The text of ${which} is no signed note: ${parsed.left.reason}.`,
      at,
    );
    return undefined;
  }
  const verdict = await evaluatePolicy(policy, parsed.right, verifyNoteSignature(verifyEd25519));
  if (E.isLeft(verdict)) {
    const fault = verdict.left;
    if (fault.kind === 'MALFORMED')
      findings.fault('SIGNATURE', 'CHECKPOINT_MALFORMED', `In ${which}, ${fault.reason}.`, at);
    else if (fault.kind === 'BAD_SIGNATURE')
      findings.fault(
        'SIGNATURE',
        'BAD_SIGNATURE',
        `The signature by ${fault.name} on ${which} does not fit its text: text or signature were changed after signing.`,
        at,
      );
    else
      findings.fault(
        'SIGNATURE',
        'SIGNED_BY_ANOTHER_KEY',
        `No accepted key signed ${which}, which says that it is of the log ${fault.origin}. Accepted: ${
          policy.logs.map(({ key }) => `${key.name} (${toHex(key.keyId)})`).join(', ') || 'none'
        }; signed by: ${parsed.right.signatures.map(({ name, keyId }) => `${name} (${toHex(keyId)})`).join(', ')}.`,
        at,
      );
    return undefined;
  }
  const { checkpoint, log, witnessed, quorum } = verdict.right;
  findings.done(
    'SIGNATURE',
    `The log ${log.name} signed that it holds ${checkpoint.size} events, with the root ${toBase64(checkpoint.root)} (key ${toHex(log.keyId)}).`,
  );
  if (!quorum)
    findings.fault(
      'WITNESSES',
      'QUORUM_NOT_REACHED',
      `The policy demands more witnesses than cosigned ${which}: ${witnessed.length} of ${policy.witnesses.length} known ones did.`,
      at,
    );
  if (witnessed.length > 0 || !quorum)
    findings.done(
      'WITNESSES',
      witnessed.length === 0
        ? 'No known witness cosigned.'
        : `Cosigned by ${witnessed.map(({ witness, time }) => `${witness.key.name} (${isoOfSeconds(time)})`).join(', ')}.`,
    );
  else
    findings.notDone(
      'WITNESSES',
      'The policy names no witness that has to cosign, and none that it names did: that the register shows everybody the same log is not proved.',
    );
  return checkpoint;
};

/** The checkpoint in a note that a log of the policy signed; undefined for every other text. */
export const acceptedCheckpoint = async (
  { verifyEd25519 }: Verifying,
  note: string,
  policy: TrustPolicy,
): Promise<Checkpoint | undefined> => {
  const parsed = parseNote(note);
  if (E.isLeft(parsed)) return undefined;
  const verdict = await evaluatePolicy(policy, parsed.right, verifyNoteSignature(verifyEd25519));
  return E.isRight(verdict) ? verdict.right.checkpoint : undefined;
};

/** An older checkpoint that the verifier's user kept; its signature is checked by the same policy. */
export const checkedOldCheckpoint = async (
  verifying: Verifying,
  note: string,
  policy: TrustPolicy,
  findings: Findings,
): Promise<Checkpoint | undefined> => {
  const accepted = await acceptedCheckpoint(verifying, note, policy);
  if (accepted !== undefined) return accepted;
  const parsed = parseNote(note);
  const plain = E.isRight(parsed) ? parseCheckpoint(parsed.right.text) : E.left(undefined);
  findings.fault(
    'CONSISTENCY',
    E.isRight(plain) ? 'SIGNED_BY_ANOTHER_KEY' : 'CHECKPOINT_MALFORMED',
    'The older checkpoint that you brought is not one that an accepted key signed: it proves nothing.',
    { part: 'CHECKPOINT' },
  );
  return undefined;
};
