import type { SqlClient } from '../engine/sql.ts';
import { survivors } from '../partyAliases/queries.ts';
import { type CandidateQuery, candidateValues, dueRecords } from './dueRecords.ts';

/** Records that name a party: firearms, components, authorisations. */
const links = `
  select holder as party, subject_id from chain_of_custody.interval where holder is not null
  union all select supplier, subject_id from lists.transfer where supplier is not null
  union all select acquirer, subject_id from lists.transfer where acquirer is not null
  union all select party, subject_id from lists.named where subject_kind = 'firearm'
  union all select holder, subject_id from component_tree.interval where holder is not null`;

/**
 * Parties with data in the vault whom a record names that may be erased by a day, with all records that name them: what
 * of these must be kept keeps the party (Dir. 4(5)). Rows of every time count, also what was known once and corrected.
 * And parties whom no firearm and no component ever named: applicants who were refused, or never bought anything. Their
 * own record must be as old as authorisations are kept; what of these is younger is the plan's to say.
 */
const candidates = `
with recursive ${dueRecords},
link as not materialized (${links}),
${survivors},
never_held as materialized (
  select k.subject_id as party, (
      select max(e.recorded_at) from audit_trail.entry e
      where e.subject_id = k.subject_id and e.kind = 'party' and e.type not like 'SubjectRequest%') as changed_at
  from vault.key_register k
  where k.destroyed_at is null and left(k.subject_id, 2) in ('P-', 'F-')
    and not exists (
      select from audit_trail.entry e
      where e.subject_id = k.subject_id and e.recorded_at >= $9::timestamptz and e.type not like 'SubjectRequest%')
    and not exists (
      select from lists.authorisation a
      where a.party = k.subject_id and a.known_to = 'infinity' and a.valid_to = 'infinity' and (
        a.valid_from >= $9::timestamptz or a.ends_on::date >= $9::timestamptz
        or (a.ends_on is null and a.status in ('APPLIED', 'GRANTED', 'SUSPENDED'))))
    and not exists (select from link where link.party = k.subject_id)
    and not exists (select from alias where k.subject_id in (alias.id, alias.party))
),
candidate as materialized (
  select distinct coalesce(alias.party, link.party) as party
  from due join link using (subject_id) left join alias on alias.id = link.party
  where exists (
    select from vault.key_register k where k.subject_id in (link.party, alias.party) and k.destroyed_at is null)
),
member as (
  select party, party as id from candidate
  union all select alias.party, alias.id from alias join candidate using (party)
)
select * from (
  select member.party, array_agg(distinct due.record order by due.record) filter (where due.record is not null) as due,
    coalesce(array_agg(distinct subject_id order by subject_id) filter (where due.subject_id is null), '{}') as kept,
    (select coalesce(array_agg(alias.id order by alias.id), '{}') from alias where alias.party = member.party) as aliases,
    null as "changedOn"
  from member join link on link.party = member.id left join due using (subject_id)
  group by member.party
  union all
  select party, '{}', '{}', '{}', to_char(changed_at at time zone $10, 'YYYY-MM-DD') from never_held
  where changed_at is not null
) candidates
order by kept <> '{}', party limit $4`;

export type Candidate = {
  readonly party: string;
  readonly due: ReadonlyArray<string>;
  readonly kept: ReadonlyArray<string>;
  /** Other ids of the same party: what is held of it under them goes with it or stays with it. */
  readonly aliases: ReadonlyArray<string>;
  /** Of a party whom no firearm and no component ever named: the day on which its own record was last changed. */
  readonly changedOn: string | null;
};

export const erasureCandidates = async (
  client: SqlClient,
  query: CandidateQuery,
): Promise<ReadonlyArray<Candidate>> =>
  (await client.query({ text: candidates, values: candidateValues(query) }))
    .rows as unknown as ReadonlyArray<Candidate>;

export type PartyAuthorisation = {
  readonly party: string;
  readonly authorisationId: string;
  readonly status: string;
  readonly endsOn: string | null;
  /** Day of the last change. */
  readonly changedOn: string;
  /** Whose it is; otherwise it only names the party. */
  readonly own: boolean;
};

const authorisations = `
select l.party, a.subject_id as "authorisationId", a.status, a.ends_on as "endsOn",
  to_char(greatest(a.valid_from, '0001-01-02'::timestamptz), 'YYYY-MM-DD') as "changedOn", a.party = l.party as own
from (
  select distinct party, subject_id from lists.authorisation where party = any($1::text[])
  union select party, subject_id from lists.named where subject_kind = 'authorisation' and party = any($1::text[])
) l join lists.authorisation a on a.subject_id = l.subject_id and a.known_to = 'infinity' and a.valid_to = 'infinity'
order by 1, 2`;

/** The authorisations of parties, and those of others that name them, as they stand. */
export const authorisationsOf = async (
  client: SqlClient,
  parties: ReadonlyArray<string>,
): Promise<ReadonlyArray<PartyAuthorisation>> =>
  (await client.query({ text: authorisations, values: [parties] }))
    .rows as unknown as ReadonlyArray<PartyAuthorisation>;

const subjects = `select distinct subject_id as "subjectId" from (${links}) link where party = any($1::text[]) order by 1`;

/** Firearms and components whose records name one of the parties. */
export const subjectsNaming = async (
  client: SqlClient,
  parties: ReadonlyArray<string>,
): Promise<ReadonlyArray<string>> =>
  (await client.query({ text: subjects, values: [parties] })).rows.map((row) => String(row['subjectId']));

export type ErasedKind = 'party' | 'trace';

const undestroyed = `
select e.subject_id as id from audit_trail.entry e
  join vault.key_register k on k.subject_id = e.subject_id and k.destroyed_at is null
where e.kind = $1 and e.type = 'PersonalDataErased' order by 1`;

/** Parties or trace requests recorded as erased whose keys are still there: a run was broken off between the two. */
export const erasedWithKeys = async (client: SqlClient, kind: ErasedKind): Promise<ReadonlyArray<string>> =>
  (await client.query({ text: undestroyed, values: [kind] })).rows.map((row) => String(row['id']));

const erased = `
select subject_id as id from audit_trail.entry
where kind = $1 and type = 'PersonalDataErased' and position > $2 and position < $3 order by 1`;

/** Parties or trace requests whose erasure was recorded between two positions. */
export const erasedBetween = async (
  client: SqlClient,
  kind: ErasedKind,
  after: bigint,
  before: bigint,
): Promise<ReadonlyArray<string>> =>
  (await client.query({ text: erased, values: [kind, after, before] })).rows.map((row) => String(row['id']));

const aliases = `with recursive ${survivors} select id, party from alias where party = any($1::text[]) order by 1`;

/** Ids under which parties were known before it turned out who they are. */
export const aliasesOf = async (
  client: SqlClient,
  parties: ReadonlyArray<string>,
): Promise<ReadonlyArray<{ readonly id: string; readonly party: string }>> =>
  (await client.query({ text: aliases, values: [parties] })).rows as unknown as ReadonlyArray<{
    readonly id: string;
    readonly party: string;
  }>;

const merged = `
select survivor, subject_id as id from lists.merged_firearm
where survivor = any($1::text[]) and known_to = 'infinity' order by 1, 2`;

/** Records that turned out to be of one of the firearms, by the id under which it goes on. */
export const mergedRecords = async (
  client: SqlClient,
  firearms: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const { rows } = await client.query({ text: merged, values: [firearms] });
  const pairs = rows as unknown as ReadonlyArray<{ readonly survivor: string; readonly id: string }>;
  return new Map(
    [...Map.groupBy(pairs, ({ survivor }) => survivor)].map(([survivor, each]) => [
      survivor,
      each.map(({ id }) => id),
    ]),
  );
};

const ofKeys = `
select subject_id as id from vault.key_register where key_id = any($1::text[]) and destroyed_at is null order by 1`;

/** Whose keys they are, of those that are still there. */
export const subjectsOfKeys = async (
  client: SqlClient,
  keyIds: ReadonlyArray<string>,
): Promise<ReadonlyArray<string>> =>
  (await client.query({ text: ofKeys, values: [keyIds] })).rows.map((row) => String(row['id']));

const held = `select distinct subject_id as id from lists.clock where subject_id = any($1::text[]) and known_to = 'infinity' and held`;

/** The firearms and components with which a hold itself was placed. */
export const heldRecords = async (
  client: SqlClient,
  subjects: ReadonlyArray<string>,
): Promise<ReadonlySet<string>> =>
  new Set((await client.query({ text: held, values: [subjects] })).rows.map((row) => String(row['id'])));
