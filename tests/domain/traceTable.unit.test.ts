import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../api/schema/zodOfShape.ts';
import type { Metadata } from '../../domain/event/envelope.ts';
import { euMember, nonEuAligned } from '../../domain/policy/profiles.ts';
import { traceKind } from '../../domain/trace/kind.ts';
import { initialTrace, isOverdue, type TraceStatus, traceStatuses } from '../../domain/trace/state.ts';
import { needsTransferGround } from '../../domain/trace/transferGround.ts';

const metadata = {
  effectiveAt: { precision: 'DAY', value: '2026-03-01', zone: 'UTC' },
  recordedBy: { actorId: 'a', role: 'FFP', organisationId: 'o' },
  source: { kind: 'DIRECT' },
} as unknown as Metadata;

/** ITI 17 to 23 as a table of next states, written apart from the catalogue: status by status, in its order. */
// biome-ignore format: the columns are the table
const table: ReadonlyArray<readonly [string, object, ReadonlyArray<string>]> = [
  ['TraceRequestReceived', {}, ['RECEIVED', 'R01', 'R01', 'R01', 'R01', 'R01', 'R01', 'R01']],
  ['TraceRequestSent', {}, ['SENT', 'R01', 'R01', 'R01', 'R01', 'R01', 'R01', 'R01']],
  ['TraceRerouted', {}, ['R00', 'RECEIVED', 'SENT', 'ACKNOWLEDGED', 'CLARIFICATION', 'PARTIAL', 'R17', 'R17']],
  ['TraceAcknowledged', {}, ['R00', 'ACKNOWLEDGED', 'ACKNOWLEDGED', 'R19', 'R19', 'R19', 'R19', 'R19']],
  ['TraceClarificationAsked', {}, ['R00', 'CLARIFICATION', 'CLARIFICATION', 'CLARIFICATION', 'CLARIFICATION', 'CLARIFICATION', 'R17', 'R17']],
  ['TraceClarified', {}, ['R00', 'RECEIVED', 'SENT', 'ACKNOWLEDGED', 'SENT', 'PARTIAL', 'R17', 'R17']],
  ['TraceAnswered', { extent: 'FULL' }, ['R00', 'ANSWERED', 'ANSWERED', 'ANSWERED', 'ANSWERED', 'ANSWERED', 'ANSWERED', 'R17']],
  ['TraceAnswered', { extent: 'PARTIAL' }, ['R00', 'PARTIAL', 'PARTIAL', 'PARTIAL', 'PARTIAL', 'PARTIAL', 'ANSWERED', 'R17']],
  ['TraceRefused', {}, ['R00', 'REFUSED', 'REFUSED', 'REFUSED', 'REFUSED', 'R17', 'R17', 'R19']],
  ['TraceAnswerAttached', {}, ['R00', 'R17', 'R17', 'R17', 'R17', 'PARTIAL', 'ANSWERED', 'R17']],
];
const cells = table.flatMap(([type, payload, row]) =>
  traceStatuses.map((status, index) => [type, JSON.stringify(payload), status, row[index] ?? ''] as const),
);

describe('REQ-TRC-05 states of a trace, cell by cell', () => {
  test('no event of the kind is left out', () => {
    const own = traceKind.definitions.map(({ type }) => type).filter((type) => type.startsWith('Trace'));
    expect(new Set(table.map(([type]) => type))).toEqual(new Set(own));
    expect(cells).toHaveLength(80);
  });
  test.each(cells)('%s %s in %s: %s', (type, more, status, wanted) => {
    const definition = traceKind.definitionOf(type);
    if (definition === undefined) throw new Error(type);
    const payload = { ...(exampleOf(definition.payload) as object), ...JSON.parse(more) };
    const outcome = traceKind.after(
      definition,
      { ...initialTrace, status, resumesAs: 'SENT' },
      { payload, metadata },
    );
    expect(outcome.kind === 'REFUSED' ? outcome.code : outcome.status).toBe(wanted);
  });
});

test('REQ-TRC-08 an open trace is overdue after its day, an answered one never', () => {
  const state = { ...initialTrace, dueBy: '2026-06-30' };
  const overdue = (status: TraceStatus, today: string) => isOverdue({ ...state, status }, today);
  expect(overdue('ACKNOWLEDGED', '2026-06-30')).toBe(false);
  expect(overdue('ACKNOWLEDGED', '2026-07-01')).toBe(true);
  expect(overdue('PARTIAL', '2026-07-01')).toBe(true);
  expect(overdue('ANSWERED', '2026-07-01')).toBe(false);
});

test.each([
  ['DE', 'FOREIGN', false, true],
  ['CH', 'FOREIGN', false, true],
  ['RS', 'FOREIGN', true, true],
  ['US', 'FOREIGN', true, true],
  ['RS', 'DOMESTIC', false, false],
] as const)(
  'REQ-DPR-08 %s %s: ground needed by a Member State %s, by an aligned State %s',
  (country, scope, member, aligned) => {
    const requester = { country, scope, authority: 'a' };
    expect(needsTransferGround(requester, euMember)).toBe(member);
    expect(needsTransferGround(requester, nonEuAligned)).toBe(aligned);
  },
);
