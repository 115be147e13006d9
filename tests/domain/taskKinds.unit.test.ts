import { describe, expect, test } from 'vitest';
import { taskViewOf } from '../../domain/access/taskAccess.ts';
import type { RecordedEvent, Role } from '../../domain/event/envelope.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { euMember, nonEuAligned } from '../../domain/policy/profiles.ts';
import type { StateByKind, StreamKindName } from '../../domain/stream/kinds.ts';
import { policyPeriods } from '../../domain/system/policyInForce.ts';
import { dueOn } from '../../domain/tasks/due.ts';
import type { Folded } from '../../domain/tasks/task.ts';
import { possibleTasks, tasksOf } from '../../domain/tasks/tasksOf.ts';
import { dayOf } from '../../domain/time/eventDay.ts';

type Told = readonly [type: string, day: string, state: object, payload?: object];

const event = (type: string, day: string, payload: object, number: number): RecordedEvent => ({
  eventId: `event-${number}`,
  type,
  schemaVersion: 1,
  streamId: 'x',
  streamVersion: number,
  recordedAt: Date.parse(`${day}T12:00:00Z`),
  metadata: {
    effectiveAt: { precision: 'DAY', value: day, zone: 'UTC' },
    recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'o' },
    authorityId: 'T',
    source: { kind: 'DIRECT' },
    legalBasis: [],
    assertionKind: 'FACT',
    correlationId: 'c',
    idempotencyKey: 'k',
    commandDigest: 'd',
    salt: 's',
  },
  payload,
});

/** A history with the states that the events lead to, as the kind of stream would fold it. */
const folded = <N extends StreamKindName>(told: ReadonlyArray<Told>): Folded<N> => {
  const steps = told.map(([type, day, state, payload = {}], index) => {
    const recorded = event(type, day, payload, index + 1);
    const at = Date.parse(`${day}T00:00:00Z`);
    return {
      event: recorded,
      state: { anomalies: [], ...state } as unknown as StateByKind[N],
      status: 'EFFECTIVE' as const,
      bounds: { earliest: at, latest: at },
    };
  });
  return {
    events: steps.map((step) => step.event),
    timeline: {
      initial: { status: 'NEW', anomalies: [] } as unknown as StateByKind[N],
      steps,
      knowledge: {
        annulled: new Set(),
        corrected: (each) => each,
        aboutRecord: () => false,
        confirmation: () => undefined,
      },
    },
  };
};

const tasks = <N extends StreamKindName>(kind: N, told: ReadonlyArray<Told>) => {
  const { events, timeline } = folded<N>(told);
  return tasksOf(possibleTasks(kind, events), events, timeline).map((task) => ({
    kind: task.kind,
    due: task.due === undefined ? null : dueOn(task.due, euMember),
    party: task.party ?? null,
    openedBy: task.openedBy,
    closedBy: task.closed?.by ?? null,
    data: task.data ?? {},
  }));
};

const right = { partyId: 'P-1', right: { kind: 'PERMIT', categories: ['B'], subcategories: [] } };
const granted: Told = [
  'AuthorisationGranted',
  '2021-03-01',
  { status: 'GRANTED', ...right },
  { validTo: '2031-03-01', reviewDue: '2026-03-01' },
];

const kindsSeenBy = (role: Role, policy: Policy) =>
  taskViewOf({ role, organisationId: 'F-1' }, policyPeriods([], policy)).kinds.map(({ kind }) => kind);

describe('authorisations', () => {
  test('REQ-CAT-05 a permit whose review day has passed is on the list until it is reviewed', () => {
    expect(tasks('authorisation', [granted])).toMatchObject([
      { kind: 'AUTHORISATION_REVIEW_DUE', due: '2026-03-01', party: 'P-1', closedBy: null },
      { kind: 'AUTHORISATION_EXPIRING', due: '2031-03-01', party: 'P-1', closedBy: null },
    ]);
    const reviewed: Told = [
      'AuthorisationReviewed',
      '2026-02-10',
      { status: 'GRANTED', ...right },
      { outcome: 'CONTINUES', nextReviewDue: '2031-02-10' },
    ];
    expect(tasks('authorisation', [granted, reviewed])).toMatchObject([
      { kind: 'AUTHORISATION_REVIEW_DUE', due: '2026-03-01', closedBy: 'event-2' },
      { kind: 'AUTHORISATION_REVIEW_DUE', due: '2031-02-10', openedBy: 'event-2', closedBy: null },
      { kind: 'AUTHORISATION_EXPIRING', due: '2031-03-01', closedBy: null },
    ]);
  });

  test('REQ-CAT-06 HC-19 a withdrawal opens the disposal of what its party holds', () => {
    const withdrawn: Told = ['AuthorisationWithdrawn', '2026-05-01', { status: 'WITHDRAWN', ...right }];
    expect(tasks('authorisation', [granted, withdrawn])).toMatchObject([
      { kind: 'AUTHORISATION_REVIEW_DUE', closedBy: 'event-2' },
      { kind: 'AUTHORISATION_EXPIRING', closedBy: 'event-2' },
      {
        kind: 'WITHDRAWN_MUST_DISPOSE',
        due: '2026-06-30',
        party: 'P-1',
        openedBy: 'event-2',
        data: { categories: 'B' },
      },
    ]);
  });

  test('REQ-EXC-03 REQ-EXC-05 a refusal is entered abroad, and deleted within a day when it falls', () => {
    const refused: Told = [
      'AuthorisationRefused',
      '2026-05-01',
      { status: 'REFUSED', notices: [{ action: 'SEND' }] },
    ];
    const sent: Told = ['OutboundNoticeSent', '2026-05-02', { status: 'REFUSED', notices: [] }];
    const fell: Told = [
      'RefusalAnnulled',
      '2026-06-01',
      { status: 'REFUSED', notices: [{ action: 'DELETE' }] },
    ];
    expect(tasks('authorisation', [refused, sent, fell])).toMatchObject([
      { kind: 'REFUSAL_NOTICE_DUE', due: '2026-05-02', closedBy: 'event-2', data: { action: 'SEND' } },
      { kind: 'REFUSAL_NOTICE_DUE', due: '2026-06-02', closedBy: null, data: { action: 'DELETE' } },
    ]);
    expect(kindsSeenBy('CLK', euMember)).toContain('REFUSAL_NOTICE_DUE');
    expect(kindsSeenBy('CLK', nonEuAligned)).not.toContain('REFUSAL_NOTICE_DUE');
  });
});

describe('alerts and traces', () => {
  const open: Told = [
    'AlertOpened',
    '2026-05-01',
    {
      status: 'OPEN',
      firearmId: 'W-1',
      entries: [
        { channel: 'SIS', status: 'DUE' },
        { channel: 'IARMS', status: 'DUE' },
      ],
    },
  ];

  test('REQ-LST-02 entries abroad are due until sent, and their deletion within a day of the end', () => {
    const sent: Told = [
      'OutboundNoticeSent',
      '2026-05-01',
      {
        status: 'OPEN',
        firearmId: 'W-1',
        entries: [
          { channel: 'SIS', status: 'SENT', ref: 'S' },
          { channel: 'IARMS', status: 'DUE' },
        ],
      },
    ];
    const ended: Told = [
      'AlertClosed',
      '2026-05-10',
      { status: 'CLOSED', firearmId: 'W-1', entries: [{ channel: 'SIS', status: 'DELETE_DUE', ref: 'S' }] },
    ];
    expect(tasks('alert', [open, sent, ended])).toMatchObject([
      { kind: 'ALERT_ENTRY_DUE', closedBy: 'event-2', data: { channel: 'SIS', firearmId: 'W-1' } },
      { kind: 'ALERT_ENTRY_DUE', closedBy: 'event-3', data: { channel: 'IARMS' } },
      { kind: 'ALERT_DELETION_DUE', due: '2026-05-11', closedBy: null, data: { channel: 'SIS' } },
    ]);
  });

  test('HC-03 an attempt under alert is the police’s alone', () => {
    const attempt: Told = [
      'AttemptedUnderAlert',
      '2026-05-03',
      { status: 'OPEN', firearmId: 'W-1', entries: [] },
      { firearmId: 'W-1', attempted: 'FirearmTransferred', code: 'R11' },
    ];
    expect(tasks('alert', [open, attempt]).at(-1)).toMatchObject({
      kind: 'ATTEMPT_UNDER_ALERT',
      closedBy: null,
      data: { firearmId: 'W-1', attempted: 'FirearmTransferred', code: 'R11' },
    });
    const seenBy = (role: 'DLR' | 'CLK' | 'POL' | 'AUD') =>
      kindsSeenBy(role, euMember).includes('ATTEMPT_UNDER_ALERT');
    expect([seenBy('DLR'), seenBy('CLK'), seenBy('POL'), seenBy('AUD')]).toEqual([false, false, true, true]);
  });

  test('REQ-TRC-05 a request is to be acknowledged and answered; a question back waits for the other side', () => {
    const kinds = (told: ReadonlyArray<Told>) =>
      tasks('trace', told).flatMap(({ kind, closedBy }) => (closedBy === null ? [kind] : []));
    const received: Told = ['TraceRequestReceived', '2026-05-01', { status: 'RECEIVED' }];
    const acknowledged: Told = ['TraceAcknowledged', '2026-05-02', { status: 'ACKNOWLEDGED' }];
    const asked: Told = ['TraceClarificationAsked', '2026-05-03', { status: 'CLARIFICATION' }];
    const answered: Told = ['TraceAnswered', '2026-05-09', { status: 'ANSWERED' }];
    expect(kinds([received])).toEqual(['TRACE_TO_ACKNOWLEDGE', 'TRACE_ANSWER_DUE']);
    expect(kinds([received, acknowledged])).toEqual(['TRACE_ANSWER_DUE']);
    expect(kinds([received, acknowledged, asked])).toEqual(['CLARIFICATION_DUE']);
    expect(kinds([received, acknowledged, asked, answered])).toEqual([]);
  });

  test('REQ-TRC-08 an answer is due on the day that was promised, and else when the policy says', () => {
    const dueOf = (state: object) =>
      tasks('trace', [['TraceRequestReceived', '2026-05-01', { status: 'RECEIVED', ...state }]]).map(
        ({ kind, due }) => [kind, due],
      );
    expect(dueOf({})).toEqual([
      ['TRACE_TO_ACKNOWLEDGE', '2026-05-04'],
      ['TRACE_ANSWER_DUE', '2026-05-31'],
    ]);
    expect(dueOf({ dueBy: '2026-05-20' })[1]).toEqual(['TRACE_ANSWER_DUE', '2026-05-20']);
    expect(tasks('trace', [['TraceRequestSent', '2026-05-01', { status: 'SENT' }]])).toMatchObject([
      { kind: 'TRACE_SENT_UNANSWERED', due: '2026-06-30' },
    ]);
  });
});

describe('firearms, by events that come with other parts of the catalogue', () => {
  test('REQ-EXC-01, -02 other States are told of a movement the day it leaves, and of a definitive transfer', () => {
    const left: Told = ['FirearmDispatched', '2026-04-01', { custody: 'TRN', alerts: [] }];
    const arrived: Told = [
      'FirearmArrivedAbroad',
      '2026-04-05',
      { custody: 'EXP', alerts: [] },
      { definitive: true },
    ];
    const told: Told = [
      'OutboundNoticeSent',
      '2026-04-06',
      { custody: 'EXP', alerts: [] },
      { targetEventId: 'event-1' },
    ];
    const notices = (history: ReadonlyArray<Told>) =>
      tasks('firearm', history).filter(({ kind }) => kind === 'MOVEMENT_NOTICE_DUE');
    expect(notices([left])).toMatchObject([
      { due: '2026-04-01', closedBy: null, data: { channel: 'IMI', notice: 'MOVEMENT' } },
    ]);
    expect(notices([left, arrived, told])).toMatchObject([
      { closedBy: 'event-3', data: { notice: 'MOVEMENT' } },
      { due: '2026-04-05', closedBy: null, data: { notice: 'DEFINITIVE' } },
    ]);
    const coming: Told = [
      'FirearmArrivedAbroad',
      '2026-04-05',
      { custody: 'EXP', alerts: [] },
      { definitive: false },
    ];
    expect(notices([coming])).toEqual([]);
  });

  test('HC-17 an estate is to be settled six months from the death, whenever it was reported', () => {
    const opened: Told = [
      'InheritanceOpened',
      '2026-03-10',
      { custody: 'TMP', alerts: [] },
      { dateOfDeath: '2025-08-31', executorId: 'P-9' },
    ];
    expect(tasks('firearm', [opened])).toMatchObject([
      { kind: 'INHERITANCE_TO_SETTLE', due: '2026-02-28', party: 'P-9', closedBy: null },
    ]);
    const inherited: Told = ['FirearmTransferred', '2026-04-01', { custody: 'HLD', alerts: [] }, {}];
    const settled = tasks('firearm', [opened, inherited]).find(
      ({ kind }) => kind === 'INHERITANCE_TO_SETTLE',
    );
    expect(settled).toMatchObject({ closedBy: 'event-2' });
  });

  test('what was lent is due back on the day agreed; what was dispatched is to arrive within 30 days', () => {
    const lent: Told = [
      'TemporaryCustodyStarted',
      '2026-03-10',
      { custody: 'TMP', alerts: [] },
      { custodianId: 'P-9', purpose: 'LOAN', dueBack: '2026-04-01' },
    ];
    expect(tasks('firearm', [lent])).toMatchObject([
      { kind: 'TEMPORARY_CUSTODY_OVERDUE', due: '2026-04-01', party: 'P-9', data: { purpose: 'LOAN' } },
    ]);
    const sent: Told = ['FirearmDispatched', '2026-04-05', { custody: 'TRN', alerts: [] }, {}];
    const arrived: Told = ['FirearmArrivedAbroad', '2026-04-20', { custody: 'EXP', alerts: [] }, {}];
    expect(tasks('firearm', [lent, sent, arrived])).toMatchObject([
      { kind: 'TEMPORARY_CUSTODY_OVERDUE', closedBy: 'event-2' },
      { kind: 'DISPATCH_NOT_ARRIVED', due: '2026-05-05', openedBy: 'event-2', closedBy: 'event-3' },
      { kind: 'MOVEMENT_NOTICE_DUE', due: '2026-04-05', closedBy: null },
    ]);
  });

  test('REQ-REC-06 a modification calls for a decision on the category', () => {
    const modified: Told = ['FirearmModified', '2026-03-10', { custody: 'HLD', alerts: [] }];
    const decided: Told = ['FirearmRecategorised', '2026-03-20', { custody: 'HLD', alerts: [] }];
    expect(tasks('firearm', [modified])).toMatchObject([{ kind: 'CATEGORY_CHECK_DUE', closedBy: null }]);
    expect(tasks('firearm', [modified, decided])).toMatchObject([{ closedBy: 'event-2' }]);
  });
});

test('deadlines run from the last day on which a coarsely dated event can have happened, and never from the future', () => {
  const dated = (precision: 'MONTH' | 'YEAR', value: string, recorded: string): string => {
    const plain = event('X', recorded, {}, 1);
    return dayOf({
      ...plain,
      metadata: { ...plain.metadata, effectiveAt: { precision, value, zone: 'UTC' } },
    });
  };
  expect(dated('MONTH', '2024-02', '2026-01-01')).toBe('2024-02-29');
  expect(dated('YEAR', '2024', '2026-01-01')).toBe('2024-12-31');
  expect(dated('YEAR', '2024', '2024-06-15')).toBe('2024-06-15');
});
