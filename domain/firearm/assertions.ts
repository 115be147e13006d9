import type { AssertionKind } from '../event/envelope.ts';
import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import { type Basis, type Boundary, basisOf } from '../time/unsettled.ts';
import type { FirearmState, OpenAlert } from './state.ts';

type Step = TimelineStep<FirearmState>;

/** That the firearm was lost or stolen, as somebody said, and what became of that (REQ-DPR-03; LED 7). */
export type Claim = {
  readonly kind: OpenAlert['kind'];
  /** An allegation until the case is closed; what the police then found to be so is a fact. */
  readonly assertion: AssertionKind;
  readonly from: Boundary;
  readonly basis: Basis;
  readonly closed?: { readonly outcome: 'ESTABLISHED' | 'WITHDRAWN'; readonly basis: Basis };
};

/** Categories of data subject of LED 6; HOLDER is who is in the register for what he lawfully has. */
export type SubjectCategory = 'HOLDER' | 'SUSPECT' | 'CONVICTED' | 'VICTIM' | 'OTHER';

/** As what a party is named in the history of a firearm. */
export type NamedSubject = {
  readonly party: string;
  readonly category: SubjectCategory;
  readonly assertion: AssertionKind;
  readonly from: Boundary;
  readonly basis: Basis;
};

const counted = ({ steps }: Timeline<FirearmState>): ReadonlyArray<Step> =>
  steps.filter(({ status }) => status === 'EFFECTIVE');
const fromOf = ({ event, bounds }: Step): Boundary => ({ bounds, time: event.metadata.effectiveAt });

const closingOf = (alert: OpenAlert, rest: ReadonlyArray<Step>): Claim['closed'] => {
  const end = rest.find(({ state }) => !state.alerts.some(({ openedBy }) => openedBy === alert.openedBy));
  if (end === undefined) return undefined;
  switch (end.event.type) {
    case 'AlertDischarged':
      return { outcome: 'ESTABLISHED', basis: basisOf(end.event) };
    case 'AlertWithdrawn':
      return { outcome: 'WITHDRAWN', basis: basisOf(end.event) };
    default:
      // A theft takes the place of the loss that it was taken for; the claim goes on in that one.
      return undefined;
  }
};

/** Reports of loss and theft of one firearm with what they are: an allegation, or established. */
export const claimsOf = (timeline: Timeline<FirearmState>): ReadonlyArray<Claim> => {
  const steps = counted(timeline);
  return steps.flatMap((step, index) => {
    const before = new Set(steps[index - 1]?.state.alerts.map(({ openedBy }) => openedBy));
    return step.state.alerts
      .filter(({ openedBy }) => !before.has(openedBy))
      .map((alert): Claim => {
        const closed = closingOf(alert, steps.slice(index + 1));
        return {
          kind: alert.kind,
          assertion: closed?.outcome === 'ESTABLISHED' ? 'FACT' : step.event.metadata.assertionKind,
          from: fromOf(step),
          basis: basisOf(step.event),
          ...(closed === undefined ? {} : { closed }),
        };
      });
  });
};

type Seizure = { readonly fromParty?: unknown; readonly fromPartyAs?: SubjectCategory };

const seizedFrom = (step: Step): ReadonlyArray<NamedSubject> => {
  const { fromParty, fromPartyAs = 'OTHER' } = step.event.payload as Seizure;
  return step.event.type !== 'FirearmSeized' || typeof fromParty !== 'string'
    ? []
    : [
        {
          party: fromParty,
          category: fromPartyAs,
          // That somebody is suspected is not that he did it.
          assertion: fromPartyAs === 'SUSPECT' ? 'ALLEGATION' : step.event.metadata.assertionKind,
          from: fromOf(step),
          basis: basisOf(step.event),
        },
      ];
};

/** Who is named with a firearm, in which category of data subject, and how sure that is (REQ-DPR-03; LED 6, 7). */
export const subjectsOf = (timeline: Timeline<FirearmState>): ReadonlyArray<NamedSubject> => {
  const steps = counted(timeline);
  const claims = new Map(claimsOf(timeline).map((claim) => [claim.basis.eventId, claim]));
  let holder: string | undefined;
  return steps.flatMap((step): ReadonlyArray<NamedSubject> => {
    const { event, state } = step;
    const found: NamedSubject[] = [...seizedFrom(step)];
    const claim = claims.get(event.eventId);
    const named = { from: fromOf(step), basis: basisOf(event) };
    if (claim !== undefined && holder !== undefined)
      found.push({
        party: holder,
        category: claim.kind === 'STOLEN' ? 'VICTIM' : 'OTHER',
        assertion: claim.assertion,
        ...named,
      });
    const now = state.holder?.role === 'AUTHORITY' ? undefined : state.holder?.party;
    if (typeof now === 'string' && now !== holder)
      found.push({ party: now, category: 'HOLDER', assertion: event.metadata.assertionKind, ...named });
    holder = typeof now === 'string' ? now : undefined;
    return found;
  });
};
