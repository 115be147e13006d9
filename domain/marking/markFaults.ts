import type { AppliedMark, Identity } from '../firearm/identity.ts';
import type { Policy } from '../policy/policy.ts';
import { assertNever } from '../shared/assertNever.ts';
import type { Refusal } from '../shared/refusal.ts';
import { contentFaults, stateTransferFaults } from './content.ts';
import type { MarkDates } from './duty.ts';
import { fallsUnderDuty, isAppliedAbroad, isRecentStateTransfer, needsDepth } from './duty.ts';
import { faultIf } from './fault.ts';
import { locationFaults } from './location.ts';
import { plateFaults } from './plate.ts';
import { reducedFaults } from './reduced.ts';
import { depthFaults, heightFaults, scriptFaults } from './technical.ts';

export type MarkPolicy = Pick<
  Policy,
  'alphabet' | 'numerals' | 'reducedMarkKinds' | 'embeddedPlate' | 'depthRule'
>;

export type MarkToJudge = {
  /** The location is any text here: a mark that somebody put on a grip panel must be refused, not overlooked. */
  readonly mark: Omit<AppliedMark, 'location'> & { readonly location: string };
  readonly identity?: Pick<Identity, 'yearOfManufacture'>;
  readonly dates: MarkDates;
  readonly policy: MarkPolicy;
  /** JSON pointer of the mark in the request. */
  readonly pointer?: string;
};

const datesOf = ({ identity, dates }: MarkToJudge): MarkDates =>
  dates.manufacturedOn === undefined && identity?.yearOfManufacture !== undefined
    ? { ...dates, manufacturedOn: String(identity.yearOfManufacture) }
    : dates;

const dutyFaults = (judged: MarkToJudge, dates: MarkDates, pointer: string): ReadonlyArray<Refusal> => {
  const { mark, policy } = judged;
  const form = () => [
    ...reducedFaults(mark, policy, pointer),
    ...heightFaults(mark, policy, pointer),
    ...(isAppliedAbroad(dates) ? [] : scriptFaults(mark, policy, pointer)),
    ...plateFaults(mark, policy, pointer),
  ];
  switch (mark.purpose) {
    case 'STATE_TRANSFER':
      return isRecentStateTransfer(dates) ? [...stateTransferFaults(mark, pointer), ...form()] : [];
    case 'MANUFACTURE':
      return fallsUnderDuty(dates)
        ? [...(mark.reduced === true ? [] : contentFaults(mark, pointer)), ...form()]
        : [];
    default:
      return assertNever(mark.purpose);
  }
};

/**
 * What is wrong with a mark by the rules that hold for the firearm's own dates (REQ-MRK-01 to -11): refusals R32, one a
 * fault, or none. A historic firearm follows national law, by a decision that is named (REQ-MRK-11).
 */
export const markFaults = (judged: MarkToJudge): ReadonlyArray<Refusal> => {
  const { mark, policy, pointer = '/payload/mark' } = judged;
  if (mark.markRegime === 'HISTORIC_NATIONAL')
    return faultIf(
      mark.regimeDecision === undefined,
      `${pointer}/regimeDecision`,
      'The rules for historic firearms hold by decision. Refer to the decision.',
    );
  const dates = datesOf(judged);
  return [
    ...locationFaults(mark.location, `${pointer}/location`),
    ...dutyFaults(judged, dates, pointer),
    ...(needsDepth(dates, policy.depthRule.from) ? depthFaults(mark, policy.depthRule.from, pointer) : []),
  ];
};
