import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, toHex, utf8 } from '../../../domain/integrity/bytes.ts';
import type { Suspicion } from '../../../domain/integrity/witnessDecision.ts';
import { createFile } from '../../system/durableFile.ts';
import { hashing } from '../../system/hashing.ts';
import { originHash } from './witnessKey.ts';

/** Both checkpoints, each signed by the log: with them anybody can see what happened, also without this witness. */
export type Evidence = {
  readonly suspicion: Suspicion;
  readonly origin: string;
  readonly witness: string;
  readonly at: string;
  /** The note that was cosigned. */
  readonly held: string;
  /** The note that was refused, with the signatures of the log alone. */
  readonly refused: string;
  readonly old: number;
  readonly proof: ReadonlyArray<Uint8Array>;
};

export const evidenceSays: { readonly [S in Suspicion]: string } = {
  TWO_ROOTS:
    'The log signed two histories of the same length. This is proof of a fork: both notes carry its signature.',
  PROOF_FAILS:
    'The log signed a checkpoint, and the proof sent with it does not show that it continues the one before. The log was forked, or a wrong proof was sent: ask its operator for the proof between the two checkpoints.',
};

/** Wrong proofs can be sent by anybody, so their files must not fill the disk. */
const filesMax: { readonly [S in Suspicion]: number } = { TWO_ROOTS: 1000, PROOF_FAILS: 100 };

const beginningOf = (suspicion: Suspicion, origin: string): string =>
  `${suspicion === 'TWO_ROOTS' ? 'two-roots' : 'proof-fails'}-${originHash(origin).slice(0, 16)}-`;

export const countEvidence = (folder: string, suspicion: Suspicion, origin: string): number =>
  readdirSync(folder).filter((name) => name.startsWith(beginningOf(suspicion, origin))).length;

export const listEvidence = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder)
    .filter((name) => /^(two-roots|proof-fails)-.*\.json$/.test(name))
    .sort();

/** Keeps the evidence in a file of its own; the name of a file that is new, undefined for what was kept before. */
export const keepEvidence = (folder: string, evidence: Evidence): string | undefined => {
  const { suspicion, origin, held, refused } = evidence;
  if (countEvidence(folder, suspicion, origin) >= filesMax[suspicion]) return undefined;
  // Of the checkpoints, not of their signatures: the same two make one file.
  const bodies = [held, refused].map((note) => note.slice(0, note.lastIndexOf('\n\n') + 1));
  const digest = toHex(hashing.sha256(utf8(bodies.join('\n')))).slice(0, 32);
  const file = join(folder, `${beginningOf(suspicion, origin)}${digest}.json`);
  const text = JSON.stringify(
    { says: evidenceSays[suspicion], ...evidence, proof: evidence.proof.map(toBase64) },
    undefined,
    2,
  );
  return createFile(file, `${text}\n`) ? file : undefined;
};
