import type { RecordedEvent } from '../../domain/event/envelope.ts';
import type { Identity } from '../../domain/firearm/identity.ts';
import { createMakerRecogniser, makerKey } from '../../domain/identification/maker.ts';
import { makerList } from '../../domain/identification/makerList.ts';
import { canonicalSerial } from '../../domain/identification/serial.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { isAbsent } from '../../domain/shared/shape.ts';
import type { Projection, Row, StreamHistory, Table, TableChange } from '../engine/projection.ts';

/** What each firearm is compared by. `block`: serial number and maker; firearms of different blocks are never equal. */
export const comparedIdentities: Table = {
  name: 'identity',
  columns: { firearm_id: 'text', block: 'text', identity: 'text' },
  key: ['firearm_id'],
  indexes: ['(block, firearm_id)'],
};

/** Conflicts that somebody opened, once for each firearm concerned, with what became of them. */
export const recordedConflicts: Table = {
  name: 'conflict',
  columns: {
    firearm_id: 'text',
    streams: 'codes',
    basis: 'text',
    status: 'text',
    since: 'timestamptz',
    event_id: 'uuid',
  },
  key: ['firearm_id', 'streams'],
  indexes: ['(status, streams)'],
};

const recognise = createMakerRecogniser(makerList);
const makers = new Map<string, string>();
const makersKept = 20_000;

/** One name for a maker, so that records with and without its code meet. */
const makerOf = ({ make, manufacturerCode }: Identity): string | undefined => {
  if (manufacturerCode !== undefined) return manufacturerCode;
  if (isAbsent(make)) return undefined;
  const known = makers.get(make);
  if (known !== undefined) return known;
  const recognised = recognise(make);
  const maker = 'code' in recognised ? recognised.code : makerKey(make);
  if (makers.size >= makersKept) makers.clear();
  makers.set(make, maker);
  return maker;
};

const identityRows = (history: StreamHistory<'firearm'>, index: number): ReadonlyArray<Row> => {
  const identity = history.timelineAfter(index).steps.at(-1)?.state.identity;
  if (identity === undefined || isAbsent(identity.serialRaw)) return [];
  const maker = makerOf(identity);
  const canonical = canonicalSerial(identity.serialRaw);
  if (maker === undefined || canonical === '') return [];
  return [
    {
      firearm_id: history.id,
      block: `${canonical}|${maker}`,
      identity: canonicalJson(identity as unknown as Json),
    },
  ];
};

type Conflict = {
  readonly streams: ReadonlyArray<string>;
  readonly basis?: string;
  readonly resolution?: string;
};

const conflictRows = (history: StreamHistory<'firearm'>, upTo: number): ReadonlyArray<Row> => {
  const rows = new Map<string, Row>();
  const own = (event: RecordedEvent): boolean => event.streamId === `firearm-${history.id}`;
  for (const event of history.events.slice(0, upTo + 1)) {
    if (event.type !== 'IdentityConflictOpened' && event.type !== 'IdentityConflictResolved') continue;
    if (!own(event)) continue;
    const { streams, basis, resolution } = event.payload as Conflict;
    const sorted = [...new Set(streams)].sort();
    rows.set(sorted.join(' '), {
      firearm_id: history.id,
      streams: sorted,
      basis: basis ?? rows.get(sorted.join(' '))?.['basis'] ?? null,
      status: resolution ?? 'OPEN',
      since: event.recordedAt,
      event_id: event.eventId,
    });
  }
  return [...rows.values()];
};

const changeOf = (
  table: Table,
  firearms: ReadonlyArray<StreamHistory<'firearm'>>,
  rowsOf: (history: StreamHistory<'firearm'>, index: number) => ReadonlyArray<Row>,
): TableChange => {
  const remove: Row[] = [];
  const insert: Row[] = [];
  for (const history of firearms) {
    const after = rowsOf(history, history.events.length - 1);
    const before = history.firstNew > 0 ? rowsOf(history, history.firstNew - 1) : [];
    if (before.length === 0 && after.length === 0) continue;
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    if (before.length > 0) remove.push({ firearm_id: history.id });
    insert.push(...after);
  }
  return { table, close: [], remove, insert };
};

/**
 * Firearms that may be one (HC-07): all-equal pairs are found by their block and compared when they are asked for, so
 * that neither recording nor import waits for it; and the conflicts that were opened, with their resolution.
 */
export const identityConflicts: Projection = {
  name: 'identity_conflicts',
  version: 1,
  tables: [comparedIdentities, recordedConflicts],
  fold: (batch) => {
    const firearms = batch.of('firearm');
    return [
      changeOf(comparedIdentities, firearms, identityRows),
      changeOf(recordedConflicts, firearms, conflictRows),
    ];
  },
};
