import type { RecordedEvent } from '../event/envelope.ts';
import type { HoldLifted, HoldPlaced } from '../shared/legalHold.ts';

/** One hold over its whole life: who set it, on which order, for what, and who lifted it. */
export type HoldRecord = {
  readonly holdEventId: string;
  readonly placed: Pick<RecordedEvent, 'recordedAt' | 'metadata'>;
  readonly scope: HoldPlaced['scope'];
  readonly ref: HoldPlaced['ref'];
  readonly reviewOn: string | undefined;
  readonly lifted:
    | (Pick<RecordedEvent, 'recordedAt' | 'metadata' | 'eventId'> & { readonly ref: HoldLifted['ref'] })
    | undefined;
};

/** All holds that the ledger's own stream ever recorded, the latest first. */
export const holdHistory = (events: ReadonlyArray<RecordedEvent>): ReadonlyArray<HoldRecord> => {
  const lifted = new Map(
    events
      .filter(({ type }) => type === 'LegalHoldLifted')
      .map((event) => [(event.payload as HoldLifted).holdEventId, event] as const),
  );
  return events
    .filter(({ type }) => type === 'LegalHoldPlaced')
    .map(({ eventId, recordedAt, metadata, payload }): HoldRecord => {
      const { scope, ref, reviewOn } = payload as HoldPlaced;
      const end = lifted.get(eventId);
      return {
        holdEventId: eventId,
        placed: { recordedAt, metadata },
        scope,
        ref,
        reviewOn,
        lifted: end === undefined ? undefined : { ...end, ref: (end.payload as HoldLifted).ref },
      };
    })
    .toReversed();
};
