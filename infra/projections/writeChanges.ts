import type { PoolClient } from 'pg';
import type { TableChange } from '../../projections/engine/projection.ts';
import { writeChange } from '../../projections/engine/sql.ts';
import { copyInto } from '../postgres/copyInto.ts';

/** Applies what a batch changes to the tables of one schema, in the transaction of the client. */
export const writeChanges = async (
  client: PoolClient,
  schema: string,
  changes: ReadonlyArray<TableChange>,
): Promise<void> => {
  const writing = {
    query: (query: { readonly text: string; readonly values?: unknown[] }) => client.query({ ...query }),
    copy: (text: string, data: Uint8Array) => copyInto(client, text, data),
  };
  for (const change of changes) await writeChange(writing, schema, change);
};
