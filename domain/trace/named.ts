import type { RecordedEvent } from '../event/envelope.ts';
import type { Correction } from '../stream/records/recordCorrected.ts';

type Recorded = Pick<RecordedEvent, 'type' | 'payload'>;

const valuesOf =
  (member: string) =>
  ({ type, payload }: Recorded): ReadonlyArray<unknown> =>
    type === 'RecordCorrected'
      ? (payload as Correction).changes
          .filter(({ path }) => path === `/payload/${member}`)
          .flatMap(({ recordedValue, correctValue }) => [recordedValue, correctValue])
      : [(payload as Readonly<Record<string, unknown>>)[member]];

const textsOf = (events: ReadonlyArray<Recorded>, member: string): ReadonlyArray<string> => [
  ...new Set(events.flatMap(valuesOf(member)).filter((value) => typeof value === 'string')),
];

/** Firearms that a trace request was ever about, also by a record that was corrected: each keeps it (REQ-TRC-02). */
export const firearmsTraced = (events: ReadonlyArray<Recorded>): ReadonlyArray<string> =>
  textsOf(events, 'firearmId');

/** Cases that a trace request ever served: a hold on one of them holds it. */
export const casesTraced = (events: ReadonlyArray<Recorded>): ReadonlyArray<string> =>
  textsOf(events, 'caseRef');
