import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { utf8 } from '../bytes.ts';
import type { Sha256 } from '../hashing.ts';
import type { Findings } from '../verify/verdict.ts';
import { bundleExplanation } from './explanation.ts';
import { type Bundle, bundleFormat, bundleVersion, digestsOf } from './format.ts';

/** Far above any firearm's life with all its proofs. */
const fileBytesMax = 64 * 1024 * 1024;
const depthMax = 64;
const eventsMax = 10_000;
/** No tree whose leaves can be counted is higher. */
const hashesMax = 63;
const valuesMax = 1000;

/** Undefined when the value is right, else the pointer below it where it is not. */
type Check = (value: unknown) => string | undefined;

const must =
  (holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : '';
const matching = (pattern: RegExp): Check =>
  must((value) => typeof value === 'string' && pattern.test(value));
const isText = must((value) => typeof value === 'string');
const isIndex = must((value) => Number.isSafeInteger(value) && (value as number) >= 0);
const isHash = matching(/^[A-Za-z0-9+/]{43}=$/);
const isMoment = matching(/^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const isPointer = matching(/^(?:\/(?:[^/~]|~[01])*)*$/);
const exactly = (wanted: unknown): Check => must((value) => value === wanted);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? undefined : check(value);
const list =
  (of: Check, most: number): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length > most) return '';
    for (let at = 0; at < value.length; at += 1) {
      const inner = of(value[at]);
      if (inner !== undefined) return `/${at}${inner}`;
    }
    return undefined;
  };
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Exactly these members. */
const record =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isObject(value)) return '';
    for (const name of Object.keys(value)) if (!Object.hasOwn(members, name)) return `/${name}`;
    for (const [name, check] of Object.entries(members)) {
      const inner = Object.hasOwn(value, name) ? check(value[name]) : '';
      if (inner !== undefined) return `/${name}${inner}`;
    }
    return undefined;
  };

const subjects: Readonly<Record<string, Check>> = {
  FIREARM: record({ kind: isText, firearmId: isText, validAt: isMoment, knownAt: isMoment }),
  STREAM: record({ kind: isText, stream: isText, knownAt: isMoment }),
  TRACE: record({ kind: isText, stream: isText, knownAt: isMoment }),
  EVENTS: record({ kind: isText }),
  LOG: record({ kind: isText }),
};
const isSubject: Check = (value) => {
  const kind = isObject(value) ? value['kind'] : undefined;
  const check = typeof kind === 'string' && Object.hasOwn(subjects, kind) ? subjects[kind] : undefined;
  return check === undefined ? '/kind' : check(value);
};

const isEvent = record({
  envelope: isText,
  envelopeSalt: matching(/^[0-9a-f]{64}$/),
  erased: list(record({ pointer: isPointer, rule: isText }), valuesMax),
  inclusion: list(isHash, hashesMax),
  index: isIndex,
  leafHash: isHash,
  opened: list(
    record({
      pointer: isPointer,
      salt: matching(/^[0-9a-f]{64}$/),
      value: (value) => (value === undefined ? '' : undefined),
    }),
    valuesMax,
  ),
  payload: orNull(isText),
  payloadSalt: orNull(matching(/^[0-9a-f]{32}$/)),
});

const isBundle = record({
  checkpoint: isText,
  consistency: orNull(record({ proof: list(isHash, 2 * hashesMax), size: isIndex })),
  digests: (value) => (isObject(value) ? undefined : ''),
  events: list(isEvent, eventsMax),
  explanation: list(isText, 1000),
  format: exactly(bundleFormat),
  madeAt: isMoment,
  policy: isText,
  statement: () => undefined,
  subject: isSubject,
  timestamp: orNull(record({ note: isText, proof: list(isHash, 2 * hashesMax), token: isText })),
  version: exactly(bundleVersion),
});

/**
 * Why a text is not read at all: brackets that open deeper than any bundle goes, since what follows recurs into them; and
 * half a pair of surrogates, which has no UTF-8, so that two texts would have one hash.
 */
const unfit = (text: string): string | undefined => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) {
        if (/^u[dD]/.test(text.slice(at + 1, at + 3))) return 'it holds half a character';
        at += 1;
      } else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > depthMax) return 'it is nested more deeply than any of its kind';
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return undefined;
};

/** The JSON of a text, or where it breaks off; undefined where the engine does not say. */
const parsed = (text: string): { readonly value: unknown } | { readonly broken: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { broken: error instanceof Error ? error.message : 'it is no JSON' };
  }
};

const firstDifference = (one: Uint8Array, other: Uint8Array): number => {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at;
  return length;
};

/** The longest beginning of these bytes that is UTF-8. */
const firstNonUtf8 = (bytes: Uint8Array): number => {
  const back = utf8(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return firstDifference(bytes, back);
};

/** The canonical JSON value that a file holds, read so strictly that no byte of it could be another one. */
export const readCanonical = (
  bytes: Uint8Array,
  findings: Findings,
): { readonly value: unknown } | undefined => {
  const unreadable = (message: string, byte?: number): undefined => {
    findings.fault('FILE', 'FILE_UNREADABLE', message, {
      part: 'FILE',
      ...(byte === undefined ? {} : { byte }),
    });
  };
  if (bytes.length > fileBytesMax)
    return unreadable(`The file has ${bytes.length} bytes; none of its kind has more than ${fileBytesMax}.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const byte = firstNonUtf8(bytes);
    return unreadable(`Byte ${byte} is not UTF-8: the file was damaged.`, byte);
  }
  const reason = unfit(text);
  if (reason !== undefined) return unreadable(`The file cannot be read: ${reason}.`);
  const result = parsed(text);
  if ('broken' in result) return unreadable(`The file is no JSON: ${result.broken}.`);
  let canonical: string;
  try {
    canonical = `${canonicalJson(result.value as Json)}\n`;
  } catch {
    return unreadable('The file holds a number that JSON cannot carry.');
  }
  if (canonical !== text) {
    const byte = firstDifference(bytes, utf8(canonical));
    findings.fault(
      'FILE',
      'FILE_NOT_CANONICAL',
      `From byte ${byte} on the file is not written as such a file is: there is a blank, a member that stands twice or in another order, or a value that is written differently.`,
      { part: 'FILE', byte },
    );
  }
  return { value: result.value };
};

/** Reads a bundle. Undefined where it cannot be told what the file says; faults that leave it readable are only noted. */
export const readBundle = (sha256: Sha256, bytes: Uint8Array, findings: Findings): Bundle | undefined => {
  const read = readCanonical(bytes, findings);
  if (read === undefined) return undefined;
  const { format, version } = isObject(read.value)
    ? (read.value as { readonly format?: unknown; readonly version?: unknown })
    : {};
  if (format !== bundleFormat) {
    findings.fault(
      'FILE',
      'UNKNOWN_FORMAT',
      `The file is no proof bundle: "format" is not "${bundleFormat}".`,
      {
        part: 'FILE',
        pointer: '/format',
      },
    );
    return undefined;
  }
  if (version !== bundleVersion) {
    findings.fault(
      'FILE',
      'UNKNOWN_VERSION',
      'The bundle is of a version that this verifier does not know. Use the verifier that is published with it.',
      { part: 'FILE', pointer: '/version' },
    );
    return undefined;
  }
  const wrong = isBundle(read.value);
  if (wrong !== undefined) {
    findings.fault(
      'FILE',
      'MALFORMED',
      `What stands at ${wrong} of the file is not what a bundle has there.`,
      {
        part: 'FILE',
        pointer: wrong,
      },
    );
    return undefined;
  }
  const bundle = read.value as Bundle;
  const digests = digestsOf(sha256, bundle);
  for (const name of new Set([...Object.keys(digests), ...Object.keys(bundle.digests)]))
    if (!Object.hasOwn(bundle.digests, name) || bundle.digests[name] !== digests[name])
      findings.fault(
        'FILE',
        'MEMBER_CHANGED',
        `The member "${name}" of the file is not the one that its digest was made of: one of them was changed.`,
        { part: 'FILE', pointer: `/${name}` },
      );
  if (canonicalJson(bundle.explanation) !== canonicalJson(bundleExplanation))
    findings.fault(
      'FILE',
      'EXPLANATION_CHANGED',
      'What the file says about how to check it is not what such files say: do not follow it.',
      { part: 'FILE', pointer: '/explanation' },
    );
  return bundle;
};
