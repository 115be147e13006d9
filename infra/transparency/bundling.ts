import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import type { TransparencyLog } from '../../domain/ports/transparencyLog.ts';
import type { BundlePorts } from '../../domain/usecases/makeBundle.ts';
import { hashing } from '../system/hashing.ts';
import { readLastStamp } from './timestamps/stampTable.ts';

/**
 * What proof bundles need beside the log: the policy under which this register publishes, or without one the keys of its
 * log; and the last time stamp of the log, where there is one.
 */
export const createBundling = (
  pool: Pool,
  transparencyLog: Pick<TransparencyLog, 'keys'>,
  policyFile?: string,
): Pick<BundlePorts, 'hashing' | 'policy' | 'timestamp'> => ({
  hashing,
  timestamp: ({ size }) => readLastStamp(pool, size),
  policy: async ({ size }) => {
    if (policyFile !== undefined) return readFileSync(policyFile, 'utf8');
    const signing = (await transparencyLog.keys()).filter(
      ({ fromSize, toSize, retired }) => fromSize <= size && (!retired || size <= toSize),
    );
    return `${signing.map(({ verifierKey }) => `log ${verifierKey}\n`).join('')}quorum none\n`;
  },
});
