import * as O from 'fp-ts/lib/Option.js';
import { canonicalJson } from '../../shared/canonicalJson.ts';
import type { Bundle, BundledEvent } from '../bundle/format.ts';
import { concat, fromBase64, fromHex, toBase64, toHex, utf8 } from '../bytes.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Sha256 } from '../hashing.ts';
import { entryOf, payloadHashOf } from '../leaf.ts';
import { isIncluded, leafHash } from '../merkle.ts';
import { canonicalValue, isObject, type ReadEnvelope, readEnvelope } from './envelope.ts';
import type { Findings, Place } from './verdict.ts';

/** An event of a bundle whose envelope the log holds. */
export type ProvedEvent = {
  /** Where it is in the bundle. */
  readonly at: number;
  readonly index: number;
  /** Leaf hash, hexadecimal. */
  readonly leaf: string;
  readonly envelope: ReadEnvelope;
  /** Undefined where it is not shown or not what the envelope commits to. */
  readonly payload: unknown;
};

const nothing = new Uint8Array(0);
const bytesOf = (decoded: O.Option<Uint8Array>): Uint8Array => (O.isSome(decoded) ? decoded.value : nothing);

/** An event by its place, for sentences. */
export const named = (place: Place): string =>
  `Event ${place.event} of the file${
    place.stream === undefined ? '' : ` (revision ${place.revision} of ${place.stream})`
  }, leaf ${place.leafIndex} of the log`;

const valueAt = (payload: unknown, pointer: string): unknown => {
  let value = payload;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
};

const commitmentAt = (payload: unknown, pointer: string): string | undefined => {
  const sealed = valueAt(payload, pointer);
  if (!isObject(sealed) || typeof sealed['vaultRef'] !== 'string') return undefined;
  return typeof sealed['commitment'] === 'string' ? sealed['commitment'] : undefined;
};

const checkPersonal = (
  sha256: Sha256,
  event: BundledEvent,
  payload: unknown,
  place: Place,
  findings: Findings,
): void => {
  const seen = new Set<string>();
  const wrong = (pointer: string, message: string): void =>
    findings.fault('PERSONAL_VALUES', 'PERSONAL_VALUE_CHANGED', `${named(place)}: ${message}`, {
      ...place,
      pointer,
    });
  for (const { pointer, salt, value } of event.opened) {
    const made = toHex(sha256(concat(bytesOf(fromHex(salt)), utf8(canonicalJson(value)))));
    if (seen.has(pointer) || commitmentAt(payload, pointer) !== made)
      wrong(
        pointer,
        `the personal value shown for ${pointer} is not the one that the record commits to: value, salt or place were changed.`,
      );
    seen.add(pointer);
  }
  for (const { pointer } of event.erased) {
    if (seen.has(pointer) || commitmentAt(payload, pointer) === undefined)
      wrong(pointer, `a value is said to be erased at ${pointer}, where the record has no sealed one.`);
    seen.add(pointer);
  }
};

/** The payload, if the envelope commits to it. */
const checkedPayload = (
  sha256: Sha256,
  event: BundledEvent,
  envelope: ReadEnvelope,
  place: Place,
  findings: Findings,
): unknown => {
  const { payload, payloadSalt } = event;
  if (payload === null || payloadSalt === null) {
    if (payload !== payloadSalt || event.opened.length + event.erased.length > 0)
      findings.fault(
        'PAYLOADS',
        'MALFORMED',
        `${named(place)}: a part of its payload is shown and a part is not.`,
        place,
      );
    return undefined;
  }
  if (payloadHashOf(sha256, bytesOf(fromHex(payloadSalt)), payload) !== envelope.payloadHash) {
    findings.fault(
      'PAYLOADS',
      'PAYLOAD_CHANGED',
      `${named(place)}: the payload is not the one that was recorded; it or its salt was changed.`,
      place,
    );
    return undefined;
  }
  const read = canonicalValue(payload);
  if (read === undefined) {
    findings.fault('PAYLOADS', 'MALFORMED', `${named(place)}: the payload is no canonical JSON.`, place);
    return undefined;
  }
  checkPersonal(sha256, event, read.value, place, findings);
  return read.value;
};

const checkedEvent = (
  sha256: Sha256,
  event: BundledEvent,
  at: number,
  checkpoint: Checkpoint | undefined,
  findings: Findings,
): ProvedEvent | undefined => {
  const read = readEnvelope(event.envelope);
  const place: Place = {
    part: 'EVENT',
    event: at,
    leafIndex: event.index,
    ...(read === undefined ? {} : { stream: read.stream, revision: read.revision }),
  };
  const hash = leafHash(sha256, entryOf(sha256, bytesOf(fromHex(event.envelopeSalt)), event.envelope));
  const stated = bytesOf(fromBase64(event.leafHash));
  const proof = event.inclusion.map((each) => bytesOf(fromBase64(each)));
  const included = (leaf: Uint8Array): boolean | undefined =>
    checkpoint === undefined
      ? undefined
      : isIncluded(sha256, { index: event.index, hash: leaf }, checkpoint, proof);
  if (toBase64(hash) !== event.leafHash) {
    const other = included(stated);
    findings.fault(
      'INCLUSION',
      'ENVELOPE_CHANGED',
      `${named(place)}: envelope and salt do not give the stated leaf hash. ${
        other === true
          ? 'The log holds the stated one, so envelope or salt were changed.'
          : included(hash) === true
            ? 'The log holds what they give, so only the stated hash was changed.'
            : 'The log holds neither at this place.'
      }`,
      place,
    );
    return undefined;
  }
  if (included(hash) === false) {
    findings.fault(
      'INCLUSION',
      'NOT_IN_TREE',
      `${named(place)}: the proof does not lead to the root of the checkpoint. The event is not at this place of the log, or index or proof were changed.`,
      place,
    );
    return undefined;
  }
  if (read === undefined) {
    findings.fault('INCLUSION', 'MALFORMED', `${named(place)}: what the log holds is no envelope.`, place);
    return undefined;
  }
  return {
    at,
    index: event.index,
    leaf: toHex(hash),
    envelope: read,
    payload: checkedPayload(sha256, event, read, place, findings),
  };
};

/** Every event by itself: that the log holds it where it is said to be, and that its parts are what it commits to. */
export const checkEvents = (
  sha256: Sha256,
  { events }: Bundle,
  checkpoint: Checkpoint | undefined,
  findings: Findings,
): ReadonlyArray<ProvedEvent> => {
  const proved = events.flatMap((event, at) => {
    const one = checkedEvent(sha256, event, at, checkpoint, findings);
    return one === undefined ? [] : [one];
  });
  const shown = events.filter(({ payload }) => payload !== null).length;
  const opened = events.reduce((sum, event) => sum + event.opened.length, 0);
  if (events.length > 0) {
    if (checkpoint === undefined)
      findings.notDone('INCLUSION', 'No signed checkpoint holds, so nothing can be shown to be in the log.');
    else
      findings.done(
        'INCLUSION',
        `${proved.length} of ${events.length} events are in the log at their places, byte for byte.`,
      );
    findings.done(
      'PAYLOADS',
      shown === 0
        ? 'Only envelopes are shown.'
        : `${proved.filter(({ payload }) => payload !== undefined).length} of ${shown} payloads are the recorded ones.`,
    );
  }
  if (opened > 0) findings.done('PERSONAL_VALUES', `${opened} personal values are shown in clear.`);
  return proved;
};
