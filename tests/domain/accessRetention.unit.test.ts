import { describe, expect, test } from 'vitest';
import { removableAccess } from '../../domain/access/accessRetention.ts';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { euMember } from '../../domain/policy/profiles.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const event = (type: string, day: string, payload: object, number: number): RecordedEvent => ({
  eventId: `event-${number}`,
  type,
  schemaVersion: 1,
  streamId: 'system',
  streamVersion: number,
  recordedAt: at(day),
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
const adopted = (day: string, retention: string, number: number, validFrom = day) =>
  event(
    'PolicyAdopted',
    day,
    { version: number, validFrom, document: { profile: 'EU_MEMBER', accessLog: { retention } } },
    number,
  );
const shown = (history: ReadonlyArray<RecordedEvent>, now = '2026-11-30') =>
  removableAccess(history, euMember, at(now)).map(({ from, until }) => [
    Number.isFinite(from) ? new Date(from).toISOString() : 'ever',
    new Date(until).toISOString(),
  ]);

describe('accessLog.retention (legal-basis section 7)', () => {
  test('eighteen months by default, and by the calendar', () => {
    expect(shown([])).toEqual([['ever', '2025-05-30T12:00:00.000Z']]);
    expect(shown([], '2026-08-31')).toEqual([['ever', '2025-02-28T12:00:00.000Z']]);
  });
  test('a shorter period reaches no entry that was written under a longer one', () => {
    // What was written before June 2025 stays eighteen months.
    expect(shown([adopted('2025-06-01', 'P12M', 1)])).toEqual([
      ['ever', '2025-05-30T12:00:00.000Z'],
      ['2025-06-01T12:00:00.000Z', '2025-11-30T12:00:00.000Z'],
    ]);
    expect(shown([adopted('2026-11-29', 'P12M', 1)])).toEqual(shown([]));
    // A first day in the past does not make it known in the past.
    expect(shown([adopted('2026-11-29', 'P12M', 1, '2020-01-01')])).toEqual(shown([]));
  });
  test('a longer one keeps what is still there', () => {
    expect(shown([adopted('2026-11-29', 'P5Y', 1)])).toEqual([['ever', '2021-11-30T12:00:00.000Z']]);
  });
  test('neither a correction nor an annulment of a policy shortens the past', () => {
    const long = adopted('2015-01-01', 'P10Y', 1);
    const reference = shown([long]);
    const corrected = event(
      'RecordCorrected',
      '2026-11-01',
      {
        targetEventId: 'event-1',
        changes: [
          { path: '/payload/document/accessLog/retention', recordedValue: 'P10Y', correctValue: 'P12M' },
        ],
      },
      2,
    );
    expect(reference).toEqual([
      ['ever', '2015-01-01T12:00:00.000Z'],
      ['2015-01-01T12:00:00.000Z', '2016-11-30T12:00:00.000Z'],
    ]);
    expect(shown([long, corrected])).toEqual(reference);
    const annulled = event('RecordAnnulled', '2026-11-01', { targetEventId: 'event-1', reason: 'TEST' }, 2);
    expect(shown([long, annulled])).toEqual(reference);
  });
  test('twelve months stay whatever a policy says (REQ-DPR-02)', () => {
    expect(shown([adopted('2020-01-01', 'P1D', 1)]).at(-1)).toEqual([
      '2020-01-01T12:00:00.000Z',
      '2025-11-30T12:00:00.000Z',
    ]);
  });
});
