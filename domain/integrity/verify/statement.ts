import * as E from 'fp-ts/lib/Either.js';
import type { Metadata, RecordedEvent } from '../../event/envelope.ts';
import { custodyChain } from '../../firearm/custodyChain.ts';
import { firearmStatement, type OwnEvents } from '../../firearm/firearmStatement.ts';
import { firearmKind } from '../../firearm/kind.ts';
import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { type FaultsOf, faultsOf } from '../../shared/faultsOf.ts';
import { timelineOf } from '../../time/bitemporalFold.ts';
import { boundsOf, precisionOf, readEffectiveTime } from '../../time/effectiveTime.ts';
import type { Instant } from '../../time/zone.ts';
import { isZone } from '../../time/zone.ts';
import { snapshotOf } from '../../trace/snapshot.ts';
import type { Bundle } from '../bundle/format.ts';
import { isObject } from './envelope.ts';
import { named, type ProvedEvent } from './events.ts';
import type { Findings, Place } from './verdict.ts';

const prefix = 'firearm-';
const compiled = new Map<string, FaultsOf>();

/** Whether a payload is one that the rules of this type of event can be applied to. */
const isReadable = ({ envelope: { type, schemaVersion }, payload }: ProvedEvent): boolean => {
  const definition = firearmKind.definitionOf(type);
  if (definition === undefined || definition.schemaVersion !== schemaVersion) return false;
  const faults = compiled.get(type) ?? faultsOf(definition.payload, 'STORED');
  compiled.set(type, faults);
  return faults(payload).length === 0;
};

const hasTime = (metadata: Readonly<Record<string, unknown>>): boolean => {
  const time = metadata['effectiveAt'];
  if (!isObject(time) || typeof time['zone'] !== 'string' || !isZone(time['zone'])) return false;
  const { precision, value } = time;
  return precision === 'UNKNOWN'
    ? value === undefined
    : typeof value === 'string' && precisionOf(value) === precision;
};

/** An event as the rules of the ledger see it; undefined where this verifier does not know its form. */
const recorded = (event: ProvedEvent): RecordedEvent | undefined => {
  const { envelope, index, payload } = event;
  if (!hasTime(envelope.metadata) || !isReadable(event)) return undefined;
  return {
    eventId: envelope.eventId,
    type: envelope.type,
    schemaVersion: envelope.schemaVersion,
    streamId: envelope.stream,
    streamVersion: envelope.revision + 1,
    position: BigInt(index) + 1n,
    recordedAt: envelope.recordedAt,
    // Salt, key and digest of the command are not in an envelope, and no rule of the fold looks at them.
    metadata: envelope.metadata as unknown as Metadata,
    payload,
  };
};

/** JSON pointer of the first place where two values differ; undefined where they are equal. */
export const firstDifference = (one: unknown, other: unknown, pointer = ''): string | undefined => {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other) ? undefined : pointer;
  if (Array.isArray(one) !== Array.isArray(other)) return pointer;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const at = `${pointer}/${name}`;
    if (!Object.hasOwn(left, name) || !Object.hasOwn(right, name)) return at;
    const inner = firstDifference(left[name], right[name], at);
    if (inner !== undefined) return inner;
  }
  return undefined;
};

const notCheckable = (findings: Findings, message: string, at: Place = { part: 'STATEMENT' }): void =>
  findings.fault('STATEMENT', 'STATEMENT_NOT_CHECKABLE', message, at);

/** Own events of the firearms in the file; undefined where one of them cannot be read. */
const ownEvents = (proved: ReadonlyArray<ProvedEvent>, findings: Findings): OwnEvents | undefined => {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of proved) {
    const { stream } = event.envelope;
    if (!stream.startsWith(prefix)) continue;
    if (event.payload === undefined && findings.hasFailed('PAYLOADS')) {
      findings.notDone('STATEMENT', 'It cannot be computed anew from contents that are faulty.');
      return undefined;
    }
    const read = event.payload === undefined ? undefined : recorded(event);
    if (read === undefined) {
      const { type, schemaVersion, revision } = event.envelope;
      const place: Place = { part: 'EVENT', event: event.at, leafIndex: event.index, stream, revision };
      const why =
        event.payload === undefined
          ? 'its payload is not shown'
          : `this verifier does not know ${type} in version ${schemaVersion}, or not as it stands there`;
      notCheckable(findings, `${named(place)}: ${why}, so the statement cannot be computed from it.`, place);
      return undefined;
    }
    const own = streams.get(stream);
    if (own === undefined) streams.set(stream, [read]);
    else own.push(read);
  }
  return (firearmId) => streams.get(`${prefix}${firearmId}`);
};

const checkFirearm = ({ subject, statement }: Bundle, own: OwnEvents, findings: Findings): unknown => {
  if (subject.kind !== 'FIREARM') return undefined;
  const asOf = { validAt: Date.parse(subject.validAt), knownAt: Date.parse(subject.knownAt) };
  const made = firearmStatement(own, subject.firearmId, asOf);
  if (E.isLeft(made)) {
    notCheckable(
      findings,
      made.left.kind === 'MISSING'
        ? `The events of ${made.left.firearmId}, on which the statement rests, are not in the file.`
        : made.left.kind === 'MERGED'
          ? `The record goes on under ${made.left.into}; nothing is to be stated of this one.`
          : 'No event is proved from which anything could be stated.',
    );
    return undefined;
  }
  // Through its text, as the stated one came: a member without a value is then none.
  const computed: unknown = JSON.parse(canonicalJson(made.right as unknown as Json));
  const pointer = firstDifference(computed, statement);
  if (pointer === undefined) {
    findings.done(
      'STATEMENT',
      `The chain of custody, computed anew from the proved events as of ${subject.validAt}, known at ${subject.knownAt}, is the stated one.`,
    );
    return computed;
  }
  findings.fault(
    'STATEMENT',
    'STATEMENT_DIFFERS',
    `The stated chain of custody differs at ${pointer} from the one that the proved events give.`,
    { part: 'STATEMENT', pointer },
  );
  return undefined;
};

/** The chain that each answer of a trace holds, against the events that were recorded before the answer. */
const checkAnswers = (proved: ReadonlyArray<ProvedEvent>, own: OwnEvents, findings: Findings): void => {
  let compared = 0;
  for (const event of proved) {
    const { envelope, payload } = event;
    if (envelope.type !== 'TraceAnswered' || !isObject(payload) || !hasTime(envelope.metadata)) continue;
    const { firearmId, chainSnapshot, asOf } = payload;
    const events = typeof firearmId === 'string' ? own(firearmId) : undefined;
    if (events === undefined || chainSnapshot === undefined || !isObject(asOf)) continue;
    const zone = (envelope.metadata['effectiveAt'] as { readonly zone: string }).zone;
    const until = (written: unknown): Instant => {
      const time = typeof written === 'string' ? readEffectiveTime(written, zone) : undefined;
      return time === undefined
        ? envelope.recordedAt
        : Math.min(boundsOf(time, envelope.recordedAt).latest, envelope.recordedAt);
    };
    const before = events.filter(({ position }) => position !== undefined && position <= BigInt(event.index));
    const validAt = until(asOf['valid']);
    const timeline = timelineOf(firearmKind.fold, before, until(asOf['known']));
    const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
    const made: unknown = JSON.parse(
      canonicalJson(snapshotOf(custodyChain({ ...timeline, steps })) as unknown as Json),
    );
    const pointer = firstDifference(made, chainSnapshot);
    compared += 1;
    if (pointer === undefined) continue;
    const place: Place = {
      part: 'EVENT',
      event: event.at,
      leafIndex: event.index,
      pointer: `/chainSnapshot${pointer}`,
    };
    findings.fault(
      'STATEMENT',
      'STATEMENT_DIFFERS',
      `${named(place)}: the chain in the answer differs at ${pointer} from the one that the events recorded before it give.`,
      place,
    );
  }
  if (compared > 0)
    findings.done(
      'STATEMENT',
      `${compared} answers hold the chain that the events recorded before them give.`,
    );
  else
    findings.notDone(
      'STATEMENT',
      'The events on which the answers rest are not in the file, so their chains were not computed anew.',
    );
};

/**
 * Whether what the ledger stated follows from the events, by the ledger's own rules. Answers the statement when it does.
 */
export const checkStatement = (
  bundle: Bundle,
  proved: ReadonlyArray<ProvedEvent>,
  findings: Findings,
): unknown => {
  const { kind } = bundle.subject;
  if (kind !== 'FIREARM' && bundle.statement !== null) {
    notCheckable(findings, 'The file states something that a file of its kind does not.');
    return undefined;
  }
  if (kind !== 'FIREARM' && kind !== 'TRACE') return undefined;
  try {
    const own = ownEvents(proved, findings);
    if (own === undefined) return undefined;
    if (kind === 'FIREARM') return checkFirearm(bundle, own, findings);
    checkAnswers(proved, own, findings);
  } catch {
    // The rules are total over what the ledger records; this was not recorded by one.
    notCheckable(findings, 'The rules of the ledger cannot be applied to these events.');
  }
  return undefined;
};
