import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../domain/usecases/recordEvents.ts';
import type { Receipt, RecordFailure, RecordRequest } from '../../domain/usecases/recording.ts';
import type { ReadRow, SourceRow } from './readRow.ts';
import type { SourceRecord } from './sourceRecord.ts';

/** What became of one record; only refused and flagged ones go into the report. */
export type ReportLine = {
  readonly record: number;
  readonly reference?: string;
  readonly outcome: 'RECORDED' | 'ALREADY_RECORDED' | 'REFUSED';
  readonly firearmId?: string;
  readonly findings?: ReadonlyArray<string>;
  readonly code?: string;
  readonly detail?: string;
  readonly column?: string;
};

export type ImportSummary = {
  readonly records: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly refused: number;
  readonly events: number;
  /** Position of the last event this run appended; a reader waits for it. */
  readonly position: bigint;
  readonly findings: ReadonlyMap<string, number>;
  readonly refusals: ReadonlyMap<string, number>;
};

export type ImportPorts = {
  readonly readRow: (row: SourceRow) => ReadRow;
  readonly recordMany: (
    requests: ReadonlyArray<RecordRequest>,
  ) => TaskEither<Unavailable, ReadonlyArray<E.Either<RecordFailure, Receipt>>>;
  readonly report: (lines: ReadonlyArray<ReportLine>) => Promise<void>;
  readonly progress: (records: number, bytes: number) => void;
};

/** The log or the vault does not answer: what was recorded stays, and the same file goes on later. */
export class LedgerUnwritable extends Error {}

/** Records a batch holds: one statement's worth of events for two events a record. */
const batchRecords = 500;
/** Batches that are being written while the next ones are read; bounded, so that memory stays flat. */
const batchesUnderWay = 3;
/** Lines of the report that wait for the batch they came with. */
const linesHeld = 2000;

const failureText = (failure: RecordFailure): { readonly code: string; readonly detail: string } => {
  switch (failure.kind) {
    case 'REFUSED':
      return { code: failure.refusal.code, detail: failure.refusal.detail };
    case 'INVALID_PAYLOAD':
      return {
        code: 'INVALID_PAYLOAD',
        detail: failure.faults
          .slice(0, 5)
          .map((fault) => `${fault.pointer}: ${fault.message}`)
          .join('; '),
      };
    case 'IDEMPOTENCY_KEY_REUSED':
      return {
        code: 'RECORD_CHANGED',
        detail: 'This reference was imported before with other content. Correct the recorded event instead.',
      };
    case 'VERSION_CONFLICT':
      return { code: 'VERSION_CONFLICT', detail: 'Another import of this record is under way.' };
    case 'STORE_UNAVAILABLE':
    case 'VAULT_UNAVAILABLE':
    case 'VAULT_DAMAGED':
      return { code: failure.kind, detail: failure.reason };
    case 'WRONG_MASTER_KEY':
    case 'SUBJECT_ERASED':
      return { code: failure.kind, detail: 'The vault refuses this record.' };
  }
};

type Pending = {
  readonly records: ReadonlyArray<{
    readonly number: number;
    readonly read: ReadRow & { readonly kind: 'READ' };
  }>;
  readonly done: Promise<E.Either<Unavailable, ReadonlyArray<E.Either<RecordFailure, Receipt>>>>;
};

/**
 * Digitises a file into the ledger: streamed, one batch being written while the next is read. Every record is
 * idempotent by its reference, so a run after a kill, or a second run, appends only what is missing.
 * Throws when the file or the store cannot be read further; everything reported by then is durable.
 */
export const importFile = async (
  source: AsyncIterable<ReadonlyArray<SourceRecord>>,
  ports: ImportPorts,
): Promise<ImportSummary> => {
  const findings = new Map<string, number>();
  const refusals = new Map<string, number>();
  const totals = { records: 0, recorded: 0, alreadyRecorded: 0, refused: 0, events: 0, position: 0n };
  const count = (map: Map<string, number>, key: string): void => {
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  let lines: ReportLine[] = [];
  const refuse = (line: Omit<ReportLine, 'outcome'> & { readonly code: string }): void => {
    totals.refused += 1;
    count(refusals, line.code);
    lines.push({ ...line, outcome: 'REFUSED' });
  };

  const reportLines = async (): Promise<void> => {
    const ready = lines;
    lines = [];
    if (ready.length > 0) await ports.report(ready);
  };

  const settle = async (pending: Pending | undefined): Promise<void> => {
    if (pending === undefined) return;
    const outcomes = await pending.done;
    if (E.isLeft(outcomes))
      throw new LedgerUnwritable('reason' in outcomes.left ? outcomes.left.reason : outcomes.left.kind);
    for (const [index, { number, read }] of pending.records.entries()) {
      const outcome = outcomes.right[index];
      if (outcome === undefined) continue;
      const { reference } = read;
      if (E.isLeft(outcome)) {
        refuse({ record: number, reference, ...failureText(outcome.left) });
        continue;
      }
      const { idempotent, position, subject, events } = outcome.right;
      if (idempotent) totals.alreadyRecorded += 1;
      else {
        totals.recorded += 1;
        totals.events += events.length;
        if (position !== undefined && position > totals.position) totals.position = position;
      }
      for (const finding of read.findings) count(findings, finding);
      if (read.findings.length > 0)
        lines.push({
          record: number,
          reference,
          outcome: idempotent ? 'ALREADY_RECORDED' : 'RECORDED',
          firearmId: subject.id,
          findings: read.findings,
        });
    }
    await reportLines();
  };

  let batch: { readonly number: number; readonly read: ReadRow & { readonly kind: 'READ' } }[] = [];
  const pending: Pending[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const ready = batch;
    batch = [];
    if (ready.length > 0)
      pending.push({ records: ready, done: ports.recordMany(ready.map(({ read }) => read.request))() });
    if (pending.length >= batchesUnderWay) await settle(pending.shift());
    ports.progress(totals.records, bytes);
  };
  const take = (record: SourceRecord): void => {
    totals.records += 1;
    bytes = record.bytes;
    if ('unreadable' in record) {
      refuse({ record: record.number, code: 'RECORD_UNREADABLE', detail: record.unreadable });
      return;
    }
    const read = ports.readRow(record.row);
    if (read.kind === 'REFUSED') {
      const { kind: _refused, ...line } = read;
      refuse({ record: record.number, ...line });
    } else batch.push({ number: record.number, read });
  };
  for await (const records of source)
    for (const record of records) {
      take(record);
      if (batch.length >= batchRecords) await flush();
      // A file of which nothing can be read fills no batch, and must not fill the memory instead.
      else if (lines.length >= linesHeld) await reportLines();
    }
  await flush();
  while (pending.length > 0) await settle(pending.shift());
  await reportLines();
  return { ...totals, findings, refusals };
};
