import type { StreamKey } from '../stream/surroundings.ts';
import { addDays, addMonths, type CalendarDate } from '../time/calendarDate.ts';
import { clerk, system } from './parties.ts';
import { proportions } from './proportions.ts';
import type { Random } from './random.ts';
import type { Tell } from './teller.ts';

/** From here on refusals of other States are looked up before a grant (2021/1423). */
const lookupsFrom = '2022-01-31';
/** Years between two reviews, and of a limited right. */
const months = 60;

export type RightAsked = {
  readonly tell: Tell;
  readonly random: Random;
  readonly holderId: string;
  readonly kind: string;
  readonly categories: ReadonlyArray<string>;
  readonly from: CalendarDate;
  /** Nothing of the right is told from here on. */
  readonly horizon: CalendarDate;
  /** The day on which the right is to end, if it does. */
  readonly ends?: { readonly on: CalendarDate; readonly reason: string };
};

export type RightTold = { readonly id: string; readonly ended?: CalendarDate };

const granted = (
  { tell, holderId, kind, categories, from }: RightAsked,
  period: Record<string, string>,
): StreamKey => {
  const scope = { kind, categories };
  const right = tell(
    { kind: 'authorisation', prefix: 'E' },
    clerk,
    'AuthorisationApplied',
    addDays(from, -20),
    {
      applicantId: holderId,
      ...scope,
      purpose:
        kind === 'PERMIT' || kind === 'DECLARATION' ? 'Sport shooting' : 'As the law asks for this right',
    },
  ).subject;
  if (from >= lookupsFrom)
    tell(right, clerk, 'RefusalLookupPerformed', addDays(from, -10), {
      channel: 'IMI',
      result: 'NO_REFUSAL',
    });
  tell(right, clerk, 'AuthorisationGranted', from, {
    holderId,
    ...scope,
    licenceNo: `S-${right.id.slice(-12)}`,
    validFrom: from,
    ...period,
  });
  return right;
};

/** A right without an end, which is reviewed every five years at the latest (REQ-CAT-05). */
const reviewedRight = (asked: RightAsked): RightTold => {
  const { tell, random, from, horizon, ends } = asked;
  let due = addMonths(from, months);
  const right = granted(asked, { reviewDue: due });
  const last = ends === undefined || ends.on > horizon ? horizon : ends.on;
  const forgotten = random.chance(proportions.unreviewed);
  for (let day = addDays(due, -random.between(10, 80)); day < last && !forgotten; ) {
    due = addMonths(day, months);
    tell(right, clerk, 'AuthorisationReviewed', day, { outcome: 'CONTINUES', nextReviewDue: due });
    day = addDays(due, -random.between(10, 80));
  }
  if (ends === undefined) return { id: right.id };
  tell(right, clerk, 'AuthorisationWithdrawn', ends.on, { reason: ends.reason });
  return { id: right.id, ended: ends.on };
};

/** A right for five years, renewed before its last day or expired with it. */
const limitedRight = (asked: RightAsked): RightTold => {
  const { tell, random, from, horizon, ends } = asked;
  let validTo = addDays(addMonths(from, months), -1);
  const right = granted(asked, { validTo });
  while (validTo < horizon) {
    if (ends !== undefined && ends.on <= validTo) {
      tell(right, system, 'AuthorisationExpired', addDays(validTo, 1), { lastDay: validTo });
      return { id: right.id, ended: addDays(validTo, 1) };
    }
    const validFrom = addDays(validTo, 1);
    validTo = addDays(addMonths(validFrom, months), -1);
    tell(right, clerk, 'AuthorisationRenewed', addDays(validFrom, -random.between(5, 40)), {
      validFrom,
      validTo,
    });
  }
  return { id: right.id };
};

/** Of limited rights: the others are reviewed. */
const limitedShare = 0.3;

/** Application, grant and what became of the right. */
export const tellRight = (asked: RightAsked): RightTold =>
  asked.ends?.reason !== 'DEATH_OF_HOLDER' && asked.random.chance(limitedShare)
    ? limitedRight(asked)
    : reviewedRight(asked);
