import { isSameParty } from '../partyAliases/queries.ts';

/** Tasks that a count of stock opens once and that are shown for each firearm concerned. */
export const perCountedFirearm = ['STOCK_MISSING', 'STOCK_SURPLUS', 'STOCK_DIFFERS'] as const;

/** The statement around has the moment of knowledge as its first parameter, and whose book is followed as its 18th. */
const now = '$1::timestamptz';
const seen = (alias: string): string =>
  `(case when $18 = 'OWN' then ${alias}.for_own else ${alias}.for_register end)`;
const knownAt = (alias: string, moment: string): string =>
  `${alias}.known_from <= ${moment} and ${alias}.known_to > ${moment}`;

/** In stock of the party of the task at a moment of valid time, as known at another. */
const inStock = (firearm: string, valid: string, known: string): string => `exists (
  select from dealer_register.stock x where ${isSameParty('x.party', 'b.party', now)} and x.subject_id = ${firearm} and ${seen('x')}
    and x.valid_from <= ${valid} and x.valid_to > ${valid} and ${knownAt('x', known)})`;

/** The event of a firearm that was recorded at a moment, the last of them if a command made several. */
const eventAt = (firearm: string, moment: string): string => `(
  select e.event_id from audit_trail.entry e where e.subject_id = ${firearm} and e.recorded_at = ${moment}
  order by e.position desc limit 1)`;
const timeOf = (firearm: string, event: string): string =>
  `(select e.recorded_at from audit_trail.entry e where e.subject_id = ${firearm} and e.event_id = ${event})`;

/** Lent, hired out or in repair when it was counted, whatever was reported of it since: in hand, and nobody's stock. */
const inTemporaryCustody = (firearm: string): string => `coalesce((
  select i.custody = 'TMP' from chain_of_custody.interval i
  where i.subject_id = ${firearm} and i.custody not in ('LST', 'STL', 'SZD', 'AUT')
    and i.valid_from <= b.valid_from and ${knownAt('i', 'b.known_from')}
  order by i.valid_from desc, i.no desc limit 1), false)`;

/**
 * Discrepancies firearm by firearm, with the event that settled each. Missing: in stock by the register at the moment of
 * the count and when it was recorded, and not counted. Surplus: counted and not in stock. What the party itself is shown
 * follows its own book, which tells of no alert (HC-03).
 */
export const countedTasks = `
counted as (
  select b.*, s.subject_id as firearm, null::text as field, null::text as as_read,
    case when ${inStock('s.subject_id', now, now)} then null else ${eventAt(
      's.subject_id',
      `(select max(o.known_to) from dealer_register.stock o where ${isSameParty('o.party', 'b.party', now)} and o.subject_id = s.subject_id
        and ${seen('o')} and o.valid_to = 'infinity' and o.known_to <= ${now})`,
    )} end as settled, not ${inStock('s.subject_id', now, now)} as is_settled
  from count b join dealer_register.stock s on ${isSameParty('s.party', 'b.party', now)} and ${seen('s')} and s.valid_from <= b.valid_from
    and s.valid_to > b.known_from and ${knownAt('s', 'b.known_from')}
  where b.kind = 'STOCK_MISSING' and s.subject_id like 'W-%' and not exists (
    select from lists.counted c where c.inventory = b.opened_by and c.object_id = s.subject_id and ${knownAt('c', now)})
  union all
  select b.*, c.object_id, null, null,
    case when ${inStock('c.object_id', now, now)} then ${eventAt(
      'c.object_id',
      `(select min(o.known_from) from dealer_register.stock o where ${isSameParty('o.party', 'b.party', now)} and o.subject_id = c.object_id
        and ${seen('o')} and o.known_from > b.known_from and o.known_from <= ${now})`,
    )} end, ${inStock('c.object_id', now, now)}
  from count b join lists.counted c on c.inventory = b.opened_by and ${knownAt('c', now)}
  where b.kind = 'STOCK_SURPLUS' and not ${inStock('c.object_id', 'b.valid_from', 'b.known_from')}
    and not ${inTemporaryCustody('c.object_id')}
  union all
  select b.*, c.object_id, c.field, c.as_read, e.event_id, e.event_id is not null
  from count b join lists.counted c on c.inventory = b.opened_by and c.field is not null and ${knownAt('c', now)}
    left join lateral (
      select a.event_id from audit_trail.entry a
      where a.subject_id = c.object_id and a.type in ('RecordCorrected', 'FirearmRemarked', 'FirearmModified')
        and a.recorded_at > b.known_from and a.recorded_at <= ${now}
      order by a.position limit 1) e on true
  where b.kind = 'STOCK_DIFFERS'
),
counted_task as (
  select 'firearm' as subject_kind, firearm as shown, subject_id, no, kind, opened_by, valid_from, owner_role, party, term,
    due_from, due_on, zone, known_from,
    case when is_settled then coalesce(settled, closed_by, opened_by) else closed_by end as closed_by,
    case when settled is not null then ${timeOf('firearm', 'settled')} else valid_to end as valid_to,
    jsonb_strip_nulls(jsonb_build_object('inventory', opened_by, 'field', field, 'asRead', as_read))::text as data
  from counted
)`;
