import type { StreamKindName } from '../../stream/kinds.ts';
import { flaggedTask } from './flagged.ts';

/** A trader reported without a licence in force, or a journey had no lawful basis (REQ-DLR-01, REQ-PAS-03). */
export const licenceNotValid = <N extends StreamKindName>() =>
  flaggedTask<N>({
    flag: 'LICENCE_NOT_VALID',
    meaning: 'A report or journey was recorded without a licence or basis in force on its day.',
    closes: '; for a transfer also the authority’s TransferConfirmed or TransferDisputed',
    party: ({ metadata }) => metadata.recordedBy.organisationId,
  });
