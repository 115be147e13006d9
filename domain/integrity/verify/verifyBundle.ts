import { readBundle } from '../bundle/readBundle.ts';
import { toBase64, utf8 } from '../bytes.ts';
import {
  acceptedCheckpoint,
  checkedCheckpoint,
  checkedOldCheckpoint,
  type OwnTrust,
  trustOf,
  type Verifying,
} from './checkpoint.ts';
import { checkConsistency } from './consistency.ts';
import { checkEvents } from './events.ts';
import { checkStatement } from './statement.ts';
import { checkStreams } from './streams.ts';
import { checkTimestamp } from './timestamp.ts';
import { createFindings, type Verdict } from './verdict.ts';

export type BundleOptions = OwnTrust & {
  /** A checkpoint (signed note) that the verifier's user kept from an earlier visit. */
  readonly oldCheckpoint?: string;
};

/** Note for a report whose keys nobody but the file vouches for. */
export const ownKeysOnly =
  'Only keys that the file itself names were used. Whoever made a false file could name false keys: repeat this with a key or policy that you got from somebody else.';

/**
 * Verifies a proof bundle. Total: any bytes give a verdict. It looks at everything that can be looked at, so that a fault
 * in one place does not hide another.
 */
export const verifyBundle = async (
  verifying: Verifying,
  bytes: Uint8Array,
  options: BundleOptions = {},
): Promise<Verdict> => {
  const { sha256 } = verifying;
  const findings = createFindings();
  const bundle = readBundle(sha256, bytes, findings);
  if (bundle === undefined) return findings.verdict();
  findings.done('FILE', 'The file is whole and written in the one way in which such a file is written.');
  const trust = trustOf(sha256, options, utf8(bundle.policy), findings);
  if (trust?.fromFile === true) findings.note(ownKeysOnly);
  const checkpoint =
    trust === undefined
      ? undefined
      : await checkedCheckpoint(verifying, bundle.checkpoint, trust.policy, findings);
  if (trust !== undefined && options.oldCheckpoint !== undefined) {
    const old = await checkedOldCheckpoint(verifying, options.oldCheckpoint, trust.policy, findings);
    if (old !== undefined && checkpoint !== undefined)
      checkConsistency(sha256, old, checkpoint, bundle.consistency, findings);
  } else
    findings.notDone(
      'CONSISTENCY',
      'You brought no older checkpoint, so it was not checked that the log continues the one that you knew.',
    );
  const proved = checkEvents(sha256, bundle, checkpoint, findings);
  checkStreams(bundle, proved, findings);
  const statement = checkStatement(bundle, proved, findings);
  if (bundle.timestamp === null)
    findings.notDone('TIMESTAMP', 'The file holds no time stamp of an independent authority.');
  else if (checkpoint !== undefined && trust !== undefined)
    checkTimestamp(
      sha256,
      bundle.timestamp,
      await acceptedCheckpoint(verifying, bundle.timestamp.note, trust.policy),
      checkpoint,
      findings,
    );
  const { subject } = bundle;
  return findings.verdict({
    subject,
    ...(statement === undefined ? {} : { statement }),
    ...(checkpoint === undefined
      ? {}
      : {
          checkpoint: {
            origin: checkpoint.origin,
            size: checkpoint.size,
            root: toBase64(checkpoint.root),
          },
        }),
  });
};
