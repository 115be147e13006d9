import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointText } from '../../domain/integrity/checkpoint.ts';
import { consistencyRanges, inclusionRanges, leafHash, rootOf } from '../../domain/integrity/merkle.ts';
import { placeText, sequence } from '../../domain/integrity/sequence.ts';
import {
  noteText,
  signatureTypes,
  verifierKeyOf,
  verifierKeyText,
} from '../../domain/integrity/signedNote.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import type { LeafPlace, SignedCheckpoint, TransparencyLog } from '../../domain/ports/transparencyLog.ts';
import { hashing } from '../../infra/system/hashing.ts';

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key of a log, the same in every run for the same number. */
export const testLogKey = (origin: string, number = 1) => {
  const seed = Buffer.alloc(32, number);
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const verifier = verifierKeyOf(
    hashing.sha256,
    origin,
    signatureTypes.ed25519,
    new Uint8Array(Buffer.from(x ?? '', 'base64url')),
  );
  return {
    vkey: verifierKeyText(verifier),
    /** The signed note of a tree. */
    note: (size: number, root: Uint8Array): string => {
      const text = checkpointText({ origin, size, root });
      const signature = new Uint8Array(sign(null, utf8(text), privateKey));
      return noteText({ text, signatures: [{ name: origin, keyId: verifier.keyId, signature }] });
    },
  };
};
export type TestLogKey = ReturnType<typeof testLogKey>;

/** The leaves of events, and the root at any size. */
export const treeOfEvents = (events: ReadonlyArray<StoredEvent>) => {
  const known = new Map<string, Uint8Array>();
  const { sequenced, unfit } = sequence(hashing, events, (place) => known.get(placeText(place)));
  if (unfit !== undefined) throw new Error(unfit.reason);
  const hashes = sequenced.map(({ leaf }) => leaf.hash);
  const range = (begin: number, end: number): Uint8Array => rootOf(hashing.sha256, hashes.slice(begin, end));
  return { sequenced, hashes, range };
};

/** The transparency log of these events, signed as it stands. */
export const memoryTransparencyLog = (
  events: ReadonlyArray<StoredEvent>,
  key: TestLogKey,
  origin: string,
): TransparencyLog => {
  const { sequenced, hashes, range } = treeOfEvents(events);
  const places = sequenced.map(
    ({ event, leaf }, index): LeafPlace => ({
      index,
      streamId: event.streamId,
      revision: event.revision,
      entry: leaf.entry,
      hash: leafHash(hashing.sha256, leaf.entry),
    }),
  );
  const root = range(0, hashes.length);
  const checkpoint: SignedCheckpoint = {
    size: hashes.length,
    root,
    note: key.note(hashes.length, root),
    signedAt: 0,
  };
  return {
    origin,
    checkpoint: async () => checkpoint,
    keys: async () => [{ verifierKey: key.vkey, fromSize: 1, toSize: hashes.length, retired: false }],
    tile: async () => 'MISSING',
    stamp: async () => undefined,
    stamps: async () => [],
    status: async () => ({
      origin,
      size: hashes.length,
      position: 0n,
      checkpoint,
      parts: [],
      publication: { signed: hashes.length, published: hashes.length, waitingSince: undefined },
      witnesses: [],
      lastStamp: undefined,
    }),
    proofs: {
      rootAt: async (size) => range(0, size),
      consistency: async (from, to) =>
        from === 0 ? [] : consistencyRanges(from, to).map(({ begin, end }) => range(begin, end)),
      inclusions: async (indexes, size) =>
        indexes.map((index) => inclusionRanges(index, size).map(({ begin, end }) => range(begin, end))),
      leavesOfStream: async (streamId) => places.filter((place) => place.streamId === streamId),
      leafAt: async (streamId, revision) =>
        places.find((place) => place.streamId === streamId && place.revision === revision),
      leavesFrom: async (from, count) => places.slice(from, from + count),
    },
  };
};
