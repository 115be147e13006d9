import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';

/** An envelope as it was read: of what the log commits to, these members are looked at one by one. */
export type ReadEnvelope = {
  readonly eventId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly payloadHash: string;
  readonly previous: string | null;
  readonly recordedAt: number;
  readonly revision: number;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly type: string;
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON value of a canonical text; undefined for any other text. */
export const canonicalValue = (text: string): { readonly value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value as Json) === text ? { value } : undefined;
  } catch {
    return undefined;
  }
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const hash = /^[0-9a-f]{64}$/;
const names =
  'eventId,metadata,metadataHash,payloadHash,previous,recordedAt,revision,schemaVersion,stream,type,v';

/** Reads an envelope; undefined for a text that is none of version 1. */
export const readEnvelope = (text: string): ReadEnvelope | undefined => {
  const read = canonicalValue(text);
  if (read === undefined || !isObject(read.value)) return undefined;
  const { eventId, metadata, metadataHash, payloadHash, previous, recordedAt, revision, schemaVersion } =
    read.value;
  const { stream, type, v } = read.value;
  if (Object.keys(read.value).sort().join(',') !== names || v !== 1) return undefined;
  if (typeof eventId !== 'string' || typeof stream !== 'string' || typeof type !== 'string') return undefined;
  if (!isObject(metadata) || !isCount(revision) || !isCount(schemaVersion)) return undefined;
  if (typeof metadataHash !== 'string' || !hash.test(metadataHash)) return undefined;
  if (typeof payloadHash !== 'string' || !hash.test(payloadHash)) return undefined;
  if (previous !== null && (typeof previous !== 'string' || !hash.test(previous))) return undefined;
  if ((previous === null) !== (revision === 0)) return undefined;
  const instant = typeof recordedAt === 'string' ? Date.parse(recordedAt) : Number.NaN;
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== recordedAt) return undefined;
  return {
    eventId,
    metadata,
    payloadHash,
    previous,
    recordedAt: instant,
    revision,
    schemaVersion,
    stream,
    type,
  };
};
