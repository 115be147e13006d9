import { isCalendarDate } from '../time/calendarDate.ts';
import type { HolidayRule } from '../time/holidays.ts';
import type { Policy } from './policy.ts';

/** What is wrong with a policy, with a JSON pointer into it and the way out. */
export type PolicyFault = { readonly pointer: string; readonly detail: string };

type Rule = { readonly broken: boolean } & PolicyFault;

/** Limits that bind Member States: national law may be stricter than the Directive, never laxer (Dir. 3). */
const unionRules = (policy: Policy): ReadonlyArray<Rule> => [
  {
    broken: policy.permitReviewYears > 5,
    pointer: '/permitReviewYears',
    detail: 'Permits are reviewed at least every 5 years (Dir. 10). Give 5 or less.',
  },
  {
    broken: policy.dealerTransferYears > 3,
    pointer: '/dealerTransferYears',
    detail: "A dealer's general permission lasts at most 3 years (Dir. 16(3)). Give 3 or less.",
  },
  {
    broken: policy.passYears > 5,
    pointer: '/passYears',
    detail: 'A pass is valid for at most 5 years (Dir. 1(3)). Give 5 or less.',
  },
  {
    broken: policy.depthRule.from > '2025-07-22',
    pointer: '/depthRule/from',
    detail:
      'The minimum depth holds from 2025-07-22 at the latest (2024/325). Give that date or an earlier one.',
  },
  {
    broken: policy.euMovements !== 'ART_16_TRANSFER',
    pointer: '/euMovements',
    detail: 'Movements between Member States are transfers under Dir. 16. Give ART_16_TRANSFER.',
  },
];

/** What does not apply outside the Union (legal-basis section 7, `profile`). */
const outsideRules = (policy: Policy): ReadonlyArray<Rule> => [
  {
    broken: policy.euMovements !== 'IMPORT_EXPORT',
    pointer: '/euMovements',
    detail: 'Outside the Union movements to and from it are imports and exports. Give IMPORT_EXPORT.',
  },
  {
    broken: policy.outbox.imi,
    pointer: '/outbox/imi',
    detail: 'IMI is open to Member States only. Switch it off.',
  },
  {
    broken: policy.outbox.sis,
    pointer: '/outbox/sis',
    detail: 'SIS is open to the States bound by 2018/1862 only. Switch it off.',
  },
  {
    broken: policy.consentFreeList.length > 0,
    pointer: '/consentFreeList',
    detail: 'Consent-free lists are exchanged under Dir. 16(4) between Member States. Leave the list empty.',
  },
];

const needs = {
  DATE: 'date',
  EVERY_YEAR: 'monthDay',
  WESTERN_EASTER: 'daysFromEaster',
  ORTHODOX_EASTER: 'daysFromEaster',
} as const;

/** Each kind of rule has what it needs and nothing else, so that no half of a rule is silently without effect. */
const holidayRules = (rule: HolidayRule, index: number): ReadonlyArray<Rule> => {
  const pointer = `/workingDays/holidays/${index}`;
  const needed = needs[rule.on];
  return [
    {
      broken: rule[needed] === undefined,
      pointer: `${pointer}/${needed}`,
      detail: `A holiday of the kind ${rule.on} needs ${needed}. Give it.`,
    },
    ...(['date', 'monthDay', 'daysFromEaster'] as const)
      .filter((name) => name !== needed)
      .map((name) => ({
        broken: rule[name] !== undefined,
        pointer: `${pointer}/${name}`,
        detail: `A holiday of the kind ${rule.on} has no ${name}. Leave it out, or give another kind.`,
      })),
    {
      broken: rule.monthDay !== undefined && !isCalendarDate(`2000-${rule.monthDay}`),
      pointer: `${pointer}/monthDay`,
      detail: 'No year has this day. Give one that exists.',
    },
    {
      broken: rule.fromYear !== undefined && rule.untilYear !== undefined && rule.untilYear < rule.fromYear,
      pointer: `${pointer}/untilYear`,
      detail: 'The last year lies before the first. Give a later one.',
    },
  ];
};

/** What the shape of a policy cannot say: limits of the law and parts that contradict one another. */
export const policyFaults = (policy: Policy): ReadonlyArray<PolicyFault> =>
  [
    ...(policy.profile === 'EU_MEMBER' ? unionRules(policy) : outsideRules(policy)),
    ...policy.consentFreeList.map(
      ({ validFrom, validTo }, index): Rule => ({
        broken: validTo !== undefined && validTo < validFrom,
        pointer: `/consentFreeList/${index}/validTo`,
        detail: 'The list ends before it begins. Give a later last day.',
      }),
    ),
    ...policy.workingDays.holidays.flatMap(holidayRules),
  ].flatMap(({ broken, pointer, detail }) => (broken ? [{ pointer, detail }] : []));
