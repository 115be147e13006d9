import * as E from 'fp-ts/lib/Either.js';
import type { Pool } from 'pg';
import { equalBytes } from '../../../domain/integrity/bytes.ts';
import { verifyNoteSignature } from '../../../domain/integrity/cosignature.ts';
import { quorumReached } from '../../../domain/integrity/policy.ts';
import { openNote, parseNote } from '../../../domain/integrity/signedNote.ts';
import type { SignedCheckpoint, TreeProofs } from '../../../domain/ports/transparencyLog.ts';
import { createBackOff } from '../../backOff.ts';
import { verifyEd25519 } from '../../system/hashing.ts';
import { readLastCheckpoint } from '../checkpoints.ts';
import { askWitness, type WitnessOutcome } from './askWitness.ts';
import { addCosignatures, publishHead, writeWitnessStatus } from './publishedHeads.ts';
import type { WitnessAddress, WitnessPlan } from './readWitnesses.ts';

export type WitnessingPorts = {
  readonly pool: Pool;
  readonly proofs: Pick<TreeProofs, 'consistency'>;
  readonly plan: WitnessPlan;
  readonly now: () => number;
  readonly log: (message: string, details: Record<string, unknown>) => void;
};

/** What is known of a witness between rounds. */
type Memory = {
  /** The size that it has, as far as we know. */
  size: number;
  /** Not to be asked before. */
  notBefore: number;
  status: WitnessOutcome['kind'] | undefined;
  readonly backOff: ReturnType<typeof createBackOff>;
};
export type WitnessMemory = Map<string, Memory>;

const memoryOf = (memory: WitnessMemory, name: string): Memory => {
  const known = memory.get(name) ?? { size: 0, notBefore: 0, status: undefined, backOff: createBackOff() };
  memory.set(name, known);
  return known;
};

const reasonOf = (outcome: WitnessOutcome, size: number): string | undefined => {
  switch (outcome.kind) {
    case 'COSIGNED':
      return undefined;
    case 'AHEAD':
      return `it has cosigned ${outcome.size} events of this log, which has signed ${size}: the log was restored from an older copy, or somebody else signs with its key`;
    case 'INCONSISTENT':
      return `it holds that the checkpoint of ${size} events does not continue the one of ${outcome.size} that it has: the log was altered, or somebody else signs with its key`;
    case 'REFUSED':
    case 'NO_ANSWER':
      return outcome.reason;
  }
};

/** The witnesses of the plan whose valid cosignatures the note carries. */
const cosignedBy = async (
  { policy }: WitnessPlan,
  note: string,
): Promise<ReadonlyArray<WitnessAddress['witness']>> => {
  const parsed = parseNote(note);
  if (E.isLeft(parsed)) return [];
  const opened = await openNote(
    parsed.right,
    policy.witnesses.map(({ key }) => key),
    verifyNoteSignature(verifyEd25519),
  );
  return E.isLeft(opened)
    ? []
    : policy.witnesses.filter(({ key }) => opened.right.some((each) => equalBytes(each.keyId, key.keyId)));
};

const askOne = async (
  { pool, proofs, now, log }: WitnessingPorts,
  stop: AbortSignal,
  memory: WitnessMemory,
  address: WitnessAddress,
  checkpoint: SignedCheckpoint,
): Promise<WitnessOutcome> => {
  const { name } = address.witness;
  const known = memoryOf(memory, name);
  const { size, note } = checkpoint;
  const outcome = await askWitness(address, { size, note, consistency: proofs.consistency }, known.size, {
    now,
    stop,
  });
  const reason = reasonOf(outcome, size);
  if (outcome.kind === 'COSIGNED') {
    known.size = size;
    known.backOff.reset();
  } else known.notBefore = now() + known.backOff.next();
  if (known.status !== outcome.kind && (known.status !== undefined || reason !== undefined))
    log(
      reason === undefined ? 'a witness cosigns again' : 'a witness does not cosign',
      reason === undefined ? { witness: name } : { witness: name, status: outcome.kind, reason },
    );
  known.status = outcome.kind;
  await writeWitnessStatus(pool, name, outcome.kind, reason, outcome.kind === 'COSIGNED' ? size : undefined);
  return outcome;
};

export type WitnessRound = {
  readonly size: number | undefined;
  readonly cosigned: number;
  readonly published: boolean;
};

/**
 * Asks the witnesses for the last signed head, each at most once and all at the same time, adds what they answer to its
 * note, and publishes it when the quorum is reached.
 */
export const witnessOnce = async (
  ports: WitnessingPorts,
  memory: WitnessMemory,
  stop: AbortSignal = new AbortController().signal,
): Promise<WitnessRound> => {
  const { pool, plan, now } = ports;
  const checkpoint = await readLastCheckpoint(pool);
  if (checkpoint === undefined) return { size: undefined, cosigned: 0, published: false };
  const before = await cosignedBy(plan, checkpoint.note);
  const due = plan.asked.filter(
    ({ witness }) => !before.includes(witness) && memoryOf(memory, witness.name).notBefore <= now(),
  );
  const outcomes = await Promise.all(due.map((address) => askOne(ports, stop, memory, address, checkpoint)));
  const lines = outcomes.flatMap((outcome) => (outcome.kind === 'COSIGNED' ? [outcome.line] : []));
  const note = lines.length === 0 ? checkpoint.note : await addCosignatures(pool, checkpoint.size, lines);
  const cosigned = await cosignedBy(plan, note);
  const published = quorumReached(plan.policy.quorum, (witness) => cosigned.includes(witness));
  if (published) await publishHead(pool, checkpoint.size);
  return { size: checkpoint.size, cosigned: cosigned.length, published };
};
