import type { CalendarDate } from '../time/calendarDate.ts';
import { primaryLocation } from './models.ts';
import type { Party } from './parties.ts';
import type { Arm, Tale } from './tale.ts';

/** Parts of payloads that many events share. */
export const docRef = (kind: string, number: string, issuer: string, date: CalendarDate) => ({
  kind,
  number,
  issuer,
  date,
});

export const placeIn = ({ plan, random }: Tale) => ({
  country: plan.territory,
  admin: random.pick(['Podgorica', 'Bar', 'Budva', 'Cetinje', 'Kolasin', 'Kotor', 'Niksic', 'Pljevlja']),
});

/** A number of a case, certificate or order that is unique to the firearm and the day. */
export const caseNumber = (prefix: string, arm: Pick<Arm, 'key'>, day: CalendarDate): string =>
  `${prefix}-${arm.key.id.slice(-8)}/${day.slice(2, 4)}`;

/** The marks of the firearm as somebody reads them. */
export const marksSeen = (arm: Arm) =>
  arm.serial === undefined ? [] : [{ location: primaryLocation(arm.model), serialRaw: arm.serial }];

/** The right under which a party receives; State stock needs none. */
export const rightOf = (party: Party): unknown =>
  party.kind === 'STATE_BODY' ? { absent: 'NONE' } : party.rightId;
