import type { Audience } from '../../domain/firearm/tradeBook.ts';
import type { SqlClient } from '../engine/sql.ts';
import { idsOfParty } from '../partyAliases/queries.ts';

type At = Date | number;

export type Particulars = {
  readonly type: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly calibre: string | null;
  readonly serialRaw: string | null;
};

export type BookRow = Particulars & {
  readonly firearmId: string;
  readonly validFrom: At;
  readonly no: number;
  readonly knownFrom: Date;
  /** When the line was struck by a correction or annulment; null for a line that stands. */
  readonly struckAt: Date | null;
  readonly corrected: boolean;
  readonly direction: 'IN' | 'OUT';
  readonly movement: string;
  readonly counterparty: string | null;
  readonly counterpartyAbsent: string | null;
  readonly effectiveAt: string;
  readonly precision: string;
  readonly effectiveLatest: Date;
  readonly basisEventId: string;
  readonly basisType: string;
  readonly recordedAt: Date;
  readonly role: string;
  readonly sourceKind: string;
  readonly disputes: ReadonlyArray<string>;
  /** The period of access to this record is over for the reader: only that there is a line is left of it. */
  readonly withheld: boolean;
};

/** Which book: whose, for whose eyes, of which days, as known when. Instants are ISO text or infinities. */
export type BookQuery = {
  readonly party: string;
  readonly audience: Audience;
  readonly from: string;
  readonly to: string;
  readonly knownAt: string;
  /** With the lines that a later record struck. */
  readonly struck: boolean;
  /** What was destroyed before this day is withheld from the reader (Dir. 4(5) subpara 3). */
  readonly destroyedSince?: string | undefined;
};

/** Where a page begins: after this line, in the order of the book. */
export type BookKey = {
  readonly validFrom: string;
  readonly firearmId: string;
  readonly no: number;
  readonly knownFrom: string;
};

const visible = "(case when $2 = 'OWN' then l.for_own else l.for_register end)";
/** What a line says; equal content under another number is no correction. */
const content =
  'party, direction, movement, type, make, model, calibre, serial_raw, counterparty, counterparty_absent, effective_at, disputes, valid_from';
const contentOf = (alias: string): string =>
  `(${content
    .split(', ')
    .map((column) => `${alias}.${column}`)
    .join(', ')})`;
const sameLine =
  'o.subject_id = l.subject_id and o.basis_event_id = l.basis_event_id and o.direction = l.direction and o.party = l.party';
const seenToo = "(case when $2 = 'OWN' then o.for_own else o.for_register end)";

/** A line that was known and is no more, unless a line that says the same took its place. */
const struckLine = `l.known_to <= $5::timestamptz and not exists (
    select from dealer_register.line o where ${sameLine} and ${seenToo} and o.known_from <= $5::timestamptz
      and o.known_from >= l.known_to and ${contentOf('o')} is not distinct from ${contentOf('l')})`;

/** Records of what was destroyed are read for a time only; a find after that stops the clock (HC-15). */
const accessEnded = (parameter: string): string => `(${parameter}::text is not null and coalesce((
    select true from lists.clock c
    where c.subject_id = l.subject_id and c.cause = 'DESTROYED' and c.stopped_by is null and c.known_to = 'infinity'
      and c.clock_from < ${parameter} limit 1), false))`;

const page = `
select l.subject_id as "firearmId", l.valid_from as "validFrom", l.no, l.known_from as "knownFrom",
  case when l.known_to <= $5::timestamptz then l.known_to end as "struckAt",
  exists (select from dealer_register.line o where ${sameLine} and ${seenToo} and o.known_to <= l.known_from
    and ${contentOf('o')} is distinct from ${contentOf('l')}) as corrected,
  l.direction, l.movement, l.type, l.make, l.model, l.calibre, l.serial_raw as "serialRaw", l.counterparty,
  l.counterparty_absent as "counterpartyAbsent", l.effective_at as "effectiveAt", l.precision,
  l.effective_latest as "effectiveLatest", l.basis_event_id as "basisEventId", l.basis_type as "basisType",
  l.recorded_at as "recordedAt", l.role, l.source_kind as "sourceKind", l.disputes, ${accessEnded('$12')} as withheld
from dealer_register.line l
where l.party = any($1::text[]) and ${visible} and l.valid_from >= $3::timestamptz and l.valid_from <= $4::timestamptz
  and l.known_from <= $5::timestamptz and (l.known_to > $5::timestamptz or ($6 and ${struckLine}))
  and ($7::timestamptz is null or (l.valid_from, l.subject_id, l.no, l.known_from)
    > ($7::timestamptz, $8::text, $9::integer, $10::timestamptz))
order by l.valid_from, l.subject_id, l.no, l.known_from limit $11`;

/** A line that keeps the book whole and tells nothing of the record. */
const withheldLine = (row: BookRow): BookRow =>
  row.withheld
    ? {
        ...row,
        type: null,
        make: null,
        model: null,
        calibre: null,
        serialRaw: null,
        counterparty: null,
        counterpartyAbsent: 'ACCESS_ENDED',
      }
    : row;

/** One page of the book in the order of days; of a party that others were merged into, with theirs. */
export const bookPage = async (
  client: SqlClient,
  query: BookQuery,
  after: BookKey | undefined,
  limit: number,
): Promise<ReadonlyArray<BookRow>> => {
  const { rows } = await client.query({
    text: page,
    values: [
      await idsOfParty(client, query.party, query.knownAt),
      query.audience,
      query.from,
      query.to,
      query.knownAt,
      query.struck,
      after?.validFrom ?? null,
      after?.firearmId ?? null,
      after?.no ?? null,
      after?.knownFrom ?? null,
      limit,
      query.destroyedSince ?? null,
    ],
  });
  return (rows as unknown as ReadonlyArray<BookRow>).map(withheldLine);
};

const totals = `
select
  (select count(*) from dealer_register.stock l where l.party = any($1::text[]) and ${visible} and l.subject_id like $6 and l.valid_from < $3::timestamptz
    and l.valid_to >= $3::timestamptz and l.known_from <= $5::timestamptz and l.known_to > $5::timestamptz)::integer as opening,
  (select count(*) from dealer_register.line l where l.party = any($1::text[]) and ${visible} and l.subject_id like $6 and l.direction = 'IN'
    and l.valid_from >= $3::timestamptz and l.valid_from <= $4::timestamptz
    and l.known_from <= $5::timestamptz and l.known_to > $5::timestamptz)::integer as received,
  (select count(*) from dealer_register.line l where l.party = any($1::text[]) and ${visible} and l.subject_id like $6 and l.direction = 'OUT'
    and l.valid_from >= $3::timestamptz and l.valid_from <= $4::timestamptz
    and l.known_from <= $5::timestamptz and l.known_to > $5::timestamptz)::integer as "disposedOf",
  (select count(*) from dealer_register.stock l where l.party = any($1::text[]) and ${visible} and l.subject_id like $6 and l.valid_from <= $4::timestamptz
    and l.valid_to > $4::timestamptz and l.known_from <= $5::timestamptz and l.known_to > $5::timestamptz)::integer as closing`;

export type Balance = {
  readonly opening: number;
  readonly received: number;
  readonly disposedOf: number;
  readonly closing: number;
};

/** Firearms and loose parts are counted each by themselves. */
export type BookBalance = Balance & { readonly components: Balance };

/** Opening and closing from the stock, what came and went from the lines: two ways that must agree (REQ-DLR-02). */
export const bookBalance = async (client: SqlClient, query: BookQuery): Promise<BookBalance> => {
  const party = await idsOfParty(client, query.party, query.knownAt);
  const of = async (prefix: 'W' | 'T'): Promise<Balance> => {
    const values = [party, query.audience, query.from, query.to, query.knownAt, `${prefix}-%`];
    return (await client.query({ text: totals, values })).rows[0] as unknown as Balance;
  };
  const [firearms, components] = await Promise.all([of('W'), of('T')]);
  return { ...firearms, components };
};

export type StockRow = Particulars & {
  readonly firearmId: string;
  readonly since: string;
  readonly basisEventId: string;
};

const stock = `
select l.subject_id as "firearmId", l.type, l.make, l.model, l.calibre, l.serial_raw as "serialRaw", l.since,
  l.basis_event_id as "basisEventId"
from dealer_register.stock l
where l.party = any($1::text[]) and ${visible} and l.valid_from <= $3::timestamptz and l.valid_to > $3::timestamptz
  and l.known_from <= $4::timestamptz and l.known_to > $4::timestamptz and l.subject_id like 'W-%' and l.subject_id > $5
  and not ${accessEnded('$7')}
order by l.subject_id limit $6`;

export type StockQuery = {
  readonly party: string;
  readonly audience: Audience;
  readonly validAt: string;
  readonly knownAt: string;
  /** Leaves out what was destroyed before this day. */
  readonly destroyedSince?: string | undefined;
};

const partStock = stock.replace("like 'W-%'", "like 'T-%'");

/** What a party had in stock at a moment, in the order of ids: firearms, or loose parts. */
export const stockPage = async (
  client: SqlClient,
  query: StockQuery,
  after: string,
  limit: number,
  objects: 'FIREARMS' | 'COMPONENTS' = 'FIREARMS',
): Promise<ReadonlyArray<StockRow>> =>
  (
    await client.query({
      text: objects === 'FIREARMS' ? stock : partStock,
      values: [
        await idsOfParty(client, query.party, query.knownAt),
        query.audience,
        query.validAt,
        query.knownAt,
        after,
        limit,
        query.destroyedSince ?? null,
      ],
    })
  ).rows as unknown as ReadonlyArray<StockRow>;

const counted = 'select c.id as "firearmId" from unnest($5::text[]) as c(id)';
const inStock = `select l.subject_id from dealer_register.stock l where l.subject_id like 'W-%' and l.party = any($1::text[]) and ${visible}
  and l.valid_from <= $3::timestamptz and l.valid_to > $3::timestamptz
  and l.known_from <= $4::timestamptz and l.known_to > $4::timestamptz`;
const missing = `${stock.slice(0, stock.indexOf('and l.subject_id > $5'))} and l.subject_id <> all ($5::text[]) order by l.subject_id`;
const extra = `${counted} where c.id not in (${inStock}) order by c.id`;

/** What a count and the register differ in: in stock but not counted, and counted but not in stock. */
export const discrepanciesOf = async (
  client: SqlClient,
  query: StockQuery,
  firearmIds: ReadonlyArray<string>,
): Promise<{ readonly missing: ReadonlyArray<StockRow>; readonly extra: ReadonlyArray<string> }> => {
  const party = await idsOfParty(client, query.party, query.knownAt);
  const values = [party, query.audience, query.validAt, query.knownAt, [...firearmIds]];
  const [absent, surplus] = await Promise.all([
    client.query({ text: missing, values }),
    client.query({ text: extra, values }),
  ]);
  return {
    missing: absent.rows as unknown as ReadonlyArray<StockRow>,
    extra: surplus.rows.map((row) => String(row['firearmId'])),
  };
};
