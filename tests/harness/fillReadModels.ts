import type { Pool } from 'pg';

const firearm = (n: string): string => `'W-' || lpad(${n}::text, 10, '0')`;
const event = (n: string): string => `('00000000-0000-4000-8000-' || lpad(${n}::text, 12, '0'))::uuid`;
const day = (n: string): string => `timestamptz '2011-01-01T00:00Z' + (${n} % 5400) * interval '1 day'`;
const dayText = (n: string): string => `to_char(${day(n)}, 'YYYY-MM-DD')`;

/**
 * Rows as a register of so many firearms has them, each firearm with what was known of it before and what is known now;
 * written as sets, because only their number and their spread matter to the planner.
 */
const statements = (firearms: number): ReadonlyArray<string> => [
  // Of each firearm: two earlier stretches, and two that are no longer known like that.
  `insert into current_registry.interval (subject_id, known_from, valid_from, no, known_to, valid_to, custody, condition,
     mark_state, alerts, holder, type, make, manufacturer_code, model, calibre, calibre_codes, serial_raw, category,
     subcategory, import_mark_due, findings)
   select ${firearm('n')}, ${day('n')} + v * interval '30 days', ${day('n')} + (v / 2) * interval '30 days', 1,
     case when v % 2 = 1 or v = 4 then 'infinity' else ${day('n')} + (v + 1) * interval '30 days' end,
     case when v < 4 and v % 2 = 1 then ${day('n')} + (v / 2 + 1) * interval '30 days' else 'infinity' end,
     case when n % 50 = 0 then 'STL' when n % 5 = 0 then 'TRD' else 'HLD' end, 'LIVE', 'MARKED',
     case when n % 50 = 0 then array['STOLEN'] else '{}' end,
     case when n % 5 = 0 then 'F-' || (n / 5) % 300 else 'P-' || n % 20000 end, 'PISTOL', 'Zastava', 'MAKER-' || n % 400, 'M57', '9x19',
     '{}', 'SR ' || (100000 + n::bigint * 7919 % 900000), 'B', 'B1', false,
     case when n % 500 = 0 then array['MAKER_UNKNOWN', 'SERIAL_SHORT'] when n % 3 = 0 then array['SERIAL_SHORT'] else '{}' end
   from generate_series(1, ${firearms}) n cross join generate_series(0, 4) v`,
  `insert into current_registry.mark (firearm_id, no, serial_raw, location, is_primary, canonical, skeleton1, skeleton2, bare, sound)
   select ${firearm('n')}, v + 1, raw, 'FRAME', v = 0, raw, raw, raw, substr(raw, 3), null
   from generate_series(1, ${firearms}) n cross join generate_series(0, 1) v
   cross join lateral (select case when v = 0 then 'SR' || (100000 + n::bigint * 7919 % 900000) when n % 2 = 0
     then chr(65 + n % 26) || chr(65 + n / 26 % 26) || (100000 + n * 7 % 900000)
     else chr(65 + n % 26) || (10000 + n * 7 % 90000) end as raw) m`,
  `insert into chain_of_custody.interval (subject_id, known_from, valid_from, no, known_to, valid_to, from_latest, precision,
     custody, holder, holder_role, basis_event_id, basis_type, supplier_mismatch)
   select ${firearm('n')}, ${day('n')} + v * interval '30 days', ${day('n')} + (v / 2) * interval '30 days', 1,
     case when v % 2 = 1 or v = 4 then 'infinity' else ${day('n')} + (v + 1) * interval '30 days' end,
     case when v < 4 and v % 2 = 1 then ${day('n')} + (v / 2 + 1) * interval '30 days' else 'infinity' end,
     ${day('n')}, 'DAY', case when v < 4 or n % 5 = 0 then 'TRD' else 'HLD' end,
     case when v < 4 or n % 5 = 0 then 'F-' || (n / 5) % 300 else 'P-' || n % 20000 end, 'OWNER', ${event('n')}, 'FirearmRegistered', false
   from generate_series(1, ${firearms}) n cross join generate_series(0, 4) v`,
  `insert into lists.alert (subject_id, known_from, valid_from, no, known_to, valid_to, kind, opened_by, window_from, custody, closed_by)
   select ${firearm('n')}, ${day('n')}, ${day('n')}, 1, 'infinity', 'infinity', 'STOLEN', ${event('n')}, ${day('n')}, 'STL',
     case when n % 100 = 0 then ${event('n')} end
   from generate_series(50, ${firearms}, 50) n`,
  `insert into lists.transfer (subject_id, known_from, valid_from, no, known_to, valid_to, event_id, supplier, acquirer,
     transfer_kind, reporting_side, organisation_id, recorded_at, due_from, confirmation, effective, disputes, differences)
   select ${firearm('n')}, ${day('n')} + v * interval '3 days', ${day('n')}, 1,
     case when v = 1 then 'infinity' else ${day('n')} + interval '3 days' end, 'infinity', ${event('n')},
     'F-' || n % 300, 'P-' || n % 20000, 'DEALER_TO_PERSON', 'SUPPLIER', 'F-1', ${day('n')}, ${dayText('n')},
     case when v = 0 or n % 20 = 0 then 'PENDING' when n % 400 = 1 then 'DISPUTED' else 'CONFIRMED' end, true, '{}',
     case when n % 400 = 1 then '[1]' else '[]' end
   from generate_series(1, ${firearms}) n cross join generate_series(0, 1) v`,
  `insert into lists.task (subject_id, known_from, valid_from, no, known_to, valid_to, subject_kind, kind, opened_by,
     owner_role, party, term, due_from, zone, open, closed_by, data)
   select case when kind = 'WITHDRAWN_MUST_DISPOSE' then 'A-' || n else ${firearm('n')} end,
     ${day('n')} + v * interval '3 days', ${day('n')}, no, case when v = 1 then 'infinity' else ${day('n')} + interval '3 days' end,
     'infinity', 'firearm', kind, ${event('n')}, case when kind = 'MARK_MISSING' then 'POL' when n % 2 = 0 then 'HLD' else 'CLK' end,
     'P-' || n % 20000, term, ${dayText('n')}, 'Europe/Belgrade', v = 0 or n % 10 = 0,
     case when v = 1 and n % 10 <> 0 then ${event('n')} end, '{"categories":"C"}'
   from generate_series(1, ${firearms}) n cross join generate_series(0, 1) v
   cross join (values (1, 'TRANSFER_TO_CONFIRM', 'transferConfirmation'), (2, 'MARK_MISSING', 'seizedUndecided'),
     (3, 'AUTHORISATION_REVIEW_DUE', ''), (4, 'WITHDRAWN_MUST_DISPOSE', 'disposalAfterWithdrawal')) k(no, kind, term)`,
  `insert into dealer_register.line (subject_id, known_from, valid_from, no, known_to, valid_to, party, direction, movement,
     effective_at, precision, effective_latest, basis_event_id, basis_type, recorded_at, role, source_kind, disputes,
     for_register, for_own)
   select ${firearm('n')}, ${day('n')}, ${day('n')}, v + 1, 'infinity', 'infinity', 'F-' || n / 10 % 300,
     case v when 0 then 'IN' else 'OUT' end, 'SALE', ${dayText('n')}, 'DAY', ${day('n')}, ${event('n')}, 'FirearmTransferred',
     ${day('n')}, 'DLR', 'DIRECT', '{}', true, true
   from generate_series(1, ${firearms}) n cross join generate_series(0, 1) v`,
  `insert into dealer_register.stock (subject_id, known_from, valid_from, no, known_to, valid_to, party, type, make, model,
     calibre, serial_raw, basis_event_id, since, for_register, for_own)
   select ${firearm('n')}, ${day('n')} + v * interval '30 days', ${day('n')}, 1,
     case when v = 1 then 'infinity' else ${day('n')} + interval '30 days' end,
     case when v = 1 and n % 10 <> 0 then ${day('n')} + interval '30 days' else 'infinity' end, 'F-' || n / 10 % 300, 'PISTOL', 'Zastava',
     'M57', '9x19', 'SR', ${event('n')}, ${dayText('n')}, true, true
   from generate_series(1, ${firearms}) n cross join generate_series(0, 1) v`,
  `insert into lists.clock (subject_id, known_from, valid_from, no, known_to, valid_to, cause, clock_from)
   select ${firearm('n')}, ${day('n')}, ${day('n')}, 1, 'infinity', 'infinity', 'DESTROYED', ${dayText('n')}
   from generate_series(1, ${firearms}, 30) n`,
  `insert into lists.authorisation (subject_id, known_from, valid_from, no, known_to, valid_to, party, status)
   select 'A-' || n, ${day('n')}, ${day('n')}, 1, 'infinity', 'infinity', 'P-' || n % 20000, 'EXPIRED'
   from generate_series(1, ${firearms}) n`,
];

/** Fills the tables that queries read; the planner is told what is in them. */
export const fillReadModels = async (owner: Pool, firearms: number): Promise<void> => {
  for (const statement of statements(firearms)) await owner.query(statement);
  await owner.query('vacuum analyze');
};
