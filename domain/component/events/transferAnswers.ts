import { guardDispute } from '../../event/envelope.ts';
import { isThirdParty } from '../../firearm/events/transferAnswer.ts';
import { transferConfirmed as firearmTransferConfirmed } from '../../firearm/events/transferConfirmed.ts';
import { transferDisputed as firearmTransferDisputed } from '../../firearm/events/transferDisputed.ts';
import { refusal } from '../../shared/refusal.ts';
import { type ComponentCheck, defineEvent } from '../definition.ts';
import { sharedWithFirearm } from './sharedWithFirearm.ts';

/** Only the other side or an authority answers a transfer, and only an authority one that awaits its decision. */
const checkAnswer = ({ payload, history, timeline, metadata, around, now }: ComponentCheck<unknown>) => {
  const { targetEventId } = payload as { readonly targetEventId: string };
  const target = history.find(({ eventId }) => eventId === targetEventId);
  if (target?.type !== 'ComponentTransferred')
    return refusal('R71', 'No transfer with this id is recorded for this component.', {
      pointer: '/payload/targetEventId',
    });
  const { role, organisationId } = metadata.recordedBy;
  if (role === 'CLK' || role === 'POL') return undefined;
  if (guardDispute(target.metadata) !== undefined)
    return refusal('ROLE_MAY_NOT_RECORD', 'This transfer is with the competent authority for decision.');
  if (target.metadata.recordedBy.organisationId === organisationId)
    return refusal(
      'NOT_YOUR_FIREARM',
      'You reported this transfer yourself: the other side confirms or disputes it.',
    );
  return isThirdParty(metadata.recordedBy, timeline.knowledge.corrected(target).payload, { around, now })
    ? refusal('NOT_YOUR_FIREARM', 'Only the two parties to a transfer or an authority answer it.')
    : undefined;
};

export const transferConfirmed = defineEvent({
  ...sharedWithFirearm(firearmTransferConfirmed),
  aboutRecord: true,
  check: checkAnswer,
});
export const transferDisputed = defineEvent({
  ...sharedWithFirearm(firearmTransferDisputed),
  aboutRecord: true,
  check: checkAnswer,
});
