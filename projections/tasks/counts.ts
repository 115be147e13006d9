import type { SqlClient } from '../engine/sql.ts';
import { perCountedFirearm } from './stockTasks.ts';

export type TaskCount = { readonly kind: string; readonly count: number };

const counts = `
select kind, count(*)::integer as count from lists.task
where known_to = 'infinity' and open
  and kind not in (${perCountedFirearm.map((kind) => `'${kind}'`).join(', ')})
group by kind order by kind`;

/**
 * Open tasks by kind, as they were opened: one for a right that ended, however many firearms its holder has. What a count
 * of stock opens is left out: whether anything differs is known only firearm by firearm.
 */
export const openTaskCounts = async (client: SqlClient): Promise<ReadonlyArray<TaskCount>> =>
  (await client.query({ text: counts, values: [] })).rows as unknown as ReadonlyArray<TaskCount>;
