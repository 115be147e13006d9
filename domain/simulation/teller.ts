import type { Source } from '../event/envelope.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { StreamKey } from '../stream/surroundings.ts';
import { addDays, type CalendarDate, lastDayOf } from '../time/calendarDate.ts';
import { nameOfPlan, type Plan } from './plan.ts';
import type { By, Fresh, Intended, Life, Step } from './step.ts';

type Particulars = Readonly<Record<string, unknown>>;

export type Told = {
  /** Days from the event to its recording. */
  readonly late?: number;
  /** The step that this one speaks of: it is recorded before. */
  readonly after?: Step;
  readonly source?: Source;
  readonly refused?: RefusalCode;
  readonly disputed?: RefusalCode;
};

export type Tell = (
  subject: StreamKey | Fresh,
  by: By,
  type: string,
  effectiveAt: string,
  payload: Particulars,
  more?: Told,
) => Step;

export type Teller = { readonly tell: Tell; readonly life: () => Life };

const intendedOf = ({ refused, disputed }: Told): Intended =>
  refused !== undefined
    ? { kind: 'REFUSED', code: refused }
    : disputed !== undefined
      ? { kind: 'DISPUTED', code: disputed }
      : { kind: 'ACCEPTED' };

/** Collects the steps of one life and puts them into the order of their recording. */
export const createTeller = (plan: Plan, label: string): Teller => {
  const steps: Step[] = [];
  /** Nothing of a subject is recorded before its first event. */
  const begun = new Map<string, CalendarDate>();
  const prefix = `${nameOfPlan(plan)} ${label}`;

  const tell: Tell = (subject, by, type, effectiveAt, payload, more = {}) => {
    const key = `${prefix} ${steps.length}`;
    const { organisationId } = by;
    const begins = 'prefix' in subject;
    const own = begins
      ? { kind: subject.kind, id: plan.ids.subjectId(subject.prefix, organisationId, key) }
      : subject;
    const days = [addDays(lastDayOf(effectiveAt), more.late ?? 0), begun.get(own.id), more.after?.recordedOn];
    const recordedOn = days.reduce<CalendarDate>(
      (latest, day) => (day !== undefined && day > latest ? day : latest),
      '',
    );
    if (begins) begun.set(own.id, recordedOn);
    const step: Step = {
      key,
      eventId: plan.ids.eventId(organisationId, key, 0),
      subject: own,
      begins,
      recordedBy: { actorId: `simulated-${by.role}`, ...by },
      type,
      effectiveAt,
      recordedOn,
      payload,
      source: more.source ?? { kind: 'DIRECT' },
      intended: intendedOf(more),
    };
    steps.push(step);
    return step;
  };

  return {
    tell,
    life: () => ({
      label,
      steps: steps
        .toSorted((a, b) => (a.recordedOn < b.recordedOn ? -1 : a.recordedOn > b.recordedOn ? 1 : 0))
        .filter((step) => step.recordedOn <= plan.until),
    }),
  };
};
