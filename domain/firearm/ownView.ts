import type { RecordedEvent } from '../event/envelope.ts';
import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import type { Custody, FirearmState, Holder } from './state.ts';

/** Custody that tells of an alert, a seizure or an investigation (HC-03). */
const telling: ReadonlySet<Custody> = new Set(['LST', 'STL', 'AUT', 'SZD', 'FRF']);

type Named = {
  readonly supplierId?: unknown;
  readonly acquirerId?: unknown;
  readonly responsiblePartyId?: unknown;
  readonly toParty?: unknown;
  readonly fromParty?: unknown;
  readonly byParty?: unknown;
  readonly custodianId?: unknown;
};

/** Whether a party recorded the event itself or is named by it, so that it tells the party nothing new. */
export const concerns = (event: RecordedEvent, party: string): boolean => {
  if (event.metadata.recordedBy.organisationId === party) return true;
  const named = (event.payload ?? {}) as Named;
  return [
    named.supplierId,
    named.acquirerId,
    named.responsiblePartyId,
    named.toParty,
    named.fromParty,
    named.byParty,
    named.custodianId,
  ].includes(party);
};

/** What a party may know of who has a firearm and where it stands. */
export type Shown = { readonly custody: Custody; readonly holder?: Holder };

export type ShownStep = {
  readonly step: TimelineStep<FirearmState>;
  readonly shown: Shown;
};

/** Whether the history holds anything that some party must not learn from. */
export const tellsOfAnything = ({ steps }: Timeline<FirearmState>): boolean =>
  steps.some(({ status, state }) => status === 'EFFECTIVE' && telling.has(state.custody));

/**
 * The history as a party may see it: a report of loss, a find or a seizure by somebody else leaves what is shown as it
 * was, until something happens that the party takes part in or that moves the firearm on (HC-03, users-and-jobs 3 and 6).
 */
export const shownTo = (timeline: Timeline<FirearmState>, party: string): ReadonlyArray<ShownStep> => {
  let real: FirearmState = timeline.initial;
  let shown: Shown = { custody: real.custody };
  const steps: ShownStep[] = [];
  for (const step of timeline.steps) {
    if (step.status !== 'EFFECTIVE') continue;
    const { state, event } = step;
    const moved = state.custody !== real.custody || state.holder !== real.holder;
    const hidden = telling.has(state.custody) && !concerns(event, party);
    if (moved && !hidden)
      shown = { custody: state.custody, ...(state.holder === undefined ? {} : { holder: state.holder }) };
    real = state;
    steps.push({ step, shown });
  }
  return steps;
};
