import { z } from 'zod';
import type { AsKnown } from '../http/asKnown.ts';
import type { HttpDeps } from '../http/deps.ts';

/** What a list needs; the command line has it as well. */
export type AuditDeps = Pick<HttpDeps, 'sql' | 'zone' | 'record' | 'eventStore' | 'codec'> & {
  /** One for all pages of a list: what is recorded while it is written is not in it. */
  readonly known: AsKnown;
};

export type AuditPage = { readonly after?: ReadonlyArray<string>; readonly limit: number };
type Row = Readonly<Record<string, unknown>>;

/**
 * A list that auditors read: over HTTP by pages or as a whole in CSV, and on the command line. A new one is a file in
 * `lists/` and a line in `catalogue.ts`.
 */
export type AuditList = {
  /** Last part of the address, and its name on the command line. */
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Name of the list in the answer. */
  readonly member: string;
  readonly query: z.ZodRawShape;
  readonly row: z.ZodObject;
  /** Forms of the parts of a cursor. */
  readonly place: ReadonlyArray<string>;
  readonly placeOf: (row: Row) => ReadonlyArray<string>;
  readonly page: (
    deps: AuditDeps,
    query: Readonly<Record<string, string | undefined>>,
    page: AuditPage,
  ) => Promise<ReadonlyArray<Row>>;
};

/** Rows of a page; the type of a row is forgotten here, its schema keeps it true. */
export const auditList = <R extends z.ZodObject>(
  list: Omit<AuditList, 'row' | 'page' | 'placeOf'> & {
    readonly row: R;
    readonly placeOf: (row: z.infer<R>) => ReadonlyArray<string>;
    readonly page: (
      deps: AuditDeps,
      query: Readonly<Record<string, string | undefined>>,
      page: AuditPage,
    ) => Promise<ReadonlyArray<z.infer<R>>>;
  },
): AuditList => list as unknown as AuditList;

export const nameQuery = z.string().regex(/^[\x21-\x7e]{1,100}$/);
export const codeQuery = z.string().regex(/^[A-Z_]{1,60}$/);

/** Rows that one read takes while the whole list is written. */
const pageRows = 1000;

/** All rows of a list, page by page. */
export async function* wholeList(
  list: AuditList,
  deps: AuditDeps,
  query: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<ReadonlyArray<Row>> {
  let after: ReadonlyArray<string> | undefined;
  for (;;) {
    const rows = await list.page(deps, query, { ...(after === undefined ? {} : { after }), limit: pageRows });
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = list.placeOf(last);
  }
}

export const columnsOf = ({ row }: AuditList): ReadonlyArray<string> => Object.keys(row.shape);

/** A value as the text of a cell. */
export const cellOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : Array.isArray(value)
      ? value.join(' ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
