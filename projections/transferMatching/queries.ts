import type { PolicyPeriod } from '../../domain/system/policyInForce.ts';
import { termsInForce } from '../../domain/tasks/due.ts';
import { timestamp } from '../engine/instants.ts';
import type { SqlClient } from '../engine/sql.ts';
import { movedDayParameters } from '../engine/workingDays.ts';
import { arose, dueJoin, dueText } from '../tasks/duePolicy.ts';

export type TransferRow = {
  readonly firearmId: string;
  readonly eventId: string;
  readonly effectiveFrom: Date | number;
  readonly recordedAt: Date;
  readonly supplier: string | null;
  readonly acquirer: string | null;
  readonly transferKind: string;
  readonly reportingSide: string;
  readonly organisationId: string;
  readonly confirmation: string;
  readonly effective: boolean;
  readonly disputes: ReadonlyArray<string>;
  readonly dueOn: string;
  readonly otherEventId: string | null;
  readonly otherType: string | null;
  readonly differences: string;
};

export type TransferFilter = {
  readonly knownAt: string;
  readonly confirmation?: string;
  readonly party?: string;
  readonly differing?: boolean;
  /** The versions of the policy: each says until when the other side reports what arose while it held. */
  readonly policies: ReadonlyArray<PolicyPeriod>;
  readonly now: number;
  readonly zone: string;
  /** Only those whose other report was due before this day. */
  readonly dueBefore?: string;
  readonly after?: readonly [subjectId: string, eventId: string];
  readonly limit: number;
};

const reported = arose('valid_from', 'true', 'due_from', '$12');

const page = `
with moved(day, to_day) as (select * from unnest($14::date[], $15::date[]))
select * from (
  select subject_id as "firearmId", event_id as "eventId", valid_from as "effectiveFrom", recorded_at as "recordedAt",
    supplier, acquirer, transfer_kind as "transferKind", reporting_side as "reportingSide",
    organisation_id as "organisationId", confirmation, effective, disputes, ${dueText('term.moves')} as "dueOn",
    other_event_id as "otherEventId", other_type as "otherType", differences
  from lists.transfer
    join unnest($2::interval[], $10::timestamptz[], $11::timestamptz[], $13::boolean[])
      as term(period, since, until, moves) on term.since <= ${reported} and term.until > ${reported}
    ${dueJoin('due_from', 'term.period', 'term.moves')}
  where known_from <= $1::timestamptz and known_to > $1::timestamptz
    and ($3::text is null or confirmation = $3) and ($4::text is null or supplier = $4 or acquirer = $4)
    and ($5::boolean is null or (differences <> '[]') = $5)
    and ($7::text is null or (subject_id, event_id) > ($7::text, $8::uuid))
) transfer
where ($6::text is null or "dueOn" < $6)
order by "firearmId", "eventId" limit $9`;

/** Reported transfers with what their other side says, as known at a moment. */
export const transferPage = async (
  client: SqlClient,
  filter: TransferFilter,
): Promise<ReadonlyArray<TransferRow>> => {
  const terms = termsInForce(filter.policies, ['transferConfirmation']);
  const values = [
    filter.knownAt,
    terms.map(({ period }) => period),
    filter.confirmation ?? null,
    filter.party ?? null,
    filter.differing ?? null,
    filter.dueBefore ?? null,
    ...(filter.after ?? [null, null]),
    filter.limit,
    terms.map(({ from }) => timestamp(from)),
    terms.map(({ until }) => timestamp(until)),
    filter.zone,
    terms.map(({ moves }) => moves),
    ...movedDayParameters(filter.policies, filter.now),
  ];
  return (await client.query({ text: page, values })).rows as unknown as ReadonlyArray<TransferRow>;
};
