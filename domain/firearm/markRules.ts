import type { MarkDates } from '../marking/duty.ts';
import { importMarkFaults } from '../marking/importMark.ts';
import { markFaults } from '../marking/markFaults.ts';
import { minimumDepthMm } from '../marking/technical.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import { isAbsent } from '../shared/shape.ts';
import { writtenMoment } from '../time/effectiveTime.ts';
import type { FirearmCheck } from './definition.ts';
import type { AppliedMark, FrameMark, Identity } from './identity.ts';
import type { FirearmState } from './state.ts';

type MarkContext = Pick<FirearmCheck<unknown>, 'state' | 'metadata' | 'policy'>;

/** The firearm's own dates, by which the rules on marks run (trap 25). */
const datesOf = ({ state, metadata }: Pick<MarkContext, 'state' | 'metadata'>): MarkDates => ({
  ...(state.manufacturedOn === undefined ? {} : { manufacturedOn: state.manufacturedOn }),
  ...(state.importedOn === undefined ? {} : { importedOn: state.importedOn }),
  ...(state.importKind === undefined ? {} : { importKind: state.importKind }),
  ...(state.firstMarketDate === undefined ? {} : { firstMarketDate: state.firstMarketDate }),
  markedOn: writtenMoment(metadata.effectiveAt),
});

/** The first fault of a mark that is applied to the firearm, by the rules of its own dates (REQ-MRK-01 to -11). */
export const appliedMarkFault = (context: MarkContext, mark: AppliedMark): Refusal | undefined =>
  markFaults({
    mark,
    dates: datesOf(context),
    policy: context.policy,
    ...(context.state.identity === undefined ? {} : { identity: context.state.identity }),
  })[0];

/**
 * A firearm that falls under the duty is not registered with a frame mark that shows no year (REQ-MRK-01, -02). A mark
 * that was recorded by itself before has been judged then.
 */
export const frameMarkFault = (
  context: MarkContext,
  identity: Identity,
  mark: FrameMark,
): Refusal | undefined => {
  if (context.state.markState !== 'UNMARKED' || isAbsent(mark.serialRaw)) return undefined;
  const { location, serialRaw } = mark;
  return markFaults({
    mark: {
      // What a registration does not state of the mark is taken as right: a refusal needs a known fault.
      elements: {
        manufacturer: isAbsent(identity.make) ? 'UNKNOWN' : identity.make,
        place: 'UNKNOWN',
        serialRaw,
        ...(mark.year === undefined ? {} : { year: mark.year }),
        ...(mark.yearInSerial === undefined ? {} : { yearInSerial: mark.yearInSerial }),
      },
      purpose: 'MANUFACTURE',
      location,
      alphabet: context.policy.alphabet[0] ?? 'LATIN',
      numerals: context.policy.numerals[0] ?? 'ARABIC',
      charHeightMm: mark.charHeightMm ?? 50,
      depthMm: mark.depthMm ?? 5,
      carrier: 'METAL',
      method: 'OTHER',
    },
    identity,
    dates: datesOf(context),
    policy: context.policy,
    pointer: '/payload/frameMark',
  })
    .filter(({ pointer }) => pointer !== '/payload/frameMark/elements/serialRaw')
    .map((fault) => ({ ...fault, pointer: (fault.pointer ?? '').replace('/elements/', '/') }))[0];
};

/** The first fault of an import mark (REQ-MRK-08, -10). */
export const importMarkFault = (
  state: FirearmState,
  mark: { readonly importCountry: string; readonly importYear?: number; readonly location: string },
): Refusal | undefined =>
  importMarkFaults({
    mark,
    ...(state.importedOn === undefined ? {} : { importedOn: state.importedOn }),
    hasUniqueMark: state.marks.length > 0,
  })[0];

/** Marks that are too shallow for the day of first placing on the market (2024/325; REQ-MRK-05). */
export const depthFaultAt = (
  state: FirearmState,
  firstMarketDate: string,
  { depthRule }: Pick<Policy, 'depthRule'>,
): Refusal | undefined =>
  firstMarketDate >= depthRule.from &&
  state.marks.some(({ depthMm }) => depthMm !== undefined && depthMm < minimumDepthMm)
    ? refusal(
        'R32',
        `Marks on what is first placed on the market from ${depthRule.from} are at least ${minimumDepthMm} mm deep. Mark again deeper (FirearmRemarked).`,
        { pointer: '/payload/firstMarketDate' },
      )
    : undefined;
