import type { StoredEvent } from '../../ports/eventStore.ts';
import { canonicalJson } from '../../shared/canonicalJson.ts';
import { toHex, utf8 } from '../bytes.ts';
import type { Sha256 } from '../hashing.ts';

/**
 * A whole log as a file of lines (docs/proof-bundle.md, "A whole log"): a header, then every stored event in the order of
 * the log with the leaf hash it got, and between them signed checkpoints, each behind the events that it counts.
 */
export const exportFormat = 'firearm-ledger/log-export';
export const exportVersion = 1;

export type LogHeader = { readonly origin: string; readonly policy: string };

/** What no leaf binds has a digest of its own, so that damage shows. */
const withDigest = (sha256: Sha256, members: Readonly<Record<string, string | number>>): string =>
  canonicalJson({ ...members, digest: toHex(sha256(utf8(canonicalJson(members)))) });

export const headerLine = (sha256: Sha256, { origin, policy }: LogHeader): string =>
  withDigest(sha256, { format: exportFormat, origin, policy, version: exportVersion });

export const checkpointLine = (sha256: Sha256, note: string): string =>
  withDigest(sha256, { checkpoint: note });

export type LineEvent = Omit<StoredEvent, 'position' | 'revision'> & { readonly revision: number };

const afterMetadata = ',"payload":';

/** Whether a stored text can stand in a line as the JSON that it is: then the line is readable, and quick to take apart. */
const standsAsJson = (text: string): boolean => {
  try {
    return text.startsWith('{') && !text.includes(afterMetadata) && canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
};

const lineWith = (
  event: LineEvent,
  index: number,
  leaf: string,
  previous: string | null,
  texts: { readonly metadata: string; readonly payload: string },
): string =>
  `{"eventId":${JSON.stringify(event.eventId)},"index":${index},"leaf":"${leaf}",` +
  `"metadata":${texts.metadata},"payload":${texts.payload},` +
  `"previous":${previous === null ? 'null' : `"${previous}"`},` +
  `"recordedAt":"${new Date(event.recordedAt).toISOString()}","revision":${event.revision},` +
  `"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(event.streamId)},` +
  `"type":${JSON.stringify(event.type)}}`;

/** Payload and metadata stand as the JSON that they are; if one of them is none, as texts. */
export const lineOf = (event: LineEvent, index: number, leaf: string, previous: string | null): string => {
  const { metadata, payload } = event;
  return lineWith(
    event,
    index,
    leaf,
    previous,
    standsAsJson(metadata) && standsAsJson(payload)
      ? { metadata, payload }
      : { metadata: JSON.stringify(metadata), payload: JSON.stringify(payload) },
  );
};

/** The line of an event as it is stored, with what the tables of the log say of it. */
export const eventLine = (
  event: StoredEvent,
  index: number,
  leaf: Uint8Array,
  previous: Uint8Array | undefined,
): string =>
  lineOf(
    { ...event, revision: Number(event.revision) },
    index,
    toHex(leaf),
    previous === undefined ? null : toHex(previous),
  );
