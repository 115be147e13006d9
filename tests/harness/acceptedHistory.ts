import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { exampleOf } from '../../api/schema/zodOfShape.ts';
import type { Metadata, RecordedEvent, Role } from '../../domain/event/envelope.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { decide } from '../../domain/stream/decide.ts';
import { createEventCodec } from '../../infra/codec/eventCodec.ts';

/** Something that somebody reports of a firearm: any event of the catalogue, on any day, whatever came before. */
type Fact = { readonly type: string; readonly role: Role; readonly day: number; readonly target: number };

const firstDay = Date.UTC(2020, 0, 1);
const recordedFrom = 500;
const dayMs = 86_400_000;
const dayText = (day: number): string => new Date(firstDay + day * dayMs).toISOString().slice(0, 10);

const fact = fc
  .record({
    index: fc.nat(firearmKind.definitions.length - 1),
    day: fc.nat(400),
    who: fc.nat(3),
    target: fc.nat(30),
  })
  .map(({ index, day, who, target }): Fact => {
    const definition = firearmKind.definitions[index];
    if (definition === undefined) throw new Error('no such event');
    return {
      type: definition.type,
      role: definition.recordedBy[who % definition.recordedBy.length] ?? 'CLK',
      day,
      target,
    };
  });

const metadataOf = ({ type, role, day }: Fact, disputes: Metadata['disputes'] = []): Metadata => ({
  effectiveAt: { precision: 'DAY', value: dayText(day), zone: 'UTC' },
  recordedBy: {
    actorId: `actor-${role}`,
    role,
    organisationId: role === 'VER' ? 'VERIFIER' : 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  },
  authorityId: 'T',
  // No other stream is there to hold a right: an old book names none, and a court needs none.
  source: { kind: type === 'FirearmReleased' ? 'COURT' : 'PAPER', ref: 'r' },
  legalBasis: ['x'],
  assertionKind: 'FACT',
  correlationId: 'c',
  idempotencyKey: 'k',
  commandDigest: 'd',
  salt: 's',
  ...(disputes.length === 0 ? {} : { disputes }),
});

const targets = ['targetEventId', 'recoveryEventId', 'annulmentEventId'] as const;

/** What the rules accept of a list of facts, each recorded a day after the one before. */
export const acceptedHistory = (facts: ReadonlyArray<Fact>): ReadonlyArray<RecordedEvent> => {
  const codec = createEventCodec();
  const history: RecordedEvent[] = [];
  for (const [index, each] of facts.entries()) {
    const definition = firearmKind.definitionOf(each.type);
    const payload = { ...(exampleOf(definition?.payload as never) as Record<string, unknown>) };
    for (const name of targets)
      if (name in payload && history.length > 0)
        payload[name] = history[each.target % history.length]?.eventId;
    if (each.type === 'FirearmTransferred') payload['acquirerAuthorisationId'] = { absent: 'UNKNOWN' };
    const now = firstDay + (recordedFrom + index) * dayMs;
    const decided = decide(
      firearmKind,
      { type: each.type, payload, metadata: metadataOf(each) },
      {
        id: 'W-1',
        around: {
          statesIn: () => undefined,
          historyOf: () => undefined,
          ownHistoryOf: () => undefined,
        },
        derive: (prefix) => `${prefix}-01J9ZK3C5E7G9JBMDPFRHTKVMX`,
        digest: (text) => text,
        history,
        now,
        policy: euMember,
        policyAt: () => euMember,
        isValidPayload: (type, value) => codec.faults(type, value).length === 0,
      },
    );
    if (E.isLeft(decided)) continue;
    history.push({
      eventId: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
      type: each.type,
      schemaVersion: 1,
      streamId: 'firearm-W-1',
      streamVersion: history.length + 1,
      recordedAt: now,
      metadata: metadataOf(each, decided.right.disputes),
      payload,
    });
  }
  return history;
};

/** Histories that the rules accept, of a registered firearm; often enough its tasks are opened and closed. */
export const anyAcceptedHistory = fc
  .array(fact, { minLength: 5, maxLength: 60 })
  .map((facts) => acceptedHistory([{ type: 'FirearmRegistered', role: 'CLK', day: 0, target: 0 }, ...facts]));
