import { guardDispute, type Metadata } from '../../event/envelope.ts';
import { samePartyIn } from '../../party/sameParty.ts';
import { eventId } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, record, text } from '../../shared/shape.ts';
import type { FirearmCheck } from '../definition.ts';

/** What both answers of the other side carry: which transfer, and what differs. */
export const answer = record({
  targetEventId: eventId('the transfer that is answered'),
  differences: list(
    record(
      {
        field: text(60, 'field of the transfer', 'effectiveAt'),
        reported: text(200, 'as reported', '2025-03-01'),
        own: text(200, 'as this side has it', '2025-03-02'),
      },
      '',
      'Difference',
    ),
    0,
    20,
    'what the two sides state differently',
  ),
});

/** Whether a dealer or private holder is neither supplier nor acquirer, as the record names them now. */
export const isThirdParty = (
  { role, organisationId }: Metadata['recordedBy'],
  transfer: unknown,
  { around, now }: Pick<FirearmCheck<unknown>, 'around' | 'now'>,
): boolean => {
  if (role !== 'DLR' && role !== 'HLD') return false;
  const { supplierId, acquirerId } = transfer as {
    readonly supplierId?: unknown;
    readonly acquirerId?: unknown;
  };
  if (supplierId === organisationId || acquirerId === organisationId) return false;
  const same = samePartyIn(around, now);
  return ![supplierId, acquirerId].some((party) => typeof party === 'string' && same(party, organisationId));
};

/**
 * Only the other side or an authority answers a transfer. One that the state of today forbids (HC-09) is for
 * clerk or police alone: the two parties to it may be the ones who launder a stolen firearm.
 */
export const checkAnswer = ({
  payload,
  history,
  timeline,
  metadata,
  around,
  now,
}: FirearmCheck<{ readonly targetEventId: string }>) => {
  const target = history.find((event) => event.eventId === payload.targetEventId);
  if (target === undefined || target.type !== 'FirearmTransferred')
    return refusal('R71', 'No transfer with this id is recorded for this firearm.', {
      pointer: '/payload/targetEventId',
    });
  const authority = metadata.recordedBy.role === 'CLK' || metadata.recordedBy.role === 'POL';
  if (!authority && guardDispute(target.metadata) !== undefined)
    return refusal('ROLE_MAY_NOT_RECORD', 'This transfer is with the competent authority for decision.');
  if (!authority && target.metadata.recordedBy.organisationId === metadata.recordedBy.organisationId)
    return refusal(
      'NOT_YOUR_FIREARM',
      'You reported this transfer yourself: the other side confirms or disputes it.',
    );
  return isThirdParty(metadata.recordedBy, timeline.knowledge.corrected(target).payload, { around, now })
    ? refusal('NOT_YOUR_FIREARM', 'Only the two parties to a transfer or an authority answer it.')
    : undefined;
};
