import * as O from 'fp-ts/lib/Option.js';
import type { BundledConsistency } from '../bundle/format.ts';
import { fromBase64 } from '../bytes.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Sha256 } from '../hashing.ts';
import { isConsistent } from '../merkle.ts';
import type { Findings } from './verdict.ts';

/** What cannot be true of one log at two times, if it is: an append-only log only grows. */
export const checkGrowth = (old: Checkpoint, now: Checkpoint, findings: Findings): boolean => {
  const at = { part: 'CHECKPOINT', leafIndex: old.size } as const;
  if (old.origin !== now.origin)
    findings.fault(
      'CONSISTENCY',
      'LOG_FORKED',
      `Your checkpoint is of the log ${old.origin}, this one of ${now.origin}.`,
      at,
    );
  else if (old.size > now.size)
    findings.fault(
      'CONSISTENCY',
      'LOG_TRUNCATED',
      `Your checkpoint has ${old.size} events, this one only ${now.size}: events from ${now.size} on are gone, or this checkpoint is the older one.`,
      { part: 'CHECKPOINT', leafIndex: now.size, leafEnd: old.size },
    );
  else return true;
  return false;
};

/** That the log is the one of the older checkpoint, only longer. */
export const checkConsistency = (
  sha256: Sha256,
  old: Checkpoint,
  now: Checkpoint,
  bundled: BundledConsistency | null,
  findings: Findings,
): void => {
  if (!checkGrowth(old, now, findings)) return;
  const proof =
    old.size === now.size ? [] : bundled !== null && bundled.size === old.size ? bundled.proof : undefined;
  if (old.size > 0 && proof === undefined) {
    findings.fault(
      'CONSISTENCY',
      'CONSISTENCY_MISSING',
      `The file holds no proof that its log continues that of your checkpoint (${old.size} events). Ask for it with since=${old.size}.`,
      { part: 'CHECKPOINT', leafIndex: old.size },
    );
    return;
  }
  const hashes = (proof ?? []).map((text) => {
    const bytes = fromBase64(text);
    return O.isSome(bytes) ? bytes.value : new Uint8Array(0);
  });
  if (old.size > 0 && !isConsistent(sha256, old, now, hashes))
    findings.fault(
      'CONSISTENCY',
      'LOG_FORKED',
      `The log of this checkpoint does not begin with the ${old.size} events of yours: one of them was altered, removed, inserted or moved, or the proof was changed. Ask for the whole log and verify it with both checkpoints to learn where.`,
      { part: 'LOG', leafIndex: 0, leafEnd: old.size },
    );
  findings.done(
    'CONSISTENCY',
    `The first ${old.size} events are those of your older checkpoint; ${now.size - old.size} were added and none was changed.`,
  );
};
