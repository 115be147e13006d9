import { eventId, reference, sha256 } from '../../shared/commonFields.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { date, integer, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import type { ErasureRun, SystemState } from '../state.ts';

const count = (meaning: string) => integer(0, 1_000_000, meaning, 1);
const pointer = '/payload/runId';

/**
 * A run that erases is proposed by one person and approved by another (users-and-jobs 2 and 6: preview, holds, run,
 * protocol). Whom it concerns is told by a hash: the stream of the ledger is read with every command and stays short.
 */
export const erasureRunProposed = defineEvent({
  type: 'ErasureRunProposed',
  schemaVersion: 1,
  meaning: 'The data-protection officer proposed to erase what need not be kept any more.',
  payload: record({
    ruleId: reference('rule by which it is erased', 'REQ-REC-11'),
    until: date('records that may be erased on this day or before', '2056-03-01'),
    parties: count('number of parties'),
    firearms: count('number of firearms'),
    traces: count('number of trace requests'),
    planSha256: sha256('SHA-256 of the canonical list of parties, firearms and trace requests'),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  apply: (state, { payload, eventId: runId, metadata }) => ({
    ...state,
    erasureRuns: [...state.erasureRuns, { runId, proposedBy: metadata.recordedBy.actorId, ...payload }],
  }),
});

const runOf = ({ erasureRuns }: SystemState, runId: string): ErasureRun | undefined =>
  erasureRuns.find((run) => run.runId === runId);
const changed = (state: SystemState, runId: string, change: Partial<ErasureRun>): SystemState => ({
  ...state,
  erasureRuns: state.erasureRuns.map((run) => (run.runId === runId ? { ...run, ...change } : run)),
});
const unknown = (): Refusal => refusal('R71', 'No run with this id is proposed.', { pointer });

export const erasureRunApproved = defineEvent({
  type: 'ErasureRunApproved',
  schemaVersion: 1,
  meaning: 'Another person approved the run; the data is erased from then on.',
  payload: record({ runId: eventId('the proposal') }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'GDPR:17'],
  check: ({ payload, state, metadata }) => {
    const run = runOf(state, payload.runId);
    if (run === undefined) return unknown();
    if (run.approvedBy !== undefined) return refusal('R19', 'The run is approved already.', { pointer });
    return run.proposedBy === metadata.recordedBy.actorId
      ? refusal('SECOND_PERSON_REQUIRED', 'Another person than the one who proposed the run approves it.', {
          pointer,
        })
      : undefined;
  },
  apply: (state, { payload, metadata, streamVersion: approvedAs }) =>
    changed(state, payload.runId, { approvedBy: metadata.recordedBy.actorId, approvedAs }),
});

export const erasureRunCompleted = defineEvent({
  type: 'ErasureRunCompleted',
  schemaVersion: 1,
  meaning: 'The keys are destroyed; the protocol says whose.',
  payload: record({
    runId: eventId('the proposal'),
    erased: count('parties whose data was erased'),
    erasedTraces: count('trace requests whose data was erased'),
    refused: count('parties and trace requests that something stood in the way of meanwhile'),
    keysDestroyed: count('keys destroyed'),
    protocolSha256: sha256('SHA-256 of the canonical list of parties, trace requests and keys'),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)', 'GDPR:5(2)'],
  check: ({ payload, state }) => {
    const run = runOf(state, payload.runId);
    if (run?.approvedBy === undefined) return unknown();
    return run.completedBy === undefined
      ? undefined
      : refusal('R19', 'The run is completed already.', { pointer });
  },
  apply: (state, { payload, eventId: completedBy }) => changed(state, payload.runId, { completedBy }),
});
