import type { SqlClient } from '../engine/sql.ts';

/** Who read the data of subjects, by organisation and purpose: recipients, not officials. */
export type Disclosure = {
  readonly organisationId: string;
  readonly role: string;
  readonly purpose: string;
  readonly regime: string;
  readonly times: number;
  readonly first: Date;
  readonly last: Date;
};

const disclosed = `
select organisation_id as "organisationId", role, purpose, regime, count(*)::int as times, min(at) as first, max(at) as last
from ledger.access
where subject = any($1::text[]) and ($2::text is null or regime = $2)
  and at >= $3::timestamptz and at <= $4::timestamptz
group by 1, 2, 3, 4 order by min(at), 1, 2, 3`;

/** Recipients of data of these subjects within a period, of one regime or of both (GDPR 15(1)(c), 19; LED 25). */
export const disclosures = async (
  client: SqlClient,
  query: {
    readonly subjects: ReadonlyArray<string>;
    readonly regime?: 'GDPR' | 'LED';
    readonly from?: string;
    readonly to?: string;
  },
): Promise<ReadonlyArray<Disclosure>> =>
  (
    await client.query({
      text: disclosed,
      values: [query.subjects, query.regime ?? null, query.from ?? '-infinity', query.to ?? 'infinity'],
    })
  ).rows as unknown as ReadonlyArray<Disclosure>;
