import type { Pool } from 'pg';

/** The lowest position that these read models have stored; 0 where one of them is empty. */
export const storedPosition = async (pool: Pool, names: ReadonlyArray<string>): Promise<bigint> => {
  const { rows } = await pool.query<{ position: bigint }>(
    'select position from projection.checkpoint where name = any($1)',
    [[...names]],
  );
  const positions = rows.map(({ position }) => position);
  return rows.length < names.length ? 0n : positions.reduce((a, b) => (b < a ? b : a), positions[0] ?? 0n);
};
