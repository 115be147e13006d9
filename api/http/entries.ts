import { readEffectiveTime } from '../../domain/time/effectiveTime.ts';
import type { EventEntry } from '../../domain/usecases/recording.ts';
import { problem } from './problem.ts';
import type { Entry } from './schemas.ts';

/** The validated body of a request as an entry of the ledger; the ledger's zone where none is named. */
export const entryOf = (entry: Entry, ledgerZone: string): EventEntry => {
  const effectiveAt = readEffectiveTime(entry.effectiveAt, entry.zone ?? ledgerZone);
  if (effectiveAt === undefined)
    throw problem(400, 'INVALID_REQUEST', 'invalid request', 'effectiveAt is not a date.', {
      errors: [{ pointer: '/effectiveAt', message: 'not a date' }],
    });
  return {
    type: entry.type,
    effectiveAt,
    ...(entry.sequenceHint === undefined ? {} : { sequenceHint: entry.sequenceHint }),
    payload: entry.payload,
    source: (entry.source ?? { kind: 'DIRECT' }) as EventEntry['source'],
    ...(entry.legalBasis === undefined ? {} : { legalBasis: entry.legalBasis }),
  };
};
