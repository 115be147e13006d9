import type { Metadata } from '../../event/envelope.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import type { Spread } from '../../stream/definition.ts';
import type { FirearmCheck } from '../definition.ts';
import type { FirearmState } from '../state.ts';

/** Makers and gunsmiths work on other people's firearms; a private holder on his own only. */
export const notItsHolder = (
  { holder }: FirearmState,
  { recordedBy }: Pick<Metadata, 'recordedBy'>,
): Refusal | undefined =>
  recordedBy.role === 'HLD' && holder?.party !== recordedBy.organisationId
    ? refusal('NOT_YOUR_FIREARM', 'You may change only a firearm that you answer for.')
    : undefined;

/** The component's half of a fit or removal. */
export const onTheOther = (
  type: string,
  payload: { readonly componentId: string },
): ReadonlyArray<Spread> => [{ stream: { kind: 'component', id: payload.componentId }, type, payload }];

/**
 * What ends a firearm's identity must not be dated before what is recorded of it already: the later events would hang
 * in the air. The authority decides (catalogue 8 rule 6, HC-10).
 */
export const endsBeforeLaterEvents = <P>({
  phase,
  timeline,
  effective,
}: FirearmCheck<P>): Refusal | undefined => {
  if (phase !== 'NOW') return undefined;
  const later = timeline.steps.filter(
    ({ bounds, status }) => status === 'EFFECTIVE' && bounds.earliest > effective.earliest,
  );
  return later.length === 0
    ? undefined
    : refusal('R17', 'Later events of this firearm are recorded already. The registry decides.', {
        eventIds: later.map(({ event }) => event.eventId),
      });
};
