import { hashBytes, type Sha256 } from '../hashing.ts';

/** An event of a log as it was read and hashed. Whoever goes through millions uses one object for all of them. */
export type LogEvent = {
  index: number;
  revision: number;
  recordedAt: number;
  /** Whether the event gives the leaf hash that is stated. */
  fits: boolean;
  /** Whether it says which leaf it follows. */
  follows: boolean;
  /** From `at` on: its leaf hash, the one that it follows, and the key of its stream. */
  hashes: Uint8Array;
  at: number;
  /** UTF-8 of the stream's name stands here, from `streamBegin` up to, not including, `streamEnd`. */
  names: Uint8Array;
  streamBegin: number;
  streamEnd: number;
};

/**
 * A stream is known by the begin of the SHA-256 of its name: shorter than names are, of one length, and nobody can make
 * two names that have the same.
 */
export const streamKeyBytes = 16;
export const streamKey = (sha256: Sha256, name: Uint8Array): Uint8Array =>
  sha256(name).subarray(0, streamKeyBytes);

export const previousOffset = hashBytes;
export const streamKeyOffset = 2 * hashBytes;
export const eventHashBytes = streamKeyOffset + streamKeyBytes;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
export const streamOf = ({ names, streamBegin, streamEnd }: LogEvent): string =>
  decoder.decode(names.subarray(streamBegin, streamEnd));
