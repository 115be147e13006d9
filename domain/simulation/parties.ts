import type { CalendarDate } from '../time/calendarDate.ts';
import type { By, Life } from './step.ts';

export type Person = {
  readonly kind: 'PERSON';
  readonly id: string;
  readonly rightId: string;
  readonly categories: ReadonlyArray<'B' | 'C'>;
  /** First day of the right. */
  readonly from: CalendarDate;
  /** From this day on there is no right any more. */
  readonly ended?: CalendarDate;
  readonly died?: CalendarDate;
  readonly life: Life;
};
export type Firm = {
  readonly kind: 'FIRM';
  readonly id: string;
  readonly rightId: string;
  readonly life: Life;
};
export type StateBody = { readonly kind: 'STATE_BODY'; readonly id: string; readonly life: Life };
export type Party = Person | Firm | StateBody;

/** Organisations that act by their office; they are no parties that hold firearms of their own. */
export const clerk: By = { role: 'CLK', organisationId: 'REGISTRY' };
export const police: By = { role: 'POL', organisationId: 'POLICE' };
export const court: By = { role: 'JUD', organisationId: 'COURT' };
export const customs: By = { role: 'CUS', organisationId: 'CUSTOMS' };
export const laboratory: By = { role: 'LAB', organisationId: 'LABORATORY' };
export const verifier: By = { role: 'VER', organisationId: 'VERIFIER' };
export const focalPoint: By = { role: 'FFP', organisationId: 'FOCAL-POINT' };
export const foreignAuthority: By = { role: 'FOR', organisationId: 'ABROAD' };
export const digitisation: By = { role: 'MIG', organisationId: 'REGISTRY' };
export const system: By = { role: 'SYS', organisationId: 'REGISTRY' };

export const asDealer = (firm: Firm): By => ({ role: 'DLR', organisationId: firm.id });
export const asMaker = (firm: Firm): By => ({ role: 'MFR', organisationId: firm.id });
export const asHolder = (person: Person): By => ({ role: 'HLD', organisationId: person.id });
export const asState = (body: StateBody): By => ({ role: 'STO', organisationId: body.id });

/** In which capacity a party has firearms. */
export const capacityOf = (party: Party): 'HOLDER' | 'TRADE' | 'STATE' =>
  party.kind === 'PERSON' ? 'HOLDER' : party.kind === 'FIRM' ? 'TRADE' : 'STATE';

/** Whether nothing ever ends this person's right: an authority may release to such a one whenever it is recorded. */
export const isLasting = ({ ended, died }: Person): boolean => ended === undefined && died === undefined;

/** Whether the person lives and may have what is in the category, on that day and for half a year after it. */
export const mayHave = (person: Person, category: string, day: CalendarDate, later: CalendarDate): boolean =>
  person.from <= day &&
  person.categories.some((each) => each === category) &&
  (person.ended === undefined || person.ended > day) &&
  (person.died === undefined || person.died > later);
