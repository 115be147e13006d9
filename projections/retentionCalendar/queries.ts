import type { SqlClient } from '../engine/sql.ts';

export type ClockRow = {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly cause: 'DESTROYED' | 'EXPORTED';
  readonly startedBy: string;
  readonly clockFrom: string;
  readonly nominalEnd: string;
  readonly erasableFrom: string;
  readonly zone: string;
  readonly stoppedBy: string | null;
  readonly held: boolean;
};

export type ClockFilter = {
  readonly knownAt: string;
  /** Erasable on this day or before. */
  readonly until?: string;
  readonly workingDayShift: boolean;
  /** Whether definitive export starts a clock (policy `export.startsRetention`). */
  readonly exportStarts: boolean;
  readonly stopped: boolean;
  readonly after?: readonly [erasableFrom: string, subjectId: string];
  readonly limit: number;
};

const page = `
select * from (
  select subject_kind as "subjectKind", subject_id as "subjectId", cause, started_by as "startedBy",
    clock_from as "clockFrom", nominal_end as "nominalEnd",
    case when $2 then erasable_shifted else erasable_plain end as "erasableFrom", zone, stopped_by as "stoppedBy", held
  from lists.clock
  where known_from <= $1::timestamptz and known_to > $1::timestamptz and (cause = 'DESTROYED' or $3)
    and (stopped_by is not null) = $4 and ($5::text is null or erasable_plain <= $5)
) clock
where ($5::text is null or "erasableFrom" <= $5)
  and ($6::text is null or ("erasableFrom", "subjectId") > ($6::text, $7::text))
order by "erasableFrom", "subjectId" limit $8`;

/** Clocks in the order of the day from which erasure is lawful. */
export const clockPage = async (client: SqlClient, filter: ClockFilter): Promise<ReadonlyArray<ClockRow>> => {
  const values = [
    filter.knownAt,
    filter.workingDayShift,
    filter.exportStarts,
    filter.stopped,
    filter.until ?? null,
    ...(filter.after ?? [null, null]),
    filter.limit,
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<ClockRow>;
};
