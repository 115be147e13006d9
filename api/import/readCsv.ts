import { type Fields, fieldsOf } from './csvFields.ts';
import { linesOf } from './linesOf.ts';
import type { SourceRow } from './readRow.ts';
import { type Encoding, openSource } from './sourceBytes.ts';
import { recordBytesMax, type SourceRecord, SourceUnfit } from './sourceRecord.ts';

/** How a table is written. Without a delimiter it is the comma; `NONE`: a quote is text, as in inches. */
export type TableForm = {
  readonly delimiter?: string | undefined;
  readonly quotes?: 'DOUBLE' | 'NONE' | undefined;
  readonly encoding?: Encoding | undefined;
};

const quoteAdvice =
  'Double it and quote the field, or say in the mapping that quotes are text ("quotes": "NONE")';

/** Columns that a message names. */
const namesShown = 40;

const headerOf = (fields: ReadonlyArray<string>, needed: ReadonlyArray<string>): ReadonlyArray<string> => {
  const seen = new Set<string>();
  const repeated = fields.find((name) => seen.size === seen.add(name).size);
  if (repeated !== undefined)
    throw new SourceUnfit(`Two columns of the file are called "${repeated}": give each a name of its own.`);
  if (fields.includes('__proto__')) throw new SourceUnfit('No column can be called "__proto__".');
  const missing = needed.filter((name) => !fields.includes(name));
  if (missing.length > 0)
    throw new SourceUnfit(
      `The mapping names columns that the file does not have: ${missing.map((name) => `"${name}"`).join(', ')}. ` +
        `Its first line names: ${fields
          .slice(0, namesShown)
          .map((name) => `"${name.slice(0, 60)}"`)
          .join(', ')}${fields.length > namesShown ? ' and more' : ''}.` +
        (fields.length > 1 ? '' : ' If these are several columns, name the delimiter in the mapping.'),
    );
  return fields;
};

/** A line of the file by its number, with its text or what is wrong with it. */
type Line =
  | { readonly at: number; readonly text: string }
  | { readonly at: number; readonly text?: undefined; readonly fault: string };

const textOf = (lines: ReadonlyArray<Line>): string => {
  const text = lines.length === 1 ? (lines[0]?.text ?? '') : lines.map((line) => line.text).join('\n');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
};

/**
 * Makes records of lines. A record that cannot be read costs its own line, or all lines to the end of the quote that it
 * opens: whether they are records or the text of one cannot be known, so each is refused, none made up and none lost.
 */
const createAssembler = (form: TableForm, needed: ReadonlyArray<string>) => {
  const { delimiter = ',' } = form;
  const quoted = form.quotes !== 'NONE';
  let names: ReadonlyArray<string> | undefined;
  let number = 0;
  /** The lines of a record that goes on. */
  let open: Line[] = [];
  let openLength = 0;

  const refuse = (lines: ReadonlyArray<Line>, reason: string, bytes: number): SourceRecord[] =>
    lines.map(({ at }, index) => {
      number += 1;
      return {
        number,
        bytes,
        unreadable:
          index === 0
            ? `Line ${at}: ${reason}.`
            : `Line ${at} lies within the quote that line ${lines[0]?.at} opens.`,
      };
    });

  const rowOf = (fields: ReadonlyArray<string>, columns: ReadonlyArray<string>): SourceRow => {
    const row: Record<string, string> = {};
    for (const [column, name] of columns.entries()) row[name] = fields[column] ?? '';
    return row;
  };

  /** Whether rows could have run together: a text of several lines that holds as many delimiters as a record. */
  const isDoubtful = (field: string, columns: number): boolean =>
    /[\r\n]/.test(field) && field.split(delimiter).length >= columns;

  const read = (lines: ReadonlyArray<Line>, fields: ReadonlyArray<string>, bytes: number): SourceRecord[] => {
    if (names === undefined) {
      names = headerOf(fields, needed);
      return [];
    }
    const columns = names.length;
    if (fields.length < columns || fields.slice(columns).some((surplus) => surplus !== ''))
      return refuse(
        lines,
        `the record has ${fields.length} fields where the file has ${columns} columns; ` +
          'a field that holds the delimiter must stand in quotes',
        bytes,
      );
    if (lines.length > 1 && fields.some((field) => isDoubtful(field, columns)))
      return refuse(
        lines,
        `the text in quotes that begins here may be several records. ${quoteAdvice}`,
        bytes,
      );
    number += 1;
    return [{ number, row: rowOf(fields, names), bytes }];
  };

  const settle = (reason: string, bytes: number): SourceRecord[] => {
    const lines = open;
    open = [];
    openLength = 0;
    if (names === undefined)
      throw new SourceUnfit(
        `The first line of the file must name its columns, but it cannot be read: ${reason}.`,
      );
    return refuse(lines, reason, bytes);
  };

  return {
    take: (line: Line, bytes: number): SourceRecord[] => {
      if (open.length === 0 && (line.text === '' || line.text === '\r')) return [];
      open.push(line);
      if (line.text === undefined)
        return settle(
          open.length === 1
            ? `it ${line.fault}`
            : `the quote that it opens runs on to line ${line.at}, which ${line.fault}`,
          bytes,
        );
      openLength += line.text.length;
      // Within an open quote only a line that has one can end it.
      const found: Fields =
        open.length > 1 && !line.text.includes('"')
          ? { kind: 'OPEN' }
          : fieldsOf(textOf(open), delimiter, quoted);
      switch (found.kind) {
        case 'OPEN':
          return openLength > recordBytesMax
            ? settle(`the quote that it opens is not closed soon enough. ${quoteAdvice}`, bytes)
            : [];
        case 'FAULT':
          return settle(`${found.fault}. ${quoteAdvice}`, bytes);
        case 'FIELDS': {
          const lines = open;
          open = [];
          openLength = 0;
          return read(lines, found.fields, bytes);
        }
      }
    },
    end: (bytes: number): SourceRecord[] => {
      const rest =
        open.length === 0 ? [] : settle(`the quote that it opens is never closed. ${quoteAdvice}`, bytes);
      if (names === undefined)
        throw new SourceUnfit('The file is empty: its first line must name its columns.');
      return rest;
    },
  };
};

/** The records of a table whose first line names the columns, as they become ready. */
export async function* readCsv(
  path: string,
  form: TableForm,
  needed: ReadonlyArray<string>,
): AsyncGenerator<ReadonlyArray<SourceRecord>> {
  const source = await openSource(path, form.encoding);
  const assembler = createAssembler(form, needed);
  const tooLong = `is longer than ${recordBytesMax} bytes`;
  const notText = `is not ${source.encoding}: if the file is written otherwise, name its encoding in the mapping`;
  let at = 0;
  for await (const lines of linesOf(source.chunks)) {
    const bytes = source.bytesRead();
    yield lines.flatMap((line) => {
      at += 1;
      if (line === undefined) return assembler.take({ at, fault: tooLong }, bytes);
      const text = source.textOf(line);
      return assembler.take(text === undefined ? { at, fault: notText } : { at, text }, bytes);
    });
  }
  yield assembler.end(source.bytesRead());
}
