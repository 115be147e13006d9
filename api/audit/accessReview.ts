import { readingSignals, weightOf } from '../../domain/audit/accessReview.ts';
import { reviewReaders } from '../../projections/accessLog/review.ts';
import type { AuditDeps } from './auditList.ts';
import { periodOf } from './period.ts';

export type OwnParty = { readonly actorId: string; readonly partyId: string };

/** Readers of a period, those with the most to ask about first. */
export const accessReview = async (
  deps: Omit<AuditDeps, 'known'>,
  {
    own,
    limit,
    ...period
  }: {
    readonly from: string | undefined;
    readonly to: string | undefined;
    readonly own: ReadonlyArray<OwnParty>;
    readonly limit: number;
  },
) => {
  const readers = await reviewReaders(deps.sql, { ...periodOf(deps, period), zone: deps.zone, own });
  return readers
    .map((reader) => {
      const signals = readingSignals(reader);
      return { ...reader, purposes: [...reader.purposes], signals: [...signals], weight: weightOf(signals) };
    })
    .toSorted((one, other) => other.weight - one.weight || other.reads - one.reads)
    .slice(0, limit)
    .map((reader, index) => ({ rank: index + 1, ...reader }));
};
