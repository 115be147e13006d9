import type { SignedCheckpoint, TransparencyLog } from '../../domain/ports/transparencyLog.ts';
import type { BundlePorts } from '../../domain/usecases/makeBundle.ts';
import { hashing } from '../system/hashing.ts';

/** What proof bundles need beside the log: a policy for who has none of his own, and time stamps where there are some. */
export const createBundling = (
  transparencyLog: Pick<TransparencyLog, 'keys'>,
  more: {
    /** Policy of this register with its witnesses; without it the log's own keys are enough. */
    readonly policy?: string;
    readonly timestamp?: BundlePorts['timestamp'];
  } = {},
): Pick<BundlePorts, 'hashing' | 'policy' | 'timestamp'> => ({
  hashing,
  timestamp: more.timestamp ?? (async () => undefined),
  policy: async ({ size }: SignedCheckpoint) => {
    if (more.policy !== undefined) return more.policy;
    const signing = (await transparencyLog.keys()).filter(
      ({ fromSize, toSize, retired }) => fromSize <= size && (!retired || size <= toSize),
    );
    return `${signing.map(({ verifierKey }) => `log ${verifierKey}\n`).join('')}quorum none\n`;
  },
});
