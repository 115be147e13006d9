import { anomalies } from '../anomalies/list.ts';
import { authorisations } from '../authorisationsDue/list.ts';
import { movements } from '../crossBorder/list.ts';
import { certificates } from '../deactivationCertificates/list.ts';
import type { Projection } from '../engine/projection.ts';
import { named } from '../erasure/list.ts';
import { mergedFirearms } from '../mergedFirearms/list.ts';
import { openAlerts } from '../openAlerts/list.ts';
import { partyAliases } from '../partyAliases/list.ts';
import { recoveries, traceOutcomes } from '../recoveries/list.ts';
import { clocks } from '../retentionCalendar/list.ts';
import { stockCounts } from '../stockCounts/list.ts';
import { tasks } from '../tasks/list.ts';
import { transfers } from '../transferMatching/list.ts';
import type { List } from './list.ts';

/** Each list is a folder and a line here. */
const all: ReadonlyArray<List> = [
  tasks,
  openAlerts,
  transfers,
  movements,
  certificates,
  clocks,
  anomalies,
  authorisations,
  recoveries,
  traceOutcomes,
  named,
  stockCounts,
  partyAliases,
  mergedFirearms,
];

/**
 * The lists of catalogue section 9 that people work through. Each has a table of its own; they share one worker, one
 * checkpoint and one pass over the log, because most events concern none of them and a worker costs two connections.
 */
export const lists: Projection = {
  name: 'lists',
  version: 4,
  tables: all.map(({ table }) => table),
  fold: (batch) => all.map((list) => list.changes(batch)),
};
