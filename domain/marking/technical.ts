import type { AppliedMark } from '../firearm/identity.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refusal } from '../shared/refusal.ts';
import type { CalendarDate } from '../time/calendarDate.ts';
import { faultIf } from './fault.ts';
import { mayBeReduced } from './reduced.ts';
import { holdsForeignLetters } from './script.ts';

/** 2019/68 annex. */
export const minimumHeightMm = 1.6;
/** 2024/325: 0.003 inch. */
export const minimumDepthMm = 0.0762;

/** Height of characters (2019/68 annex; REQ-MRK-04): smaller only where the component is too small. */
export const heightFaults = (
  mark: Pick<AppliedMark, 'charHeightMm' | 'reduced'> & { readonly location: string },
  policy: Pick<Policy, 'reducedMarkKinds'>,
  pointer: string,
): ReadonlyArray<Refusal> => {
  const small = mayBeReduced(mark.location, policy);
  return faultIf(
    mark.charHeightMm < minimumHeightMm && !(mark.reduced === true && small),
    `${pointer}/charHeightMm`,
    small
      ? `Characters are at least ${minimumHeightMm} mm high. If the component is too small, state reduced and the reason.`
      : `Characters are at least ${minimumHeightMm} mm high. Mark again with larger ones.`,
  );
};

/** Alphabet and numerals that the State chose (2019/68 annex; REQ-MRK-04). */
export const scriptFaults = (
  { alphabet, numerals, elements }: Pick<AppliedMark, 'alphabet' | 'numerals' | 'elements'>,
  policy: Pick<Policy, 'alphabet' | 'numerals'>,
  pointer: string,
): ReadonlyArray<Refusal> => [
  ...faultIf(
    !policy.alphabet.includes(alphabet),
    `${pointer}/alphabet`,
    `Marks are in ${policy.alphabet.join(' or ')} here. Mark again in that alphabet.`,
  ),
  ...faultIf(
    holdsForeignLetters(elements.serialRaw, alphabet),
    `${pointer}/elements/serialRaw`,
    `The serial number holds letters that are not ${alphabet}. State its alphabet, or type the letters as they are on the mark.`,
  ),
  ...faultIf(
    !policy.numerals.includes(numerals),
    `${pointer}/numerals`,
    `Marks have ${policy.numerals.join(' or ')} numerals here. Mark again with those.`,
  ),
];

/** Depth of characters on what is first placed on the market from the policy's day (2024/325; REQ-MRK-05). */
export const depthFaults = (
  { depthMm }: Pick<AppliedMark, 'depthMm'>,
  from: CalendarDate,
  pointer: string,
): ReadonlyArray<Refusal> =>
  faultIf(
    depthMm < minimumDepthMm,
    `${pointer}/depthMm`,
    `Marks on what is first placed on the market from ${from} are at least ${minimumDepthMm} mm deep. Mark again deeper.`,
  );
