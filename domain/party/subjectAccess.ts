import type { RecordedEvent, Role } from '../event/envelope.ts';
import { partiesIn } from '../firearm/namedParties.ts';
import { idPattern } from '../shared/ids.ts';

/** Authorities that process under the LED: what they record is not told with a request under the GDPR (LED 15; GDPR 23). */
const underLed: ReadonlySet<Role> = new Set(['POL', 'JUD', 'LAB', 'FFP', 'FOR']);
/** What they did with the person himself, who was there. */
const knownToHim: ReadonlySet<string> = new Set(['FirearmReleased', 'FirearmSurrendered', 'AlertWithdrawn']);

/** Whether an event is withheld because an authority recorded it for the prosecution of crime. */
export const isWithheld = ({ type, metadata }: RecordedEvent): boolean =>
  underLed.has(metadata.recordedBy.role) && !knownToHim.has(type);

/** Whether an event of a firearm or component tells of a party and may be told to it (GDPR 15; REQ-DPR-05). */
export const mayTell = (event: RecordedEvent, ids: ReadonlySet<string>): boolean => {
  if (ids.has(event.metadata.recordedBy.organisationId)) return true;
  return [...partiesIn(event)].some((named) => ids.has(named)) && !isWithheld(event);
};

/** Whether an event of a firearm or component tells of a party, and is withheld from it. */
export const isWithheldFrom = (event: RecordedEvent, ids: ReadonlySet<string>): boolean =>
  [...partiesIn(event)].some((named) => ids.has(named)) && !mayTell(event, ids);

export const anotherPerson = '(another person)';
const party = new RegExp(idPattern.party);

/** A payload in which other persons are not named: their rights go before (GDPR 15(4)). */
export const withoutOthers = (value: unknown, ids: ReadonlySet<string>): unknown => {
  if (typeof value === 'string') return party.test(value) && !ids.has(value) ? anotherPerson : value;
  if (Array.isArray(value)) return value.map((member) => withoutOthers(member, ids));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutOthers(member, ids)]))
    : value;
};

/** What every package says of what it leaves out, whether there is such a thing or not. */
export const restrictions = [
  'What authorities process for the prevention, investigation or prosecution of crime is not part of this package and is not confirmed or denied here (Directive (EU) 2016/680, Article 15; Regulation (EU) 2016/679, Article 23).',
  'Other persons are not named (Regulation (EU) 2016/679, Article 15(4)).',
  'You may ask the supervisory authority to check what was left out, and lodge a complaint with it or go to court.',
] as const;
