import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { matchedTransfers } from '../../domain/firearm/transferMatching.ts';
import { isAbsent } from '../../domain/shared/shape.ts';
import { dayOf } from '../../domain/time/eventDay.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const transferTable = listTable(
  'transfer',
  {
    event_id: 'uuid',
    supplier: 'text',
    acquirer: 'text',
    transfer_kind: 'text',
    reporting_side: 'text',
    organisation_id: 'text',
    recorded_at: 'timestamptz',
    due_from: 'text',
    confirmation: 'text',
    effective: 'boolean',
    disputes: 'codes',
    other_event_id: 'uuid',
    other_type: 'text',
    differences: 'text',
  },
  [
    '(supplier) where supplier is not null',
    '(acquirer) where acquirer is not null',
    "(confirmation, subject_id) where confirmation <> 'CONFIRMED'",
    "(subject_id) where differences <> '[]'",
  ],
);

const text = (value: unknown): string | null =>
  typeof value === 'string' && !isAbsent(value) ? value : null;

/** Transfers that an old register brought have no second side that could still report them. */
const isLegacy = ({ metadata }: RecordedEvent): boolean => metadata.source.kind === 'LEGACY_IMPORT';

const segments =
  ({ events, timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number) =>
    matchedTransfers(events.slice(0, index + 1), timelineAfter(index))
      .filter(({ step, other }) => other !== undefined || !isLegacy(step.event))
      .map(({ step, transfer, confirmation, other, differences }) => ({
        from: step.bounds.earliest,
        to: lastInstant,
        values: {
          event_id: step.event.eventId,
          supplier: text(transfer.supplierId),
          acquirer: text(transfer.acquirerId),
          transfer_kind: transfer.transferKind,
          reporting_side: transfer.reportingSide,
          organisation_id: step.event.metadata.recordedBy.organisationId,
          recorded_at: step.event.recordedAt,
          due_from: dayOf(step.event),
          confirmation,
          effective: step.status === 'EFFECTIVE',
          disputes: step.event.metadata.disputes ?? [],
          other_event_id: other?.eventId ?? null,
          other_type: other?.type ?? null,
          differences: JSON.stringify(differences),
        },
      }));

/** Both reports of every transfer, matched (`transfer-matching`; Dir. 4(5)). */
export const transfers = listOf(
  transferTable,
  from({
    kind: 'firearm',
    concerns: (events) =>
      events.some(
        (event) =>
          event.type === 'TransferConfirmed' ||
          event.type === 'TransferDisputed' ||
          (event.type === 'FirearmTransferred' && !isLegacy(event)),
      ),
    segments,
  }),
);
