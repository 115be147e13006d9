import { findingsOf } from '../../domain/firearm/findings.ts';
import { primaryLocations } from '../../domain/firearm/identity.ts';
import type { FirearmState } from '../../domain/firearm/state.ts';
import { baseLetters, romanised, serialKeys } from '../../domain/identification/serial.ts';
import { isAbsent } from '../../domain/shared/shape.ts';
import type { Segment } from '../engine/bitemporal.ts';
import {
  bitemporalChange,
  bitemporalColumns,
  bitemporalKey,
  bitemporalTableChange,
} from '../engine/bitemporal.ts';
import { perState } from '../engine/perState.ts';
import type { Projection, Row, StreamHistory, Table, TableChange } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { sameRow } from '../engine/sameRow.ts';

export const registryIntervals: Table = {
  name: 'interval',
  columns: {
    ...bitemporalColumns,
    custody: 'text',
    condition: 'text',
    mark_state: 'text',
    alerts: 'codes',
    holder: 'text',
    holder_absent: 'text',
    holder_role: 'text',
    type: 'text',
    make: 'text',
    manufacturer_code: 'text',
    model: 'text',
    calibre: 'text',
    calibre_codes: 'codes',
    serial_raw: 'text',
    category: 'text',
    subcategory: 'text',
    import_mark_due: 'boolean',
    findings: 'codes',
  },
  key: bitemporalKey,
  indexes: [
    "(subject_id) where known_to = 'infinity' and valid_to = 'infinity'",
    '(custody, subject_id)',
    "(subject_id, valid_to, known_to) where alerts <> '{}'",
    "using gin (findings) where findings <> '{}'",
    '(manufacturer_code, subject_id) where manufacturer_code is not null',
    '(holder, subject_id) where holder is not null',
  ],
};

/** Every mark ever recorded of a firearm, whatever became of the record: an old or misread number must be found too. */
export const registryMarks: Table = {
  name: 'mark',
  columns: {
    firearm_id: 'text',
    no: 'integer',
    serial_raw: 'text',
    location: 'text',
    is_primary: 'boolean',
    canonical: 'text',
    skeleton1: 'text',
    skeleton2: 'text',
    bare: 'text',
    sound: 'text',
    local_sound: 'text',
  },
  key: ['firearm_id', 'no'],
  indexes: [
    '(canonical)',
    '(skeleton1)',
    '(skeleton2)',
    "(bare) where bare <> ''",
    '(sound) where sound is not null',
    '(local_sound) where local_sound is not null',
    // What comes in waits for its place in the index, and each search reads all that waits: so only little may (64 kB).
    'using gin (skeleton1 gin_trgm_ops) with (gin_pending_list_limit = 64)',
  ],
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const valuesOf = perState((state: FirearmState): Row => {
  const { identity, holder } = state;
  const calibres = identity === undefined || isAbsent(identity.calibre) ? [] : identity.calibre;
  return {
    custody: state.custody,
    condition: state.condition,
    mark_state: state.markState,
    alerts: state.alerts.map((alert) => alert.kind),
    holder: text(holder?.party),
    holder_absent: holder !== undefined && isAbsent(holder.party) ? holder.party.absent : null,
    holder_role: holder?.role ?? null,
    type: text(identity?.type),
    make: text(identity?.make),
    manufacturer_code: identity?.manufacturerCode ?? null,
    model: text(identity?.model),
    calibre: calibres.length === 0 ? null : calibres.map((calibre) => calibre.raw).join(' / '),
    calibre_codes: calibres.flatMap((calibre) => calibre.code ?? []),
    serial_raw: text(identity?.serialRaw) ?? state.marks[0]?.serialRaw ?? null,
    category: text(identity?.category),
    subcategory: text(identity?.subcategory),
    import_mark_due: state.importMarkDue,
    findings: findingsOf(state),
  };
});

const segmentsAfter =
  (history: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const segments: Segment[] = [];
    let last: Row | undefined;
    for (const { state, bounds, status } of history.timelineAfter(index).steps) {
      if (status !== 'EFFECTIVE') continue;
      const values = valuesOf(state);
      if (last !== undefined && sameRow(last, values)) continue;
      last = values;
      const open = segments.pop();
      // Two events of the same moment: the later one is what holds.
      if (open !== undefined && open.from !== bounds.earliest)
        segments.push({ ...open, to: bounds.earliest });
      segments.push({ from: bounds.earliest, to: lastInstant, values });
    }
    return segments;
  };

const markRows = (history: StreamHistory<'firearm'>, upTo: number): ReadonlyArray<Row> => {
  const rows = new Map<string, { serial: string; location: string; primary: boolean }>();
  // Marks are only ever added, so the last state has them all; after a correction the earlier readings are needed too.
  const corrected = history.events.some(
    ({ type }, index) => index <= upTo && (type === 'RecordCorrected' || type === 'RecordAnnulled'),
  );
  for (let index = corrected ? 0 : upTo; index <= upTo; index += 1) {
    const state = history.timelineAfter(index).steps.at(-1)?.state;
    const current = state?.identity === undefined ? undefined : text(state.identity.serialRaw);
    for (const mark of state?.marks ?? []) {
      const location = isAbsent(mark.location) ? mark.location.absent : mark.location;
      const onPrimary =
        primaryLocations.has(location) || (isAbsent(mark.location) && mark.origin === 'IDENTITY');
      // Only the number that the register holds for the firearm today is its exact identifier.
      rows.set(`${mark.serialRaw}|${location}`, {
        serial: mark.serialRaw,
        location,
        primary: onPrimary && (current === null || current === undefined || current === mark.serialRaw),
      });
    }
    for (const row of rows.values())
      if (current !== undefined && current !== null && row.serial !== current) row.primary = false;
  }
  return [...rows.values()].map((row, index) => {
    const keys = serialKeys(row.serial);
    const latin = romanised(row.serial);
    return {
      firearm_id: history.id,
      no: index + 1,
      serial_raw: row.serial,
      location: row.location,
      is_primary: row.primary,
      canonical: keys.canonical,
      skeleton1: keys.skeleton1,
      skeleton2: keys.skeleton2,
      bare: keys.bare,
      sound: latin?.sound ?? null,
      // Without its signs it is found with and without them.
      local_sound: latin === undefined ? null : baseLetters(latin.local),
    };
  });
};

const markChange = (firearms: ReadonlyArray<StreamHistory<'firearm'>>): TableChange => {
  const remove: Row[] = [];
  const insert: Row[] = [];
  for (const history of firearms) {
    const after = markRows(history, history.events.length - 1);
    if (history.firstNew > 0) {
      const before = markRows(history, history.firstNew - 1);
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      remove.push(...before.map((row) => ({ firearm_id: history.id, no: row['no'] ?? 0 })));
    }
    insert.push(...after);
  }
  return { table: registryMarks, close: [], remove, insert };
};

/** The register: what every firearm is and where it stands, on both axes of time, and the marks it is found by. */
export const currentRegistry: Projection = {
  name: 'current_registry',
  version: 7,
  tables: [registryIntervals, registryMarks],
  fold: (batch) => {
    const firearms = batch.of('firearm');
    const changes = firearms.map((history) => bitemporalChange(history, segmentsAfter(history)));
    return [bitemporalTableChange(registryIntervals, changes), markChange(firearms)];
  },
};
