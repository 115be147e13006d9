import { disputeDecided } from './disputeDecided.ts';
import { recordAnnulled } from './recordAnnulled.ts';
import { recordCorrected } from './recordCorrected.ts';
import { recordReinstated } from './recordReinstated.ts';

const records = [recordCorrected, recordAnnulled, recordReinstated, disputeDecided] as const;

/** The records about records, which every kind of stream has: refused for an unknown subject, never by its status.
 * The ledger's own stream has one status and is never unknown. */
export const recordRows = (statuses: ReadonlyArray<string>) =>
  records.map(
    (definition) =>
      [
        definition,
        statuses.map((_, index) => (index === 0 && statuses.length > 1 ? 'R00' : '=')).join(' '),
      ] as const,
  );
