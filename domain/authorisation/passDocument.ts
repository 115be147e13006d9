import { concerns } from '../firearm/ownView.ts';
import type { FirearmState } from '../firearm/state.ts';
import type { Policy } from '../policy/policy.ts';
import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import type { CalendarDate } from '../time/calendarDate.ts';
import { type Basis, type Boundary, basisOf } from '../time/unsettled.ts';
import type { AuthorisationState } from './state.ts';

/** What the pass shows of a listed firearm (Dir. 1(3)): loss, theft, change of possession or of characteristics. */
export type PassMark = {
  readonly kind: 'LOST' | 'STOLEN' | 'POSSESSION_CHANGED' | 'CHARACTERISTICS_CHANGED';
  readonly from: Boundary;
  readonly basis: Basis;
  /** The report was withdrawn or the firearm came back, and the police closed the case. */
  readonly ended?: Basis;
};

/** Authorisation of another State, from the first to the last day. */
type Journey = { readonly state: string; readonly validFrom: string; readonly validTo: string };

/** One firearm that the pass lists or listed. */
export type PassLine = {
  readonly firearmId: string;
  readonly identity?: FirearmState['identity'];
  readonly listed: { readonly from: Boundary; readonly basis: Basis };
  readonly struck?: { readonly from: Boundary; readonly basis: Basis; readonly reason: string };
  readonly marks: ReadonlyArray<PassMark>;
  readonly journeys: ReadonlyArray<Journey & { readonly basis: Basis }>;
  /** The holder may travel with it on this pass: listed, and no mark stands. */
  readonly usable: boolean;
};

type PassStep = TimelineStep<AuthorisationState>;
type FirearmStep = TimelineStep<FirearmState>;
type Named = { readonly firearmId?: string; readonly firearmIds?: ReadonlyArray<string> };

const effective = <S>({ steps }: Timeline<S>): ReadonlyArray<TimelineStep<S>> =>
  steps.filter(({ status }) => status === 'EFFECTIVE');
const fromOf = ({ event, bounds }: PassStep | FirearmStep): Boundary => ({
  bounds,
  time: event.metadata.effectiveAt,
});

const lossOf = ({ alerts }: FirearmState) => alerts.find(({ kind }) => kind === 'LOST' || kind === 'STOLEN');
const isLoss = ({ kind }: PassMark): boolean => kind === 'LOST' || kind === 'STOLEN';

const changed = (state: FirearmState, before: FirearmState): boolean =>
  before.identity !== undefined &&
  state.identity !== undefined &&
  JSON.stringify(state.identity) !== JSON.stringify(before.identity);

/** What happened to a firearm since the pass lists it, from its own history: nobody has to remember to enter it. */
export const passMarks = (
  timeline: Timeline<FirearmState>,
  since: Boundary,
  isHolder: (party: string) => boolean,
  mayShow: (step: FirearmStep) => boolean,
): ReadonlyArray<PassMark> => {
  const marks: PassMark[] = [];
  let before = timeline.initial;
  let held = true;
  for (const step of effective(timeline)) {
    const { state, bounds, event } = step;
    const loss = lossOf(state);
    const had = lossOf(before);
    const sinceListed = bounds.latest >= since.bounds.earliest;
    const counts = sinceListed && mayShow(step);
    const mark = { from: fromOf(step), basis: basisOf(event) };
    if (had !== undefined && loss?.openedBy !== had.openedBy) {
      const index = marks.findIndex((known) => isLoss(known) && known.ended === undefined);
      const known = marks[index];
      // What was over before the firearm was listed is no business of the pass; what was still open then is.
      if (known !== undefined && !sinceListed) marks.splice(index, 1);
      else if (known !== undefined) marks[index] = { ...known, ended: mark.basis };
    }
    if (mayShow(step) && loss !== undefined && loss.openedBy !== had?.openedBy)
      marks.push({ kind: loss.kind === 'STOLEN' ? 'STOLEN' : 'LOST', ...mark });
    const party = state.holder?.party;
    const holds = typeof party === 'string' && isHolder(party);
    if (counts && held && !holds) marks.push({ kind: 'POSSESSION_CHANGED', ...mark });
    held = holds;
    if (sinceListed && changed(state, before)) marks.push({ kind: 'CHARACTERISTICS_CHANGED', ...mark });
    before = state;
  }
  return marks;
};

/** An open loss or a firearm that passed on bars its use; a change of characteristics is for the authority to enter. */
const bars = ({ kind, ended }: PassMark): boolean =>
  ended === undefined && (kind === 'LOST' || kind === 'STOLEN' || kind === 'POSSESSION_CHANGED');

/** The lines of a pass with what became of each firearm (REQ-PAS-01). Histories are cut at the moment asked about. */
export const passLines = (
  pass: Timeline<AuthorisationState>,
  firearms: ReadonlyMap<string, Timeline<FirearmState>>,
  isHolder: (party: string) => boolean,
  /** Only what concerns this party, where it reads itself: a report of others must not warn it (HC-03). */
  reader?: string,
): ReadonlyArray<PassLine> => {
  const lines = new Map<string, PassLine>();
  for (const step of effective(pass)) {
    const { event } = step;
    const named = event.payload as Named & {
      readonly journey?: Journey;
      readonly reason?: string;
    };
    const at = { from: fromOf(step), basis: basisOf(event) };
    const ids = event.type === 'PassIssued' ? (named.firearmIds ?? []) : [named.firearmId ?? ''];
    for (const firearmId of ids) {
      const known = lines.get(firearmId);
      if (event.type === 'PassEntryRemoved' && known !== undefined)
        lines.set(firearmId, { ...known, struck: { ...at, reason: named.reason ?? 'OTHER' } });
      else if (event.type === 'PassEntryAdded' && named.journey !== undefined && known !== undefined)
        lines.set(firearmId, {
          ...known,
          journeys: [...known.journeys, { ...named.journey, basis: at.basis }],
        });
      else if (event.type === 'PassIssued' || event.type === 'PassEntryAdded')
        lines.set(firearmId, { firearmId, listed: at, marks: [], journeys: [], usable: true });
    }
  }
  return [...lines.values()].map((line) => {
    const timeline = firearms.get(line.firearmId);
    const last = timeline?.steps.at(-1)?.state;
    const marks =
      timeline === undefined
        ? []
        : passMarks(timeline, line.listed.from, isHolder, ({ event }) =>
            reader === undefined ? true : concerns(event, reader),
          );
    return {
      ...line,
      ...(last?.identity === undefined ? {} : { identity: last.identity }),
      marks,
      usable: line.struck === undefined && !marks.some(bars),
    };
  });
};

/** Annex II(f): the statements that every pass carries. */
export const travelStatements: ReadonlyArray<string> = [
  'The right to travel to another Member State with one or more of the firearms in categories A, B or C mentioned in this pass shall be subject to one or more prior corresponding authorisations from the Member State visited. This or these authorisations may be recorded on the pass.',
  'The prior authorisation referred to above is not in principle necessary in order to travel with a firearm in category C with a view to engaging in hunting or historical re-enactment or with a firearm in category A, B or C for the purpose of taking part in target shooting, on condition that the traveller is in possession of the firearms pass and can establish the reason for the journey.',
];

/** What must be added for listed firearms that another State prohibits or subjects to authorisation (Annex II, Dir. 11(3)). */
export const restrictionStatements = (
  policy: Pick<Policy, 'journeyRestrictions'>,
  lines: ReadonlyArray<PassLine>,
  describe: (line: PassLine) => string,
  on: CalendarDate,
): ReadonlyArray<string> =>
  lines
    .filter(({ struck }) => struck === undefined)
    .flatMap((line) =>
      policy.journeyRestrictions
        .filter(
          ({ subcategories, validFrom, validTo }) =>
            subcategories.some((each) => each === line.identity?.subcategory) &&
            validFrom <= on &&
            (validTo === undefined || on <= validTo),
        )
        .map(({ state, kind }) => {
          const rule = kind === 'PROHIBITED' ? 'prohibited' : 'subject to authorisation';
          return `A journey to ${state} with the firearm ${describe(line)} shall be ${rule}.`;
        }),
    );
