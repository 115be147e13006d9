import type { SqlClient } from '../engine/sql.ts';

const counts = `
select kind, count(*)::int as events from lists.anomaly where known_to = 'infinity' group by kind order by kind`;

/** Events that do not fit, by what does not fit. */
export const anomalyCounts = async (
  client: SqlClient,
): Promise<ReadonlyArray<{ readonly kind: string; readonly events: number }>> =>
  (await client.query({ text: counts })).rows as unknown as ReadonlyArray<{
    readonly kind: string;
    readonly events: number;
  }>;
