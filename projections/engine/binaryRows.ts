import { bitemporalColumns } from './bitemporal.ts';
import type { Cell, ColumnType, OpenedRow, Row, Table } from './projection.ts';

/** Begin of PostgreSQL's binary COPY format: the signature, no flags, no extension. */
const signature = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];
const textOid = 25;
/** Milliseconds from 1970 to 2000, from which PostgreSQL counts its microseconds. */
const epochShift = 946_684_800_000;
const utf8 = new TextEncoder();

// One scratch for all: rows are written without a pause, and what is handed out is a copy of its own size.
let bytes = new Uint8Array(1 << 20);
let view = new DataView(bytes.buffer);
let at = 0;

const makeRoom = (size: number): void => {
  if (at + size <= bytes.length) return;
  const grown = new Uint8Array(Math.max(bytes.length * 2, at + size));
  grown.set(bytes.subarray(0, at));
  bytes = grown;
  view = new DataView(bytes.buffer);
};

const writeInt32 = (value: number): void => {
  makeRoom(4);
  view.setInt32(at, value);
  at += 4;
};

const writeInt64 = (value: bigint): void => {
  if (value !== BigInt.asIntN(64, value)) throw new RangeError(`${value} is no integer of 64 bits`);
  makeRoom(12);
  view.setInt32(at, 8);
  view.setBigInt64(at + 4, value);
  at += 12;
};

const writeText = (value: string): void => {
  makeRoom(4 + value.length * 3);
  const begin = at + 4;
  let end = begin;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) {
      end = begin + utf8.encodeInto(value, bytes.subarray(begin)).written;
      break;
    }
    bytes[end] = code;
    end += 1;
  }
  view.setInt32(at, end - begin);
  at = end;
};

const writeMicros = (micros: number): void => {
  makeRoom(12);
  view.setInt32(at, 8);
  view.setInt32(at + 4, Math.floor(micros / 0x1_0000_0000));
  view.setUint32(at + 8, micros >>> 0);
  at += 12;
};

const writeInstant = (value: number): void => {
  const micros = (value - epochShift) * 1000;
  if (Number.isSafeInteger(micros)) writeMicros(micros);
  else if (value === Number.POSITIVE_INFINITY) writeInt64(0x7fff_ffff_ffff_ffffn);
  else if (value === Number.NEGATIVE_INFINITY) writeInt64(-0x8000_0000_0000_0000n);
  else writeInt64(BigInt(value - epochShift) * 1000n);
};

const digit = (code: number): number => (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57);

const uuidForm = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const writeUuid = (value: string): void => {
  if (!uuidForm.test(value)) throw new RangeError(`${value} is no UUID`);
  makeRoom(20);
  view.setInt32(at, 16);
  at += 4;
  for (let index = 0; index < 36; index += 2) {
    if (value.charCodeAt(index) === 0x2d) index += 1;
    bytes[at] = (digit(value.charCodeAt(index)) << 4) | digit(value.charCodeAt(index + 1));
    at += 1;
  }
};

const writeCodes = (codes: ReadonlyArray<string>): void => {
  const begin = at;
  writeInt32(0);
  writeInt32(codes.length === 0 ? 0 : 1);
  writeInt32(0);
  writeInt32(textOid);
  if (codes.length > 0) {
    writeInt32(codes.length);
    writeInt32(1);
    for (const code of codes) writeText(code);
  }
  view.setInt32(begin, at - begin - 4);
};

const writeInteger = (value: number): void => {
  if (value !== (value | 0)) throw new RangeError(`${value} is no integer of 32 bits`);
  writeInt32(4);
  writeInt32(value);
};

const writeBoolean = (value: boolean): void => {
  writeInt32(1);
  makeRoom(1);
  bytes[at] = value ? 1 : 0;
  at += 1;
};

const writers: Readonly<Record<ColumnType, (cell: NonNullable<Cell>) => void>> = {
  text: (cell) => writeText(String(cell)),
  timestamptz: (cell) => writeInstant(Number(cell)),
  uuid: (cell) => writeUuid(String(cell)),
  codes: (cell) => writeCodes(cell as ReadonlyArray<string>),
  integer: (cell) => writeInteger(Number(cell)),
  bigint: (cell) => writeInt64(BigInt(cell as number | bigint)),
  boolean: (cell) => writeBoolean(cell === true),
};

/**
 * Rows in PostgreSQL's binary COPY format, all columns of the table in their order: the server neither parses text nor
 * makes arrays of it, which took it longer than to store the rows. Throws for a cell that is no value of its column.
 */
export const binaryRows = (
  { columns }: Table,
  rows: ReadonlyArray<Row>,
  opened: ReadonlyArray<OpenedRow> = [],
): Uint8Array => {
  const described = Object.entries(columns).map(([column, type]) => ({
    column,
    write: writers[type],
    ofRow: column in bitemporalColumns,
  }));
  const writeRow = (own: Row, values: Row): void => {
    makeRoom(2);
    view.setInt16(at, described.length);
    at += 2;
    for (const { column, write, ofRow } of described) {
      const cell = (ofRow ? own : values)[column];
      if (cell === null || cell === undefined) writeInt32(-1);
      else write(cell);
    }
  };
  at = 0;
  bytes.set(signature);
  at = signature.length;
  for (const row of rows) writeRow(row, row);
  for (const row of opened) writeRow(row as Omit<OpenedRow, 'values'>, row.values);
  makeRoom(2);
  view.setInt16(at, -1);
  return bytes.slice(0, at + 2);
};
