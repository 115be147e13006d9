import * as E from 'fp-ts/lib/Either.js';
import type { RecordedEvent } from '../event/envelope.ts';
import { bundleExplanation } from '../integrity/bundle/explanation.ts';
import {
  type BundleContent,
  type BundledConsistency,
  type BundledEvent,
  type BundledTimestamp,
  type BundleSubject,
  bundleFormat,
  bundleText,
  bundleVersion,
} from '../integrity/bundle/format.ts';
import { equalBytes, toBase64, toHex } from '../integrity/bytes.ts';
import { type Leaf, type LeafHashing, leafOf } from '../integrity/leaf.ts';
import type { EventCodec } from '../ports/eventCodec.ts';
import type { EventStore, StoredEvent } from '../ports/eventStore.ts';
import type { CheckpointStamp, SignedCheckpoint, TransparencyLog } from '../ports/transparencyLog.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { Instant } from '../time/zone.ts';

export type BundlePorts = {
  readonly eventStore: Pick<EventStore, 'readStream'>;
  readonly codec: Pick<EventCodec, 'decode'>;
  readonly transparencyLog: TransparencyLog;
  readonly hashing: LeafHashing;
  /** The policy that the register recommends to whoever verifies. */
  readonly policy: (checkpoint: SignedCheckpoint) => Promise<string>;
  /** The last time stamp of this checkpoint or of an older one, where one was had. */
  readonly timestamp: (
    checkpoint: SignedCheckpoint,
  ) => Promise<Pick<CheckpointStamp, 'size' | 'note' | 'response'> | undefined>;
};

/** What becomes of the personal values of the events, by event id; values that are in neither list stay sealed. */
export type OpenedValues = ReadonlyMap<string, Pick<BundledEvent, 'opened' | 'erased'>>;

export type BundleRequest = {
  readonly subject: BundleSubject;
  /** Streams that are shown, each up to `knownAt`. */
  readonly streams: ReadonlyArray<string>;
  readonly knownAt: Instant;
  /** Only these events of them. */
  readonly eventIds?: ReadonlyArray<string>;
  /** What the ledger states, from the very events that are shown; undefined where more streams are needed by now. */
  readonly statement?: (events: ReadonlyArray<RecordedEvent>) => unknown;
  readonly madeAt: Instant;
  /** Size of an older checkpoint that this one is shown to continue. */
  readonly since?: number;
  readonly open?: (events: ReadonlyArray<RecordedEvent>) => Promise<OpenedValues>;
};

export type BundleFailure =
  /** The log is not signed as far as these events: in a moment it will be. */
  /** `isSigned`: the log has a checkpoint, so that waiting for the next one makes sense. */
  | { readonly kind: 'NOT_SIGNED_YET'; readonly isSigned: boolean }
  | { readonly kind: 'STORE_UNAVAILABLE'; readonly reason: string }
  /** What is stored is not what the log holds: it was altered, and nothing is proved of it. */
  | { readonly kind: 'ALTERED'; readonly stream: string; readonly revision: number }
  | { readonly kind: 'NO_SUCH_EVENT'; readonly eventId: string }
  /** The older checkpoint is larger than the log. */
  | { readonly kind: 'SINCE_BEYOND'; readonly size: number };

type Found = { readonly event: StoredEvent; readonly leaf: Leaf; readonly index: number };

/** The events of a stream with their places in the log; the whole stream is read, because each leaf rests on the last. */
const streamInLog = async (
  ports: BundlePorts,
  stream: string,
  size: number,
  knownAt: Instant,
): Promise<E.Either<BundleFailure, ReadonlyArray<Found>>> => {
  const stored = await ports.eventStore.readStream(stream)();
  if (E.isLeft(stored)) return E.left(stored.left);
  const places = new Map(
    (await ports.transparencyLog.proofs.leavesOfStream(stream)).map((place) => [place.revision, place]),
  );
  const found: Found[] = [];
  let previous: Uint8Array | undefined;
  for (const event of stored.right) {
    if (event.recordedAt > knownAt) break;
    const place = places.get(event.revision);
    const leaf = leafOf(ports.hashing, event, previous);
    if (place === undefined || place.index >= size) return E.left({ kind: 'NOT_SIGNED_YET', isSigned: true });
    if (leaf === undefined || !equalBytes(leaf.hash, place.hash))
      return E.left({ kind: 'ALTERED', stream, revision: Number(event.revision) });
    found.push({ event, leaf, index: place.index });
    previous = leaf.hash;
  }
  return E.right(found);
};

const consistencyFrom = async (
  { proofs }: TransparencyLog,
  since: number | undefined,
  size: number,
): Promise<E.Either<BundleFailure, BundledConsistency | null>> => {
  if (since === undefined) return E.right(null);
  if (since > size) return E.left({ kind: 'SINCE_BEYOND', size });
  const proof = since === size ? [] : await proofs.consistency(since, size);
  return E.right({ size: since, proof: proof.map(toBase64) });
};

/** The last time stamp, and that the log of this checkpoint continues the stamped one. */
const stampOf = async (
  ports: BundlePorts,
  checkpoint: SignedCheckpoint,
): Promise<BundledTimestamp | null> => {
  const stamp = await ports.timestamp(checkpoint);
  if (stamp === undefined) return null;
  const proof =
    stamp.size === checkpoint.size
      ? []
      : await ports.transparencyLog.proofs.consistency(stamp.size, checkpoint.size);
  return { note: stamp.note, proof: proof.map(toBase64), token: toBase64(stamp.response) };
};

const nothingOpened: Pick<BundledEvent, 'opened' | 'erased'> = { opened: [], erased: [] };

/**
 * The text of a proof bundle: what is stored, once more hashed, with its proofs in the last signed tree. Makes none of
 * events that are not what the log holds.
 */
export const makeBundle = async (
  ports: BundlePorts,
  request: BundleRequest,
): Promise<E.Either<BundleFailure, string>> => {
  const { transparencyLog, hashing } = ports;
  const checkpoint = await transparencyLog.checkpoint();
  if (checkpoint === undefined) return E.left({ kind: 'NOT_SIGNED_YET', isSigned: false });
  const all: Found[] = [];
  for (const stream of request.streams) {
    const found = await streamInLog(ports, stream, checkpoint.size, request.knownAt);
    if (E.isLeft(found)) return found;
    all.push(...found.right);
  }
  const { eventIds } = request;
  const unknown = eventIds?.find((eventId) => !all.some(({ event }) => event.eventId === eventId));
  if (unknown !== undefined) return E.left({ kind: 'NO_SUCH_EVENT', eventId: unknown });
  const shown = all
    .filter(({ event }) => eventIds === undefined || eventIds.includes(event.eventId))
    .sort((one, other) => one.index - other.index);
  const decoded = shown.map(({ event }) => ports.codec.decode(event));
  const statement = request.statement?.(decoded);
  if (request.statement !== undefined && statement === undefined)
    return E.left({ kind: 'NOT_SIGNED_YET', isSigned: true });
  const consistency = await consistencyFrom(transparencyLog, request.since, checkpoint.size);
  if (E.isLeft(consistency)) return consistency;
  const proofs = await transparencyLog.proofs.inclusions(
    shown.map(({ index }) => index),
    checkpoint.size,
  );
  const opened: OpenedValues = (await request.open?.(decoded)) ?? new Map();
  const timestamp = await stampOf(ports, checkpoint);
  const content: BundleContent = {
    format: bundleFormat,
    version: bundleVersion,
    subject: request.subject,
    madeAt: new Date(request.madeAt).toISOString(),
    explanation: bundleExplanation,
    checkpoint: checkpoint.note,
    policy: await ports.policy(checkpoint),
    timestamp,
    consistency: consistency.right,
    events: shown.map(({ event, leaf, index }, at) => ({
      index,
      leafHash: toBase64(leaf.hash),
      inclusion: (proofs[at] ?? []).map(toBase64),
      envelope: leaf.envelope,
      envelopeSalt: toHex(leaf.envelopeSalt),
      payload: event.payload,
      payloadSalt: toHex(leaf.payloadSalt),
      ...(opened.get(event.eventId) ?? nothingOpened),
    })),
    // As its text says it: a member without a value is none.
    statement: statement === undefined ? null : (JSON.parse(canonicalJson(statement as Json)) as Json),
  };
  return E.right(bundleText(hashing.sha256, content));
};
